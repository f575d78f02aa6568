import LensLaws
import SyncTypes
import Testing
import Translation

/// Events, tasks and notes that a device has cut or flattened, and others at the same time or of the same beginning.
@Suite struct CalendarLikenessTests {
    private let events = Given.lens(.iCalendar20, .event)
    private let tasks = Given.lens(.iCalendar20, .task)
    private let notes = Given.lens(.plainText, .note)

    private func item(_ name: String, _ lines: String) -> [UInt8] {
        Given.bytes("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:\(name)\n\(lines)\nEND:\(name)\nEND:VCALENDAR\n")
    }

    private func event(_ summary: String, _ start: String = "20250301T090000Z", _ more: String = "") -> [UInt8] {
        item("VEVENT", "SUMMARY:\(summary)\nDTSTART:\(start)" + (more.isEmpty ? "" : "\n" + more))
    }

    private func areAlike(_ lens: Lens, _ a: [UInt8], _ b: [UInt8]) -> Bool {
        let score = lens.likeness(of: a, to: b)
        #expect((score == nil) == (lens.likeness(of: b, to: a) == nil))
        if score != nil {
            #expect(!Set(lens.matchKeys(of: a).traces).isDisjoint(with: lens.matchKeys(of: b).traces))
        }
        return score != nil
    }

    @Test func whatIsLeftOfAnEvent() {
        #expect(areAlike(events, event("Jour fixe der Abteilung"), event("Jour fixe der Abteilung Süd")))
        #expect(areAlike(events, event("Probe in ??d?"), event("Probe in Łódź", "20250301T090031Z")))
        #expect(areAlike(events, event("Lunch"), event("Lunch", "20250301T090000Z", "LOCATION:Room 7")))
        #expect(areAlike(events, event("Grunes Haus"), event("Grünes Haus")))
    }

    @Test func otherEvents() {
        #expect(!areAlike(events, event("Lunch"), event("Lunch", "20250302T090000Z")))
        #expect(!areAlike(events, event("Lunch"), event("Lunch with Anna")), "no device cuts to a word")
        #expect(!areAlike(events, event("Meeting A"), event("Meeting B")))
        let (a, b) = ("LOCATION:Room 7", "LOCATION:Room 8")
        #expect(
            !areAlike(
                events, event("Jour fixe der Abteilung", "20250301T090000Z", a),
                event("Jour fixe der Abteilung", "20250301T090000Z", b)))
    }

    @Test func tasksByDueTime() {
        func task(_ lines: String) -> [UInt8] { item("VTODO", lines) }
        #expect(
            areAlike(
                tasks, task("SUMMARY:Bucher holen\nDUE:20250301T090000Z"),
                task("SUMMARY:Bücher holen\nDUE:20250301T090000Z")))
        #expect(
            !areAlike(tasks, task("SUMMARY:Milk\nDUE:20250301T090000Z"), task("SUMMARY:Milk\nDUE:20250302T090000Z")))
        #expect(
            areAlike(tasks, task("SUMMARY:Vorbereitung der Mi"), task("SUMMARY:Vorbereitung der Mitgliederversammlung"))
        )
        #expect(!areAlike(tasks, task("SUMMARY:Milk"), task("SUMMARY:Milk\nDUE:20250302T090000Z")))
    }

    @Test func notesByTheirBeginning() {
        func note(_ text: String) -> [UInt8] { Array(text.utf8) }
        let long = "Packliste\nZelt, Łampe, Kocher und die Töpfe von Anna\nSeil"
        #expect(areAlike(notes, note(String(long.prefix(48))), note(long)))
        #expect(areAlike(notes, note(long.replacing("Ł", with: "?")), note(long)))
        #expect(areAlike(notes, note(long.replacing("\n", with: "\r\n") + " \n"), note(long)))
        #expect(!areAlike(notes, note("Packliste\nZelt"), note(long)), "no device cuts a note to so little")
        #expect(!areAlike(notes, note(long), note(long.replacing("Seil", with: "Hammer"))))
    }
}
