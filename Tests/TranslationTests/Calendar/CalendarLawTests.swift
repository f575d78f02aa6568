import SyncTypes
import Testing
import Translation
import Versit

/// The laws of the lens over random resources and every kind of device.
struct CalendarLawTests {
    typealias F = CalendarFixtures

    static func devices(_ kind: ItemKind) -> [LensContext] {
        [
            F.oldPhone(kind), F.oldPhone(kind, utc: false), F.oldPhone(kind, zone: nil),
            F.oldPhone(kind, utc: false, zone: nil),
            F.oldPhone(kind, zone: F.newYork), F.oldPhone(kind) { $0.quirks.localTimeOnly = true }, F.newPhone(kind),
        ]
    }

    @Test("GetPut and PutGet", arguments: Array(1...24) as [UInt64])
    func laws(seed: UInt64) throws {
        var random = Dice(seed)
        let isTask = seed % 4 == 0
        let body = RandomCalendar.body(isTask: isTask, &random)
        for device in Self.devices(isTask ? .task : .event) {
            let lens = Lens(device)
            for part in try ResourceReader.parts(of: body, zones: F.zones).parts {
                let view: [UInt8]
                do {
                    view = try lens.view(of: part, in: body, held: nil).text
                } catch {
                    #expect(error.code == .unsupported)
                    continue
                }
                for (held, sent) in [(view, view), (nil, nil), (view, nil)] as [([UInt8]?, [UInt8]?)] {
                    let put = try lens.put(view, held: held, sent: sent, part: part, into: body, rule: .deviceWins)
                    if put.changed || put.body != body {
                        Issue.record(
                            "GetPut, seed \(seed), \(device.format): \(F.difference(body, put.body))\n\(F.text(view))\n\(F.text(body))"
                        )
                    }
                }
                let edited = view.replacing("SUMMARY:Own title", with: "SUMMARY:Other title")
                let put = try lens.put(edited, held: view, sent: view, part: part, into: body, rule: .deviceWins)
                let changes = F.difference(body, put.body).filter {
                    !$0.contains("STAMP:") && !$0.contains("LAST-MODIFIED:") && !$0.contains("SEQUENCE:")
                }
                #expect(changes == ["-SUMMARY:Own title", "+SUMMARY:Other title"], "seed \(seed)")
                let again = try lens.view(of: part, in: put.body, held: edited).text
                #expect(lens.isSame(again, edited), "PutGet, seed \(seed)")
                #expect(lens.matchKeys(of: again).identical == lens.matchKeys(of: edited).identical)
                #expect(!lens.isSame(again, view))
                #expect(lens.isClose(edited, to: view))
            }
        }
    }

    @Test("a created resource shows what the device sent", arguments: Array(1...16) as [UInt64])
    func create(seed: UInt64) throws {
        var random = Dice(seed &+ 1002)
        let isTask = seed % 4 == 0
        let body = RandomCalendar.body(isTask: isTask, &random)
        for device in Self.devices(isTask ? .task : .event) {
            let lens = Lens(device)
            let key = PartKey(uid: "e1")
            guard let text = try? lens.view(of: key, in: body, held: nil).text else { continue }
            let made = try lens.create(from: text, uid: "c1")
            let view = try lens.view(of: PartKey(uid: "c1"), in: made, held: text).text
            #expect(
                lens.isSame(view, text), "seed \(seed), \(device.format), \(F.difference(text, view)) \(F.text(made))")
            let put = try lens.put(
                text, held: text, sent: view, part: PartKey(uid: "c1"), into: made, rule: .deviceWins)
            #expect(!put.changed, "seed \(seed): \(F.difference(made, put.body))")
        }
    }

    @Test("any bytes are a translation or an error", arguments: Array(1...6) as [UInt64])
    func nonsense(seed: UInt64) throws {
        var random = Dice(seed &+ 5000)
        let source = seed % 2 == 0 ? F.rich : try Lens(F.oldPhone()).view(of: F.richKey, in: F.rich, held: nil).text
        for _ in 0..<20 {
            var bytes = source
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes.remove(at: place)
                } else {
                    bytes[place] = UInt8.random(in: 0...255, using: &random)
                }
            }
            for device in [F.oldPhone(), F.newPhone()] {
                let lens = Lens(device)
                _ = try? lens.create(from: bytes, uid: "x")
                _ = try? lens.put(bytes, held: source, sent: nil, part: F.richKey, into: F.rich, rule: .deviceWins)
                _ = try? lens.view(of: F.richKey, in: bytes, held: nil)
                _ = try? ResourceReader.parts(of: bytes, zones: F.zones)
                _ = lens.isSame(bytes, source)
                _ = lens.isClose(bytes, to: source)
            }
        }
    }
}

/// Upstream resources of all shapes.
enum RandomCalendar {
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
        var override: [String] = []
        if !isTask, Bool.random(using: &random) {
            let rules = [
                "FREQ=DAILY;COUNT=20", "FREQ=WEEKLY;COUNT=30", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;UNTIL=20271231",
                "FREQ=MONTHLY", "FREQ=YEARLY;COUNT=5", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=9",
            ]
            lines.append("RRULE:" + (rules.randomElement(using: &random) ?? ""))
            let isWeekly = lines.last?.contains("WEEKLY;COUNT=30") == true
            if isWeekly, Bool.random(using: &random) {
                lines.append(line("EXDATE", later(14)))
                if Bool.random(using: &random) { lines.append(line("EXDATE", later(140))) }
            }
            if isWeekly, Bool.random(using: &random) {
                override = [
                    "UID:e1", line("RECURRENCE-ID", later(21)), "DTSTAMP:20250101T000000Z", "SUMMARY:Own title",
                    line("DTSTART", later(22)), line("DTEND", later(23)),
                ]
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
        if !override.isEmpty {
            inner += "\nBEGIN:\(component)\n" + override.joined(separator: "\n") + "\nEND:\(component)"
        }
        return CalendarFixtures.calendar(inner)
    }
}
