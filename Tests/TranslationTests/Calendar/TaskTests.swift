import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

struct TaskTests {
    typealias F = CalendarFixtures

    @Test("a task that starts at a UTC midnight keeps its alarm, whatever the phone's zone")
    func alarmOfAMidnight() throws {
        let body = F.todo(
            """
            SUMMARY:Call
            DTSTART:20260202T000000Z
            DUE:20260202T010000Z
            BEGIN:VALARM
            ACTION:AUDIO
            TRIGGER;RELATED=END:-PT5M
            END:VALARM
            """)
        for zone in [F.berlin, F.newYork, nil] {
            let lens = Lens(F.oldPhone(.task, zone: zone))
            let view = try lens.view(of: Self.part, in: body, held: nil).text
            #expect(F.text(view).contains("AALARM:20260202T005500Z"))
            for held in [view, nil] {
                let put = try lens.put(view, held: held, sent: held, part: Self.part, into: body, rule: .deviceWins)
                #expect(!put.changed, "\(F.difference(body, put.body))")
            }
        }
    }

    @Test("an alarm before the end of a day without DTEND is there once")
    func alarmBeforeTheEnd() throws {
        let body = F.event(
            """
            SUMMARY:Day
            DTSTART;VALUE=DATE:20260812
            BEGIN:VALARM
            ACTION:AUDIO
            TRIGGER;RELATED=END:-PT5M
            END:VALARM
            """)
        let part = PartKey(uid: "e1")
        for device in [F.newPhone(), F.oldPhone()] {
            let lens = Lens(device)
            let view = try lens.view(of: part, in: body, held: nil).text
            let put = try lens.put(view, held: view, sent: view, part: part, into: body, rule: .deviceWins)
            #expect(!put.changed, "\(F.difference(body, put.body))")
        }
    }
    static let part = PartKey(uid: "t1")
    static let task = F.todo(
        """
        CREATED:20250101T000000Z
        LAST-MODIFIED:20250101T000000Z
        SUMMARY:Call Kim
        DESCRIPTION:About the plan
        DUE;TZID=Europe/Berlin:20260301T110000
        PRIORITY:1
        STATUS:IN-PROCESS
        PERCENT-COMPLETE:40
        X-OWN:1
        BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:Call
        TRIGGER;RELATED=END:-PT30M
        END:VALARM
        """)

    @Test("the view of a vCalendar 1.0 phone")
    func view() throws {
        let view = try Lens(F.oldPhone(.task)).view(of: Self.part, in: Self.task, held: nil)
        #expect(
            F.text(view.text) == """
                BEGIN:VCALENDAR
                VERSION:1.0
                BEGIN:VTODO
                UID:t1
                DUE:20260301T100000Z
                SUMMARY:Call Kim
                DESCRIPTION:About the plan
                PRIORITY:1
                STATUS:NEEDS ACTION
                AALARM:20260301T093000Z
                END:VTODO
                END:VCALENDAR

                """)
    }

    static let devices = [
        F.oldPhone(.task), F.oldPhone(.task, utc: false), F.oldPhone(.task, zone: nil), F.newPhone(.task),
    ]

    @Test("GetPut", arguments: devices)
    func getPut(_ device: LensContext) throws {
        let lens = Lens(device)
        let view = try lens.view(of: Self.part, in: Self.task, held: nil).text
        for held in [view, nil] {
            let put = try lens.put(view, held: held, sent: held, part: Self.part, into: Self.task, rule: .deviceWins)
            #expect(put.body == Self.task, "\(F.difference(Self.task, put.body))")
        }
    }

    @Test(
        "completed on the phone",
        arguments: [
            "STATUS:COMPLETED\nCOMPLETED:20260202T010000Z", "STATUS:COMPLETED", "COMPLETED:20260202T010000Z",
        ])
    func completed(_ lines: String) throws {
        let lens = Lens(F.oldPhone(.task))
        let view = try lens.view(of: Self.part, in: Self.task, held: nil).text
        let done = F.bytes(F.text(view).components("STATUS:NEEDS ACTION").joined(separator: lines))
        let put = try lens.put(done, held: view, sent: view, part: Self.part, into: Self.task, rule: .deviceWins)
        let stamp = lines.contains("010000Z") ? "20260202T010000Z" : "20260202T024000Z"
        #expect(
            F.difference(Self.task, put.body).filter { !$0.contains("STAMP") && !$0.contains("MODIFIED") } == [
                "-STATUS:IN-PROCESS", "+STATUS:COMPLETED", "-PERCENT-COMPLETE:40", "+PERCENT-COMPLETE:100",
                "+COMPLETED:\(stamp)",
            ])
        let again = try lens.view(of: Self.part, in: put.body, held: done).text
        let reopened = F.bytes(
            F.text(again).components("STATUS:COMPLETED").joined(separator: "STATUS:NEEDS ACTION")
                .components("\nCOMPLETED:\(stamp)").joined(separator: ""))
        let back = try lens.put(reopened, held: again, sent: again, part: Self.part, into: put.body, rule: .deviceWins)
        #expect(F.text(back.body).contains("STATUS:NEEDS-ACTION\n"))
        #expect(!F.text(back.body).contains("COMPLETED:"))
    }

    @Test("a due date without time")
    func dueDate() throws {
        let body = F.todo("SUMMARY:Pay\nDUE;VALUE=DATE:20260301")
        let lens = Lens(F.oldPhone(.task))
        let view = try lens.view(of: Self.part, in: body, held: nil).text
        #expect(F.text(view).contains("DUE:20260301T000000\n"))
        #expect(!(try lens.put(view, held: view, sent: view, part: Self.part, into: body, rule: .deviceWins)).changed)
        let later = view.replacing("DUE:20260301T", with: "DUE:20260302T")
        let put = try lens.put(later, held: view, sent: view, part: Self.part, into: body, rule: .deviceWins)
        #expect(
            F.difference(body, put.body).filter { !$0.contains("STAMP") } == [
                "-DUE;VALUE=DATE:20260301", "+DUE;VALUE=DATE:20260302",
            ])
    }

    @Test("tasks of phones")
    func create() throws {
        let text = F.calendar(
            """
            BEGIN:VTODO
            UID:682
            SUMMARY:servertask1c1
            DESCRIPTION:servertask1c1
            X-EPOCTODOLIST:To-do list
            STATUS:NEEDS ACTION
            X-EPOCAGENDAENTRYTYPE:TODO
            CLASS:PUBLIC
            DUE:20260301T100000Z
            AALARM:00000000T081000Z
            CATEGORIES:X-65536
            PRIORITY:1
            END:VTODO
            """, version: "1.0")
        let body = F.text(try Lens(F.oldPhone(.task)).create(from: text, uid: "t9"))
        #expect(
            body == """
                BEGIN:VCALENDAR
                VERSION:2.0
                PRODID:-//Footbridge//Footbridge//EN
                BEGIN:VTODO
                UID:t9
                DTSTAMP:20260202T024000Z
                DUE:20260301T100000Z
                SUMMARY:servertask1c1
                CLASS:PUBLIC
                PRIORITY:1
                STATUS:NEEDS-ACTION
                END:VTODO
                END:VCALENDAR

                """)
    }

    @Test("the outline of tasks with and without dates")
    func outline() throws {
        let outline = try ResourceReader.parts(of: Self.task, zones: F.zones)
        #expect(outline.kind == .task)
        #expect(outline.firstStart == DateTime(parsing: "20260301T100000Z").map { Int64($0.local.seconds) })
        let undated = try ResourceReader.parts(of: F.todo("SUMMARY:Some day"))
        #expect(undated.firstStart == nil && undated.lastEnd == nil)
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
