import LensLaws
import SyncTypes
import Testing
import Translation

/// What an old phone announced of its events decides what it is sent.
@Suite struct CalendarFieldsTests {
    private static let body = Given.bytes(
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Example//EN
        BEGIN:VEVENT
        UID:x
        DTSTART:20260701T080000Z
        DTEND:20260701T090000Z
        SUMMARY:Dentist
        DESCRIPTION:Bring the card
        LOCATION:Long Street 5
        ATTENDEE;CN=Kim Lee:mailto:kim@example.test
        URL:https://example.test/x
        END:VEVENT
        END:VCALENDAR

        """)
    private let part = PartKey(uid: "x")

    private func lens(_ names: String) -> Lens {
        var context = CalendarFixtures.oldPhone()
        let limits = Dictionary(uniqueKeysWithValues: names.split(separator: " ").map { (String($0), PropertyLimit()) })
        context.datastore = DatastoreProfile(sourceRef: "x", properties: ["text/x-vcalendar": limits])
        return Lens(context)
    }

    private func shown(_ lens: Lens) throws -> Set<String> {
        let lines = Given.lines(try lens.view(of: part, in: Self.body, held: nil).text)
        return Set(lines.compactMap { $0.split { ":;".contains($0) }.first.map(String.init) })
    }

    @Test func onlyWhatThePhoneHas() throws {
        let names = try shown(lens("DTSTART DTEND SUMMARY LOCATION"))
        #expect(names.isSuperset(of: ["DTSTART", "DTEND", "SUMMARY", "LOCATION"]))
        #expect(names.isDisjoint(with: ["DESCRIPTION", "ATTENDEE", "URL"]))
    }

    /// A list that cannot be one of a calendar says nothing.
    @Test func nonsenseIsNotBelieved() throws {
        #expect(try shown(lens("X-OTHER")).isSuperset(of: ["DESCRIPTION", "ATTENDEE", "URL"]))
    }

    /// What was not shown stays, and what the phone sends all the same is taken.
    @Test func nothingIsLost() throws {
        let lens = lens("DTSTART DTEND SUMMARY LOCATION")
        let view = try lens.view(of: part, in: Self.body, held: nil).text
        let mine = try Given.edit(
            try Given.edit(view, "Dentist", "Doctor"), "END:VEVENT", "CLASS:PRIVATE\r\nEND:VEVENT")
        let put = try lens.put(mine, held: view, sent: view, part: part, into: Self.body, rule: .deviceWins)
        #expect(Given.added(Self.body, to: put.body) == ["SUMMARY:Dentist"])
        #expect(Given.added(put.body, to: Self.body).contains("SUMMARY:Doctor"))
        #expect(Given.added(put.body, to: Self.body).contains("CLASS:PRIVATE"))
    }
}
