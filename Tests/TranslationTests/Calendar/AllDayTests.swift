import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

struct AllDayTests {
    typealias F = CalendarFixtures

    struct Encoding: Sendable {
        var lines: String
        var expected: String
        var utc = true
        init(_ lines: String, _ expected: String, utc: Bool = true) {
            self.lines = lines
            self.expected = expected
            self.utc = utc
        }
    }

    static let oneDay = "DTSTART;VALUE=DATE:20260310 DTEND;VALUE=DATE:20260311"
    static let twoDays = "DTSTART;VALUE=DATE:20260310 DTEND;VALUE=DATE:20260312"

    // The encodings of all-day events met in the field.
    static let encodings = [
        Encoding("DTSTART:20260310\nDTEND:20260310", oneDay),
        Encoding("DTSTART:20260310\nDTEND:20260311", twoDays),
        Encoding("DTSTART:20260310", oneDay),
        Encoding("DTSTART:20260310T000000\nDTEND:20260310T240000", oneDay),
        Encoding("DTSTART:20260310T000000Z\nDTEND:20260310T240000Z", oneDay),
        Encoding("DTSTART:20260310T000000Z\nDTEND:20260310T240000Z\nX-EPOCAGENDAENTRYTYPE:EVENT", oneDay),
        Encoding("DTSTART:20260310T000000\nDTEND:20260311T000000", oneDay),
        Encoding("DTSTART:20260310T000000\nDTEND:20260312T000000", twoDays),
        Encoding("DTSTART:20260309T230000Z\nDTEND:20260310T230000Z", oneDay),
        Encoding("DTSTART:20260310T000000\nDTEND:20260310T235900", oneDay),
        Encoding("DTSTART:20260310T000000\nDTEND:20260311T235959", twoDays),
        Encoding("DTSTART:20260310T000000\nDTEND:20260310T000000", oneDay, utc: false),
        Encoding("DTSTART:20260310T000000\nDTEND:20260310T090000\nCATEGORIES:SPECIAL OCCASION", oneDay),
        Encoding("DTSTART:20260310T235900\nDTEND:20260310T235900\nCATEGORIES:SPECIAL OCCASION", oneDay),
        Encoding("DTSTART:20260310T090000\nDTEND:20260310T235900\nCATEGORIES:MISCELLANEOUS", oneDay),
        Encoding("DTSTART:20260310T000000\nDTEND:20260310T000000\nX-EPOCAGENDAENTRYTYPE:ANNIVERSARY", oneDay),
        Encoding("DTSTART:20260310T000000\nDTEND:20260309T000000\nX-EPOCAGENDAENTRYTYPE:ANNIVERSARY", oneDay),
        Encoding("DTSTART:20260310T000000\nDTEND:20260310T235900\nX-FUNAMBOL-ALLDAY:1", oneDay),
        Encoding("DTSTART:20260310T000000\nDTEND:20260311T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", oneDay),
        Encoding(
            "DTSTART:20260310T080000\nDTEND:20260310T180000",
            "DTSTART;TZID=Europe/Berlin:20260310T080000 DTEND;TZID=Europe/Berlin:20260310T180000"),
        Encoding("DTSTART:20260310T000000Z\nDTEND:20260310T010000Z", "DTSTART:20260310T000000Z DTEND:20260310T010000Z"),
    ]

    @Test("each becomes VALUE=DATE with an exclusive end", arguments: encodings)
    func reads(_ encoding: Encoding) throws {
        let text = F.oldEvent("SUMMARY:Day\n" + encoding.lines)
        let lens = Lens(F.oldPhone(utc: encoding.utc))
        let body = F.text(try lens.create(from: text, uid: "d1"))
        let times = body.split(separator: "\n").filter {
            $0.hasPrefix("DTSTART;") || $0.hasPrefix("DTEND") || $0.hasPrefix("DTSTART:2026")
        }
        #expect(times.joined(separator: " ") == encoding.expected)
        // And the same text coming back writes nothing.
        let put = try lens.put(
            text, held: text, sent: nil, part: PartKey(uid: "d1"), into: F.bytes(body), rule: .deviceWins)
        #expect(!put.changed, "\(F.difference(F.bytes(body), put.body))")
    }

    static let allDay = F.event("SUMMARY:Day\nDTSTART;VALUE=DATE:20260310\nDTEND;VALUE=DATE:20260312")

    @Test("a vCalendar 1.0 phone gets midnights without Z, whatever its zone", arguments: [true, false])
    func writes(_ utc: Bool) throws {
        for zone in [F.berlin, F.newYork, nil] {
            let lens = Lens(F.oldPhone(utc: utc, zone: zone))
            let view = F.text(try lens.view(of: PartKey(uid: "e1"), in: Self.allDay, held: nil).text)
            #expect(view.contains("DTSTART:20260310T000000\nDTEND:20260312T000000\n"))
            let put = try lens.put(
                F.bytes(view), held: F.bytes(view), sent: nil, part: PartKey(uid: "e1"), into: Self.allDay,
                rule: .deviceWins)
            #expect(!put.changed)
        }
        let view = F.text(try Lens(F.newPhone()).view(of: PartKey(uid: "e1"), in: Self.allDay, held: nil).text)
        #expect(view.contains("DTSTART;VALUE=DATE:20260310\nDTEND;VALUE=DATE:20260312\n"))
    }

    @Test(
        "a phone may write another encoding of the same day",
        arguments: [
            "DTSTART:20260310T000000\nDTEND:20260311T235900", "DTSTART:20260310\nDTEND:20260311",
            "DTSTART:20260310T000000Z\nDTEND:20260311T240000Z\nX-EPOCAGENDAENTRYTYPE:EVENT",
        ])
    func echo(_ lines: String) throws {
        let lens = Lens(F.oldPhone())
        let view = try lens.view(of: PartKey(uid: "e1"), in: Self.allDay, held: nil).text
        let put = try lens.put(
            F.oldEvent("SUMMARY:Day\n" + lines), held: view, sent: view, part: PartKey(uid: "e1"), into: Self.allDay,
            rule: .deviceWins)
        #expect(!put.changed, "\(F.difference(Self.allDay, put.body))")
    }

    @Test("a day that becomes a time, and back")
    func changesKind() throws {
        let lens = Lens(F.oldPhone())
        let part = PartKey(uid: "e1")
        let view = try lens.view(of: part, in: Self.allDay, held: nil).text
        let timed = F.oldEvent("SUMMARY:Day\nDTSTART:20260310T090000Z\nDTEND:20260310T100000Z")
        let put = try lens.put(timed, held: view, sent: view, part: part, into: Self.allDay, rule: .deviceWins)
        #expect(F.text(put.body).contains("DTSTART:20260310T090000Z\nDTEND:20260310T100000Z\n"))
        let day = F.oldEvent("SUMMARY:Day\nDTSTART:20260311T000000\nDTEND:20260312T000000")
        let back = try lens.put(day, held: timed, sent: timed, part: part, into: put.body, rule: .deviceWins)
        #expect(F.text(back.body).contains("DTSTART;VALUE=DATE:20260311\nDTEND;VALUE=DATE:20260312\n"))
    }

    @Test("a yearly anniversary without DTEND")
    func anniversary() throws {
        let body = F.event("SUMMARY:Birthday\nDTSTART;VALUE=DATE:19800310\nRRULE:FREQ=YEARLY")
        let lens = Lens(F.oldPhone())
        let view = F.text(try lens.view(of: PartKey(uid: "e1"), in: body, held: nil).text)
        #expect(view.contains("DTSTART:19800310T000000\nDTEND:19800311T000000\nRRULE:YM1 3 #0\n"))
        let echo = F.oldEvent(
            "SUMMARY:Birthday\nDTSTART:19800310T000000\nDTEND:19800310T000000\nRRULE:YD1 21000310T000000\nX-EPOCAGENDAENTRYTYPE:ANNIVERSARY"
        )
        let put = try lens.put(
            echo, held: F.bytes(view), sent: F.bytes(view), part: PartKey(uid: "e1"), into: body, rule: .deviceWins)
        #expect(!put.changed, "\(F.difference(body, put.body))")
        let outline = try ResourceReader.parts(of: body)
        #expect(outline.lastEnd == .max)
    }
}
