import Phone
import SyncTypes
import Testing

@testable import BridgeTesting

/// Each promise can be broken: a small healthy world, damaged by hand in one place, makes that one promise speak up.
@Suite("Each invariant sees its own violation")
struct InvariantTests {
    private static let path = "/contacts/alice/own-contacts/a.vcf"

    /// One item with two fields, upstream, on one phone, in mirror and links.
    private static func healthy() -> (seen: Observation, identity: Int, cell: String, note: String) {
        var log = TypedLog()
        let identity = log.add(.contact)
        let cell = log.type(identity, .cell, seen: [], flavour: 3, author: "phone 0")
        let note = log.type(identity, .note, seen: [], flavour: 3, author: "phone 0")
        var text = ItemText.onPhone(.vcard30, .contact, identity: identity)
        text.type(cell, into: .cell)
        text.type(note, into: .note)
        var seen = Observation(log: log)
        show(text, in: &seen)
        return (seen, identity, cell, note)
    }

    private static func show(_ text: ItemText, in seen: inout Observation) {
        seen.upstream[path] = Observation.Resource(kind: .contact, bytes: text.bytes)
        seen.mirror[path] = text.bytes
        seen.phones = [
            Observation.Phone(
                name: "phone 0", deviceID: "phone-0", model: HandsetModel(),
                items: [Observation.Held(kind: .contact, luid: "1", text: text, lost: [])])
        ]
        seen.links = [
            Observation.Link(
                device: "phone-0", kind: "contact", luid: "1", state: "linked", held: text.bytes,
                isHeldFromDevice: true, pending: nil, isPendingDelete: false)
        ]
    }

    private static func broken(_ seen: Observation) -> Set<Invariant> { Set(Invariants.atRest(seen).map(\.invariant)) }

    @Test("A healthy world breaks nothing")
    func healthyWorld() { #expect(Self.broken(Self.healthy().seen) == []) }

    @Test("A value that stands nowhere is lost")
    func lost() {
        var (seen, identity, _, note) = Self.healthy()
        _ = seen.log.type(identity, .note, seen: [], flavour: 3, author: "phone 0")
        #expect(Self.broken(seen) == [.lost])
        _ = note
    }

    @Test("A lost value that was acknowledged is a false status")
    func acknowledged() {
        var (seen, identity, _, _) = Self.healthy()
        _ = seen.log.type(identity, .note, seen: [], flavour: 3, author: "phone 0")
        seen.log.acknowledge(seen.log.serial, of: identity, to: "phone 1")
        #expect(Self.broken(seen) == [.acknowledged])
    }

    @Test("The loser of a conflict may be in the journal")
    func accounted() {
        var (seen, identity, _, _) = Self.healthy()
        let loser = seen.log.type(identity, .note, seen: [], flavour: 3, author: "phone 0")
        seen.journal = [Observation.JournalLine(action: "conflict", detail: "server kept, lost: \(loser)", texts: [])]
        #expect(Self.broken(seen) == [])
    }

    @Test("A value that was typed over stands")
    func stale() {
        var (seen, identity, _, note) = Self.healthy()
        let next = seen.log.type(identity, .note, seen: [note], flavour: 3, author: "phone 0")
        seen.journal = [Observation.JournalLine(action: "conflict", detail: next, texts: [])]
        #expect(Self.broken(seen) == [.stale])
    }

    @Test("A text nobody typed")
    func invented() {
        var (seen, _, _, _) = Self.healthy()
        var text = seen.phones[0].items[0].text
        text.type("Nobody's company", into: .company)
        Self.show(text, in: &seen)
        #expect(Self.broken(seen) == [.invented])
    }

    @Test("A value that stands twice")
    func doubled() {
        var (seen, _, cell, _) = Self.healthy()
        var text = seen.phones[0].items[0].text
        text.lines.insert(ItemText.line("TEL;TYPE=CELL:\(cell)", isOld: false), at: 3)
        Self.show(text, in: &seen)
        #expect(Self.broken(seen) == [.doubled])
    }

    @Test("A deleted item that is back")
    func undeleted() {
        var (seen, identity, _, _) = Self.healthy()
        let shown = seen.phones[0].items[0].text.shown
        for serial in 0...seen.log.serial { seen.log.acknowledge(serial, of: identity, to: "phone 0") }
        seen.log.delete(identity, shown: shown, blind: [], isOnPhone: true, author: "phone 0")
        #expect(Self.broken(seen) == [.undeleted])
    }

    @Test("A deletion by a phone that has not heard that its item was taken, though another one has")
    func unheardDeletion() {
        var log = TypedLog()
        let identity = log.add(.contact)
        let text = log.type(identity, .note, seen: [], flavour: 3, author: "phone 0")
        log.acknowledge(log.serial, of: identity, to: "phone 1")
        log.delete(identity, shown: [.note: [text]], blind: [], isOnPhone: true, author: "phone 0")
        #expect(log.items[identity]?.deletions.map(\.isMoot) == [true])
        log.acknowledge(log.serial, of: identity, to: "phone 0")
        log.delete(identity, shown: [.note: [text]], blind: [], isOnPhone: true, author: "phone 0")
        #expect(log.items[identity]?.deletions.map(\.isMoot) == [true, false])
    }

    @Test("A phone without an item")
    func views() {
        var (seen, _, _, _) = Self.healthy()
        seen.phones[0].items = []
        seen.links = []
        #expect(Self.broken(seen) == [.views])
    }

    @Test("Something moves when all is said")
    func moves() {
        var (seen, _, _, _) = Self.healthy()
        seen.movedAtRest = ["phone 0 moved 1 items"]
        #expect(Self.broken(seen) == [.moves])
    }

    @Test("A session that does not end")
    func ends() {
        var (seen, _, _, _) = Self.healthy()
        seen.endless = ["step 3: phone 0"]
        #expect(Self.broken(seen) == [.ends])
    }

    @Test("A mirror of another text")
    func mirror() {
        var (seen, _, _, _) = Self.healthy()
        seen.mirror[Self.path] = []
        #expect(Self.broken(seen) == [.mirror])
    }

    @Test("A link that holds another text")
    func held() {
        var (seen, _, _, _) = Self.healthy()
        seen.links[0].held = Array("BEGIN:VCARD\r\nEND:VCARD\r\n".utf8)
        #expect(Self.broken(seen) == [.held])
    }

    private func write(_ method: String, _ before: ItemText?, _ after: ItemText?, isConditional: Bool = true)
        -> UpstreamLog.Write
    {
        UpstreamLog.Write(
            method: method, href: Href(Self.path), isConditional: isConditional, before: before?.bytes,
            after: after?.bytes, step: 0, sync: 0)
    }

    @Test("A write without a condition")
    func unconditional() {
        var (seen, _, _, _) = Self.healthy()
        let text = seen.phones[0].items[0].text
        seen.writes = [write("PUT", nil, text, isConditional: false)]
        #expect(Self.broken(seen) == [.unconditional])
    }

    @Test("A DELETE that nobody asked for")
    func strangeDelete() {
        var (seen, _, _, _) = Self.healthy()
        seen.writes = [write("DELETE", seen.phones[0].items[0].text, nil)]
        #expect(Self.broken(seen) == [.strangeDelete])
    }

    @Test("A line that no phone typed into changes", arguments: ["X-SECRET:other", "ORG:none"])
    func touchedLines(line: String) {
        var (seen, _, _, _) = Self.healthy()
        let text = seen.phones[0].items[0].text
        var other = text
        other.lines.insert(ItemText.line(line, isOld: false), at: 3)
        seen.writes = [write("PUT", other, text)]
        #expect(Self.broken(seen) == [.touchedLines])
    }
}
