import Foundation
import Testing
import Versit

/// Law: whatever the bytes, parse then serialise gives them back.
@Suite struct LosslessTests {
    private static let pieces: [String] = [
        "BEGIN:VCARD", "END:VCARD", "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "VERSION:2.1",
        "VERSION:3.0", "VERSION:4.0", "VERSION:1.0", "\r\n", "\n", "\r", "\n\r", "\r\n\n", "\r\r\n", " ", "\t", "=",
        "==",
        "=\r\n", "=0D=0A", ":", ";", ",", "\"", "\\", "\\n", "N;CHARSET=UTF-8:", "NOTE;ENCODING=QUOTED-PRINTABLE:",
        "PHOTO;ENCODING=BASE64:", "PHOTO;ENCODING=b:", "/9j/4AAQSkZJRg==", "TEL;CELL:", "item1.TEL;TYPE=home:", "äöü",
        "\u{FEFF}",
        "+49 123", "text", "QUOTED-PRINTABLE;X:",
    ]

    @Test func anyBytesComeBack() throws {
        for seed in 1...3000 as ClosedRange<UInt64> {
            var generator = SplitMix(seed)
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                if Int.random(in: 0..<12, using: &generator) == 0 {
                    bytes.append(UInt8.random(in: 0...255, using: &generator))
                } else {
                    bytes += Array(LosslessTests.pieces.randomElement(using: &generator)!.utf8)
                }
            }
            let hint = Dialect.allCases.randomElement(using: &generator)
            let parsed = try Document.parse(bytes, hint: hint)
            #expect(parsed.document.serialise() == bytes, "seed \(seed)")
            // Strict line ends change nothing but line ends.
            func visible(_ bytes: [UInt8]) -> [UInt8] { bytes.filter { $0 != 13 && $0 != 10 } }
            let isWhole = !parsed.warnings.contains { $0.code == .missingEnd }
            if isWhole { #expect(visible(parsed.document.serialiseStrictly()) == visible(bytes), "seed \(seed)") }
        }
    }

    @Test func sampleFilesComeBack() throws {
        let shared = ProcessInfo.processInfo.environment["FOOTBRIDGE_SHARED"] ?? "../shared"
        let root = shared + "/samples/payloads"
        guard let names = FileManager.default.enumerator(atPath: root) else {
            print("skipped: no sample files")
            return
        }
        var count = 0
        for case let name as String in names
        where ["vcf", "vcs", "ics", "vnt"].contains((name as NSString).pathExtension) {
            guard let data = FileManager.default.contents(atPath: root + "/" + name) else { continue }
            let parsed = try Document.parse([UInt8](data))
            #expect(parsed.document.serialise() == [UInt8](data), "\(name)")
            #expect(!parsed.document.components.isEmpty, "\(name)")
            count += 1
        }
        if count == 0 { print("skipped: no sample files") }
    }

    @Test func limitsHaveTheirErrors() {
        let deep = Array(String(repeating: "BEGIN:X\r\n", count: 65).utf8)
        #expect(throws: VersitError(.tooDeep, "")) { try Document.parse(deep) }
        var limits = VersitLimits()
        limits.maxLines = 3
        #expect(throws: VersitError(.tooManyLines, "")) {
            try Document.parse(Array("A:1\nB:2\nC:3\nD:4\n".utf8), limits: limits)
        }
        limits.maxBytes = 3
        #expect(throws: VersitError(.tooLarge, "")) { try Document.parse(Array("A:1\n".utf8), limits: limits) }
    }
}
