import Versit

/// Upstream resources of all shapes.
enum RandomCalendar {
    /// Rules, and how many days lie between two occurrences; 0: not always the same.
    private static let rules = [
        ("FREQ=DAILY;COUNT=20", 1), ("FREQ=WEEKLY;COUNT=30", 7), ("FREQ=DAILY;INTERVAL=3", 3),
        ("FREQ=WEEKLY;UNTIL=20271231", 7), ("FREQ=MONTHLY", 0), ("FREQ=YEARLY;COUNT=5", 0),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=9", 14), ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 0),
    ]

    static func body(isTask: Bool, _ random: inout Dice) -> [UInt8] {
        let component = isTask ? "VTODO" : "VEVENT"
        var lines = ["UID:e1", "DTSTAMP:20250101T000000Z", "SUMMARY:Own title"]
        let form = ["Z", "Europe/Berlin", "America/New_York", "", "DATE"].randomElement(using: &random) ?? "Z"
        let start = DateTime(secondsSince1970: 1_767_600_000 + 1800 * Int.random(in: 0...17_000, using: &random))
        func line(_ name: String, _ value: DateTime) -> String {
            switch form {
            case "Z": "\(name):\(value.text)"
            case "": "\(name):\(value.text.dropLast())"
            case "DATE": "\(name);VALUE=DATE:\(value.text.prefix(8))"
            default: "\(name);TZID=\(form):\(value.text.dropLast())"
            }
        }
        func later(_ days: Int, _ seconds: Int = 0) -> DateTime {
            DateTime(start.local.adding(seconds: days * 86_400 + seconds), .utc)
        }
        if !isTask || Bool.random(using: &random) { lines.append(line("DTSTART", start)) }
        let length = Int.random(in: 0...2, using: &random)
        if isTask {
            lines.append(line("DUE", later(form == "DATE" ? 1 : 0, 3600)))
        } else if length == 0 {
            lines.append(line("DTEND", later(form == "DATE" ? 2 : 0, 5400)))
        } else if length == 1 {
            lines.append(form == "DATE" ? "DURATION:P2D" : "DURATION:PT1H30M")
        }
        var overrides: [[String]] = []
        if !isTask, Bool.random(using: &random), let (rule, days) = rules.randomElement(using: &random) {
            lines.append("RRULE:" + rule)
            // Each day that the rule names is as usual, taken out, or moved.
            for count in days == 0 ? 1..<1 : 1..<8 {
                switch Int.random(in: 0..<8, using: &random) {
                case 0: lines.append(line("EXDATE", later(days * count)))
                case 1:
                    overrides.append([
                        "UID:e1", line("RECURRENCE-ID", later(days * count)), "DTSTAMP:20250101T000000Z",
                        "SUMMARY:Own title", line("DTSTART", later(days * count + 1)),
                        line("DTEND", later(days * count + 2)),
                    ])
                default: continue
                }
            }
        }
        let others = [
            "LOCATION:Somewhere\\, over there",
            "DESCRIPTION:A long text that says a lot about nothing at all\\nand then umlauts: äöü",
            "CATEGORIES:One,Two", "CATEGORIES:Three", "CLASS:CONFIDENTIAL", "PRIORITY:7",
            isTask ? "STATUS:IN-PROCESS" : "STATUS:TENTATIVE",
            "TRANSP:TRANSPARENT", "URL:https://example.test/a,b;c", "SEQUENCE:2", "LAST-MODIFIED:20250101T000000Z",
            "ATTENDEE;CN=\"Lee, Kim\";PARTSTAT=DECLINED:mailto:kim@example.test", "ATTENDEE:mailto:sam@example.test",
            "ORGANIZER;CN=Jane:mailto:jane@example.test", "X-OWN;A=b:c", "x-lower:kept", "GEO:1.0;2.0", "COMMENT:So so",
            "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:D\nTRIGGER:-PT15M\nEND:VALARM",
            "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER;RELATED=END:-PT5M\nEND:VALARM",
            "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:A\nTRIGGER;VALUE=DATE-TIME:20260101T080000Z\nEND:VALARM",
        ]
        lines += others.filter { _ in Int.random(in: 0...2, using: &random) == 0 }.sorted {
            !$0.hasPrefix("BEGIN") && $1.hasPrefix("BEGIN")
        }
        var inner =
            "PRODID:-//Own//Test//EN\nBEGIN:\(component)\n" + lines.joined(separator: "\n") + "\nEND:\(component)"
        for override in overrides {
            inner += "\nBEGIN:\(component)\n" + override.joined(separator: "\n") + "\nEND:\(component)"
        }
        return CalendarFixtures.calendar(inner)
    }
}
