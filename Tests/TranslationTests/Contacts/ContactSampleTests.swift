import Foundation
import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

/// Cards of real devices: what they sent is what they would be shown, and sending it again writes nothing.
@Suite struct ContactSampleTests {
    @Test func cardsOfRealDevices() throws {
        let shared = ProcessInfo.processInfo.environment["FOOTBRIDGE_SHARED"] ?? "../shared"
        let root = shared + "/samples/payloads"
        let names =
            FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String }.filter { $0.hasSuffix(".vcf") }
            ?? []
        if names.isEmpty { print("skipped: no sample files") }
        for name in names.sorted() {
            let data = try #require(FileManager.default.contents(atPath: root + "/" + name))
            for (index, card) in try Document.parse([UInt8](data)).document.components.enumerated()
            where card.name == "VCARD" {
                let text = Document([card]).serialise()
                let format: ItemFormat = card.dialect == .vCard21 ? .vCard21 : .vCard30
                let lens = Given.lens(format, announced: Given.rich + ["LABEL", "CALURI", "FBURL"])
                let made = try lens.create(from: text, uid: "u")
                let shown = try lens.view(of: PartKey(uid: "u"), in: made, held: text).text
                #expect(lens.isClose(shown, to: text), "\(name) \(index)")
                for (held, sent) in [(nil, nil), (text, shown), (shown, shown)] as [([UInt8]?, [UInt8]?)] {
                    let result = try lens.put(
                        text, held: held, sent: sent, part: PartKey(uid: "u"), into: made, rule: .deviceWins)
                    #expect(!result.changed, "\(name) \(index) \(Given.added(result.body, to: made))")
                }
                #expect(lens.isSame(shown, text), "\(name) \(index)\n\(Given.lines(shown))\n\(Given.lines(text))")
            }
        }
    }
}
