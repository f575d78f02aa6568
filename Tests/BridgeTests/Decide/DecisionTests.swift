import SyncTypes
import Testing

@testable import Bridge

@Suite("Decisions: every case of every table")
struct DecisionTests {
    @Test("A device's change")
    func deviceChange() {
        let table: [(DeviceChange.Command, DeviceChange.Item, DeviceChange)] = [
            (.add, .unknown, .create), (.replace, .unknown, .create),
            (.delete, .unknown, .alreadyGone), (.softDelete, .unknown, .alreadyGone),
            (.add, .known(same: true, close: true), .echo), (.add, .known(same: true, close: false), .echo),
            (.add, .known(same: false, close: true), .update), (.add, .known(same: false, close: false), .reused),
            (.replace, .known(same: true, close: true), .echo), (.replace, .known(same: true, close: false), .echo),
            (.replace, .known(same: false, close: true), .update),
            (.replace, .known(same: false, close: false), .reused),
            (.delete, .known(same: false, close: false), .delete), (.delete, .known(same: true, close: true), .delete),
            (.softDelete, .known(same: true, close: true), .release),
            (.softDelete, .known(same: false, close: false), .release),
        ]
        for (command, item, expected) in table {
            #expect(DeviceChange.decide(command, item) == expected, "\(command) \(item)")
        }
    }

    @Test("A server's change")
    func serverChange() {
        let table: [(ServerChange.Place, ServerChange.OnDevice, ServerChange)] = [
            (.inside, .absent, .add), (.inside, .unmapped, .nothing), (.inside, .leaving, .replace),
            (.inside, .holds(revision: 5), .nothing),
            (.inside, .holds(revision: 4), .needsView),
            (.inside, .released, .nothing), (.inside, .doubted, .needsView),
            (.kept, .absent, .forget), (.kept, .unmapped, .nothing), (.kept, .leaving, .leave),
            (.kept, .holds(revision: 5), .nothing), (.kept, .holds(revision: 4), .needsView),
            (.kept, .released, .nothing),
            (.kept, .doubted, .needsView),
            (.outside, .absent, .forget), (.outside, .unmapped, .nothing), (.outside, .leaving, .leave),
            (.outside, .holds(revision: 5), .leave), (.outside, .holds(revision: 4), .leave),
            (.outside, .released, .nothing), (.outside, .doubted, .needsView),
            (.gone, .absent, .forget), (.gone, .unmapped, .nothing), (.gone, .leaving, .delete),
            (.gone, .holds(revision: 5), .delete),
            (.gone, .holds(revision: 4), .delete),
            (.gone, .released, .forget), (.gone, .doubted, .delete),
        ]
        for (place, device, expected) in table {
            #expect(ServerChange.decide(.init(revision: 5, place: place), device) == expected, "\(place) \(device)")
        }
        #expect(ServerChange.afterRendering(viewIsAsSent: true) == .acknowledge)
        #expect(ServerChange.afterRendering(viewIsAsSent: false) == .replace)
    }

    @Test("Names of datastores")
    func names() {
        let table: [(String, String, ItemKind?)] = [
            ("./contacts", "contacts", .contact), ("Contacts", "contacts", .contact), ("card", "contacts", .contact),
            ("./Calendar/Events", "calendar", .event), ("cal?/dr(-30,90)", "calendar", .event),
            ("C:\\System\\Data\\Contacts.cdb", "contacts", .contact), ("./todo/", "tasks", .task),
            ("note", "notes", .note), ("/principals/Family", "family", nil), ("", "", nil),
        ]
        for (wire, canonical, kind) in table {
            #expect(DatastoreName(wire: wire).canonical == canonical, "\(wire)")
            #expect(DatastoreName(wire: wire).builtInKind == kind, "\(wire)")
        }
        #expect(DatastoreName.announced.map(\.kind) == [.contact, .event, .task, .note])
    }

    @Test("Status codes of verdicts")
    func verdicts() {
        let table: [(WriteVerdict, Int?)] = [
            (.stored, nil), (.unchanged, nil), (.merged, 207), (.deviceWon, 208), (.serverWon, 419),
            (.duplicated, 209), (.waiting("why"), nil), (.rejected("why"), nil), (.deleted, nil), (.kept, 419),
        ]
        for (verdict, code) in table { #expect(verdict.statusCode == code, "\(verdict)") }
    }

    @Test("More writers only while they are faster")
    func pace() {
        var rising = PushPace(most: 4)
        for (milliseconds, writers) in [(Int64(800), 2), (400, 3), (260, 4), (200, 4), (100, 4)] {
            rising.finishedRound(writes: PushPace.round, milliseconds: milliseconds)
            #expect(rising.writers == writers)
        }
        var falling = PushPace(most: 4)
        falling.finishedRound(writes: PushPace.round, milliseconds: 800)
        falling.finishedRound(writes: PushPace.round, milliseconds: 900)
        #expect(falling.writers == 1)
        falling.finishedRound(writes: PushPace.round, milliseconds: 1)
        #expect(falling.writers == 1)
        var short = PushPace(most: 0)
        short.finishedRound(writes: PushPace.round - 1, milliseconds: 0)
        #expect(short.writers == 1)
    }

    @Test("Formats are read off the text")
    func sniffing() {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        #expect(FormatSniffer.format(of: bytes("BEGIN:VCARD\nVERSION:2.1"), kind: .contact) == .vCard21)
        #expect(FormatSniffer.format(of: bytes("BEGIN:VCARD\nVERSION:3.0"), kind: .contact) == .vCard30)
        #expect(FormatSniffer.format(of: bytes("VERSION:1.0"), kind: .event) == .vCalendar10)
        #expect(FormatSniffer.format(of: bytes("VERSION:2.0"), kind: .task) == .iCalendar20)
        #expect(FormatSniffer.format(of: bytes("VERSION:2.0"), kind: .note) == nil)
        #expect(FormatSniffer.isTask(bytes("BEGIN:VTODO")) && !FormatSniffer.isTask(bytes("BEGIN:VEVENT")))
        #expect(FormatChoice.format(for: .contact, datastore: nil, observed: nil) == .vCard21)
        #expect(FormatChoice.format(for: .contact, datastore: nil, observed: .vCard30) == .vCard30)
        #expect(FormatChoice.format(for: .event, datastore: nil, observed: .vCard30) == .vCalendar10)
        #expect(FormatChoice.format(for: .note, datastore: nil, observed: nil) == .plainText)
    }
}
