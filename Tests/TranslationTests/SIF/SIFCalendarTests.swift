import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

@Suite("SIF-E, SIF-T and SIF-N, element by element") struct SIFCalendarTests {
    typealias F = CalendarFixtures

    private let event = PartKey(uid: "e1")
    private let task = PartKey(uid: "t1")

    private func view(_ lines: String, zone: TimeZoneRules? = F.berlin) throws -> [UInt8] {
        try Lens(F.sifDevice(.event, zone: zone)).view(of: event, in: F.event(lines), held: nil).text
    }

    private func expect(_ text: [UInt8], _ values: [String: String]) {
        for (element, value) in values { #expect(SIFGiven.value(element, in: text) == value, "\(element)") }
    }

    @Test("times, choices, reminder") func simple() throws {
        let text = try view(
            "SUMMARY:S\nDTSTART;TZID=Europe/Berlin:20260706T100000\nDTEND;TZID=Europe/Berlin:20260706T113000\nPRIORITY:3\n"
                + "CLASS:CONFIDENTIAL\nTRANSP:TRANSPARENT\nCATEGORIES:A,B\nBEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER:-PT30M\nEND:VALARM"
        )
        expect(
            text,
            [
                "Subject": "S", "Start": "20260706T080000Z", "End": "20260706T093000Z", "AllDayEvent": "0",
                "Importance": "2", "Sensitivity": "3", "BusyStatus": "0", "Categories": "A, B", "ReminderSet": "1",
                "ReminderMinutesBeforeStart": "30", "IsRecurring": "0", "Body": "", "Attendees": "",
            ])
    }

    @Test("whole days: the last day is inclusive") func allDay() throws {
        let text = try view("SUMMARY:S\nDTSTART;VALUE=DATE:20260706\nDTEND;VALUE=DATE:20260708")
        expect(text, ["Start": "2026-07-06", "End": "2026-07-07", "AllDayEvent": "1"])
        let lens = Lens(F.sifDevice(.event))
        for (start, end) in [
            ("2026-07-06", "2026-07-07"), ("20260706", "20260707"), ("20260705T220000Z", "20260707T220000Z"),
            ("20260706T000000", "20260708T000000"),
        ] {
            let made = try lens.create(
                from: SIFGiven.text(
                    "appointment",
                    "<Subject>S</Subject><AllDayEvent>True</AllDayEvent><Start>\(start)</Start><End>\(end)</End>"),
                uid: "x")
            let lines = F.text(made).split(separator: "\n")
            #expect(
                lines.contains("DTSTART;VALUE=DATE:20260706") && lines.contains("DTEND;VALUE=DATE:20260708"), "\(start)"
            )
        }
        // From midnight to midnight, and yet a time.
        let timed = try lens.create(
            from: SIFGiven.text(
                "appointment",
                "<Subject>S</Subject><AllDayEvent>0</AllDayEvent><Start>20260706T000000Z</Start><End>20260707T000000Z</End>"
            ),
            uid: "x")
        #expect(F.text(timed).contains("DTSTART:20260706T000000Z"))
    }

    struct Rule: Sendable {
        let rule: String
        let elements: [String: String]
    }

    static let rules: [Rule] = [
        Rule(
            rule: "FREQ=DAILY;INTERVAL=3;COUNT=4",
            elements: ["RecurrenceType": "0", "Interval": "3", "Occurrences": "4", "NoEndDate": "0"]),
        Rule(
            rule: "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
            elements: ["RecurrenceType": "1", "DayOfWeekMask": "62", "NoEndDate": "1"]),
        Rule(
            rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR",
            elements: ["RecurrenceType": "1", "DayOfWeekMask": "34", "Interval": "2"]),
        Rule(rule: "FREQ=MONTHLY;BYMONTHDAY=6", elements: ["RecurrenceType": "2", "DayOfMonth": "6"]),
        Rule(rule: "FREQ=MONTHLY;BYDAY=1MO", elements: ["RecurrenceType": "3", "DayOfWeekMask": "2", "Instance": "1"]),
        Rule(
            rule: "FREQ=MONTHLY;BYDAY=-1FR", elements: ["RecurrenceType": "3", "DayOfWeekMask": "32", "Instance": "5"]),
        Rule(
            rule: "FREQ=YEARLY;UNTIL=20300706T080000Z",
            elements: ["RecurrenceType": "5", "MonthOfYear": "7", "DayOfMonth": "6", "NoEndDate": "0"]),
        Rule(
            rule: "FREQ=YEARLY;BYMONTH=7;BYDAY=1MO",
            elements: ["RecurrenceType": "6", "MonthOfYear": "7", "Instance": "1"]),
    ]

    @Test("rules", arguments: 0..<8) func rule(_ number: Int) throws {
        let rule = Self.rules[number]
        let lines =
            "SUMMARY:S\nDTSTART;TZID=Europe/Berlin:20260706T100000\nDTEND;TZID=Europe/Berlin:20260706T110000\nRRULE:\(rule.rule)"
        let text = try view(lines)
        expect(text, rule.elements)
        expect(text, ["IsRecurring": "1", "Start": "20260706T100000"])
        let lens = Lens(F.sifDevice(.event))
        let body = F.event(lines)
        let same = try lens.put(text, held: text, sent: text, part: event, into: body, rule: .deviceWins)
        #expect(!same.changed, "\(F.difference(body, same.body))")
        let made = try lens.create(from: text, uid: "e1")
        let again = try lens.view(of: event, in: made, held: nil).text
        expect(again, rule.elements)
        let edited = SIFGiven.set("Interval", "5", in: text)
        let put = try lens.put(edited, held: text, sent: text, part: event, into: body, rule: .deviceWins)
        #expect(F.text(put.body).contains("INTERVAL=5"), "\(F.difference(body, put.body))")
    }

    @Test("what SIF has no words for is kept back with a reason") func unsupported() {
        for rule in [
            "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=YEARLY;BYMONTH=1,7", "FREQ=HOURLY", "FREQ=MONTHLY;BYMONTHDAY=-1",
        ] {
            #expect(throws: TranslationError(.unsupported, ""), "\(rule)") {
                try view("SUMMARY:S\nDTSTART:20260706T100000Z\nRRULE:\(rule)")
            }
        }
    }

    @Test("recurrences in UTC, whose day is another one there") func utcSeries() throws {
        let lens = Lens(F.sifDevice(.event))
        // Mondays from midnight in Berlin, as clients before 7 write them.
        let text = SIFGiven.text(
            "appointment",
            "<Subject>S</Subject><AllDayEvent>0</AllDayEvent><Start>20260705T220000Z</Start><End>20260705T230000Z</End><IsRecurring>1</IsRecurring>"
                + "<RecurrenceType>1</RecurrenceType><Interval>1</Interval><DayOfWeekMask>2</DayOfWeekMask><NoEndDate>0</NoEndDate>"
                + "<PatternStartDate>20260705T220000Z</PatternStartDate><PatternEndDate>20260802T220000Z</PatternEndDate>"
                + "<Exceptions><ExcludeDate>20260712T220000Z</ExcludeDate></Exceptions>")
        let lines = F.text(try lens.create(from: text, uid: "x")).split(separator: "\n").map(String.init)
        #expect(lines.contains("DTSTART;TZID=Europe/Berlin:20260706T000000"), "\(lines)")
        #expect(lines.contains("EXDATE;TZID=Europe/Berlin:20260713T000000"), "\(lines)")
        #expect(
            lines.contains {
                $0.hasPrefix("RRULE:FREQ=WEEKLY") && $0.contains("UNTIL=20260802T220000Z") && $0.contains("BYDAY=MO")
            }, "\(lines)")
    }

    @Test("detached occurrences are taken out, exceptions go both ways") func exceptions() throws {
        let lens = Lens(F.sifDevice(.event))
        let text = try lens.view(of: F.richKey, in: F.rich, held: nil).text
        let exclusions = SIFGiven.value("Exceptions", in: text) ?? ""
        #expect(exclusions.contains("20260120T100000") && exclusions.contains("20260127T100000"))
        let put = try lens.put(text, held: text, sent: text, part: F.richKey, into: F.rich, rule: .deviceWins)
        #expect(!put.changed, "\(F.difference(F.rich, put.body))")
        let more = SIFGiven.set("Exceptions", exclusions, in: text)
            .replacing("</Exceptions>", with: "<ExcludeDate>20260203T100000</ExcludeDate></Exceptions>")
        let result = try lens.put(more, held: text, sent: text, part: F.richKey, into: F.rich, rule: .deviceWins)
        #expect(F.text(result.body).contains("20260203T100000"), "\(F.difference(F.rich, result.body))")
        #expect(!F.text(result.body).contains("EXDATE;TZID=Europe/Berlin:20260127"))
    }

    @Test("attendees keep what SIF does not know") func attendees() throws {
        let lens = Lens(F.sifDevice(.event))
        let text = try lens.view(of: F.richKey, in: F.rich, held: nil).text
        let people = SIFGiven.value("Attendees", in: text) ?? ""
        #expect(
            people.contains(
                "<AttendeeName>Kim Lee</AttendeeName><AttendeeEmail>kim@example.test</AttendeeEmail><AttendeeStatus>1<")
        )
        #expect(!people.contains("jane@"))
        let edited = text.replacing("<AttendeeStatus>1<", with: "<AttendeeStatus>2<")
        let put = try lens.put(edited, held: text, sent: text, part: F.richKey, into: F.rich, rule: .deviceWins)
        #expect(
            Given.lines(put.body).contains(
                "ATTENDEE;CN=Kim Lee;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;RSVP=TRUE:mailto:kim@example.test"
            ),
            "\(F.difference(F.rich, put.body))")
    }

    @Test("edits of choices, away and reminder") func choices() throws {
        let lens = Lens(F.sifDevice(.event))
        let body = F.event("SUMMARY:S\nDTSTART:20260706T100000Z\nDTEND:20260706T110000Z\nPRIORITY:5")
        let text = try lens.view(of: event, in: body, held: nil).text
        expect(text, ["Importance": "1", "BusyStatus": "2", "ReminderSet": "0"])
        var edited = SIFGiven.set("Importance", "2", in: text)
        edited = SIFGiven.set("BusyStatus", "3", in: edited)
        edited = SIFGiven.set("ReminderSet", "1", in: edited)
        edited = SIFGiven.set("ReminderMinutesBeforeStart", "10", in: edited)
        edited = SIFGiven.set("Mileage", "1234", in: edited)
        let put = try lens.put(edited, held: text, sent: text, part: event, into: body, rule: .deviceWins)
        let lines = F.text(put.body).split(separator: "\n").map(String.init)
        #expect(
            lines.contains("PRIORITY:1") && lines.contains("TRIGGER:-PT10M")
                && lines.contains("X-FUNAMBOL-MILEAGE:1234"))
        #expect(put.conflicts.isEmpty)
        expect(try lens.view(of: event, in: put.body, held: edited).text, ["BusyStatus": "3", "Mileage": "1234"])
    }

    @Test("tasks: days, status, completion") func tasks() throws {
        let lens = Lens(F.sifDevice(.task))
        let body = F.todo(
            "SUMMARY:S\nDUE;VALUE=DATE:20260310\nDTSTART;VALUE=DATE:20260301\nPERCENT-COMPLETE:30\nSTATUS:IN-PROCESS")
        let text = try lens.view(of: task, in: body, held: nil).text
        expect(
            text,
            [
                "DueDate": "2026-03-10", "StartDate": "2026-03-01", "PercentComplete": "30", "Status": "1",
                "Complete": "0", "DateCompleted": "",
            ])
        var done = SIFGiven.set("Complete", "1", in: text)
        done = SIFGiven.set("DateCompleted", "2026-03-05", in: done)
        done = SIFGiven.set("Status", nil, in: done)
        let put = try lens.put(done, held: text, sent: text, part: task, into: body, rule: .deviceWins)
        let lines = F.text(put.body).split(separator: "\n").map(String.init)
        #expect(lines.contains("STATUS:COMPLETED") && lines.contains { $0.hasPrefix("COMPLETED:2026030") })
        let undated = try lens.put(
            SIFGiven.set("DueDate", "", in: text), held: text, sent: text, part: task, into: body, rule: .deviceWins
        )
        #expect(!F.text(undated.body).contains("DUE") && F.text(undated.body).contains("DTSTART"))
        for none in ["4501-01-01", "45001231T230000Z"] {
            let made = try lens.create(
                from: SIFGiven.text("task", "<Subject>S</Subject><DueDate>\(none)</DueDate>"), uid: "x")
            #expect(!F.text(made).contains("DUE"))
        }
        let waiting = try lens.create(
            from: SIFGiven.text("task", "<Subject>S</Subject><Status>3</Status><Complete>0</Complete>"), uid: "t1")
        expect(try lens.view(of: task, in: waiting, held: nil).text, ["Status": "3"])
    }

    @Test("a client that keeps days only does not lose a due time") func dueTime() throws {
        let lens = Lens(F.sifDevice(.task))
        let body = F.todo("SUMMARY:S\nDUE:20260310T140000Z")
        let text = try lens.view(of: task, in: body, held: nil).text
        expect(text, ["DueDate": "20260310T140000Z"])
        let same = SIFGiven.set("DueDate", "2026-03-10", in: text)
        #expect(try !lens.put(same, held: text, sent: text, part: task, into: body, rule: .deviceWins).changed)
        let later = SIFGiven.set("DueDate", "2026-03-12", in: text)
        let put = try lens.put(later, held: same, sent: text, part: task, into: body, rule: .deviceWins)
        #expect(F.text(put.body).contains("DUE:20260312T140000Z"), "\(F.difference(body, put.body))")
    }

    @Test("notes: subject and body") func notes() throws {
        let lens = SIFGiven.lens(.note)
        let made = try lens.create(
            from: SIFGiven.text("note", "<Subject>First</Subject><Body>First\nsecond</Body><Color>3</Color>"), uid: "n")
        #expect(Given.lines(made).contains("DESCRIPTION:First\\nsecond"))
        let text = try lens.view(of: PartKey(uid: "n"), in: made, held: nil).text
        expect(text, ["Subject": "First", "Body": "First\nsecond"])
        #expect(!SIFGiven.string(text).contains("Color"))
        let edited = SIFGiven.set("Body", "First\nthird", in: text)
        let put = try lens.put(edited, held: text, sent: text, part: PartKey(uid: "n"), into: made, rule: .deviceWins)
        #expect(Given.lines(put.body).contains("DESCRIPTION:First\\nthird"))
        let other = try lens.create(from: SIFGiven.text("note", "<Subject>Title</Subject><Body>text</Body>"), uid: "n")
        #expect(Given.lines(other).contains("SUMMARY:Title"))
    }
}
