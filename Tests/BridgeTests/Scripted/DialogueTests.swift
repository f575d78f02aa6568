import Foundation
import Markup
import SyncMLFront
import Testing

/// The dialogues in the folder beside this file, each in every form and version it names.
@Suite("Scripted sessions")
struct DialogueTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let encoding: WireEncoding
        let version: ProtocolVersion
        var testDescription: String { "\(name), \(encoding.rawValue) \(version.rawValue)" }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Dialogues")

    /// A file that cannot be read is a case that fails.
    static let cases: [Case] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().flatMap { name -> [Case] in
            let text = (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
            let wires = (try? DialogueReader.wires(text)) ?? [Dialogue.Wire(encoding: .xml, version: .v12)]
            return wires.map { Case(name: name, text: text, encoding: $0.encoding, version: $0.version) }
        }
    }()

    @Test(arguments: cases)
    func dialogue(_ one: Case) async throws {
        let wire = Dialogue.Wire(encoding: one.encoding, version: one.version)
        var run = try await DialogueRun(DialogueReader.read(one.text, for: wire), wire)
        try await run.run()
        for failure in run.failures { Issue.record("\(one.name), \(wire): \(failure)") }
    }

    @Test func thereAreDialogues() { #expect(Self.cases.count >= 30) }

    // MARK: - The comparison itself

    private static func reply(_ body: String) throws -> Element {
        try WireForm.decode(Array("<SyncML><SyncHdr/><SyncBody>\(body)</SyncBody></SyncML>".utf8), as: .xml)
    }

    private static let answer = """
        <Status><CmdID>1</CmdID><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>212</Data></Status>\
        <Sync><CmdID>2</CmdID><Add><Item><Source><LocURI>1</LocURI></Source><Data>a</Data></Item></Add>\
        <Delete><Item><Target><LocURI>9</LocURI></Target></Item></Delete></Sync><Final/>
        """

    /// What a dialogue says, and what is then found.
    private static let comparisons: [(String, [String])] = [
        ("0 SyncHdr 212\n<Sync><Delete/><Add/></Sync><Final/>", []),
        ("0 SyncHdr 212\n<Sync><Add><Item><Data>a</Data></Item></Add><Delete/></Sync><Final/>", []),
        ("0 SyncHdr 212\n...\n<Final/>", []),
        (
            "0 SyncHdr 200\n...\n<Final/>",
            ["SyncBody/Status for 0 SyncHdr/Data: expected \"200\", got \"212\""]
        ),
        ("0 SyncHdr 212\n...", ["Final: not expected"]),
        ("...\n1 Alert 200\n<Final/>", ["SyncBody/Status for 1 Alert: expected, and not there"]),
        (
            "<Sync><Add/></Sync><Final/>",
            ["SyncBody/Sync/Delete: not expected", "SyncBody/Status for 0 SyncHdr: not expected, with 212"]
        ),
        (
            "0 SyncHdr 212\n<Sync><Add/><Delete><Item><Target><LocURI>8</LocURI></Target></Item></Delete></Sync><Final/>",
            ["SyncBody/Sync/Delete/Item/Target/LocURI: expected \"8\", got \"9\""]
        ),
        (
            "0 SyncHdr 212\n<Sync><CmdID>{absent}</CmdID><Add/><Delete/></Sync><Final/>",
            ["SyncBody/Sync/CmdID: not expected"]
        ),
    ]

    @Test(arguments: comparisons.indices)
    func comparisonFinds(_ index: Int) throws {
        let (expected, found) = Self.comparisons[index]
        let text = "wire: xml 1.2\n== phone\n<Final/>\n== server\n\(expected)"
        let wire = Dialogue.Wire(encoding: .xml, version: .v12)
        guard case .exchange(_, let hearing)? = try DialogueReader.read(text, for: wire).steps.first else {
            Issue.record("no exchange")
            return
        }
        #expect(ReplyComparison(hearing, try Self.reply(Self.answer)).differences == found)
    }

    @Test(arguments: [
        ("no wire", "== phone\n<Final/>\n== server\n"), ("no server", "wire: xml 1.1\n== phone\n<Final/>"),
        ("no phone", "wire: xml 1.1\n== server\n"), ("no section", "wire: xml 1.1\n== mirror\n"),
        ("no setting", "wire: xml 1.1\ncolour: blue\n"), ("no version", "wire: xml 1.3\n"),
        ("no XML", "wire: xml 1.1\n== phone\n<Final/>\n== server\n<Sync>"),
    ])
    func badTextsAreRefused(_ what: String, _ text: String) {
        #expect(throws: DialogueError.self, "\(what)") {
            try DialogueReader.read(text, for: Dialogue.Wire(encoding: .xml, version: .v11))
        }
    }
}
