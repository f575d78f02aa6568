import SyncTypes
import Translation
import Versit

/// Bodies, devices and zones of our own making.
enum CalendarFixtures {
    static func zone(_ name: String, _ posix: String) -> TimeZoneRules {
        guard let footer = PosixZone(parsing: posix) else { return .utc }
        return TimeZoneRules(name: name, initial: footer.standard, footer: footer)
    }

    static let berlin = zone("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3")
    static let newYork = zone("America/New_York", "EST5EDT,M3.2.0,M11.1.0")

    static let zones = ZoneSource { name in
        switch name {
        case "Europe/Berlin": berlin
        case "America/New_York": newYork
        case "UTC": .utc
        default: nil
        }
    }

    static let now = DateTime(secondsSince1970: 1_770_000_000)  // 2026-02-02T02:40:00Z

    /// A phone of vCalendar 1.0 that knows UTC, in Berlin.
    static func oldPhone(
        _ kind: ItemKind = .event, utc: Bool = true, zone: TimeZoneRules? = berlin, evidence: Evidence = Evidence(),
        adjust: (inout DeviceProfile) -> Void = { _ in }
    ) -> LensContext {
        var profile = DeviceProfile(utc: utc)
        adjust(&profile)
        return LensContext(
            format: .vCalendar10, kind: kind, profile: profile, zone: zone, zones: zones, now: now, evidence: evidence)
    }

    /// A device of iCalendar 2.0 that knows UTC and whose zone nobody told.
    static func newPhone(_ kind: ItemKind = .event, evidence: Evidence = Evidence()) -> LensContext {
        LensContext(
            format: .iCalendar20, kind: kind, profile: DeviceProfile(utc: true), zones: zones, now: now,
            evidence: evidence)
    }

    static func bytes(_ text: String) -> [UInt8] {
        Array(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8)
    }

    static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.filter { $0 != 0x0D }, as: UTF8.self)
    }

    static func calendar(_ inner: String, version: String = "2.0") -> [UInt8] {
        bytes("BEGIN:VCALENDAR\nVERSION:\(version)\n" + inner + "\nEND:VCALENDAR\n")
    }

    static func event(_ lines: String) -> [UInt8] {
        calendar(
            "PRODID:-//Own//Test//EN\nBEGIN:VEVENT\nUID:e1\nDTSTAMP:20250101T000000Z\n" + lines + "\nEND:VEVENT")
    }

    static func todo(_ lines: String) -> [UInt8] {
        calendar("PRODID:-//Own//Test//EN\nBEGIN:VTODO\nUID:t1\nDTSTAMP:20250101T000000Z\n" + lines + "\nEND:VTODO")
    }

    static func oldEvent(_ lines: String) -> [UInt8] {
        calendar("BEGIN:VEVENT\n" + lines + "\nEND:VEVENT", version: "1.0")
    }

    /// The lines that differ, as `-old` and `+new`, in order.
    static func difference(_ old: [UInt8], _ new: [UInt8]) -> [String] {
        let (before, after) = (text(old).split(separator: "\n"), text(new).split(separator: "\n"))
        var result: [(Int, String)] = []
        for change in after.difference(from: before) {
            switch change {
            case .remove(let offset, let line, _): result.append((offset * 2, "-" + line))
            case .insert(let offset, let line, _): result.append((offset * 2 + 1, "+" + line))
            }
        }
        return result.sorted { $0.0 < $1.0 }.map(\.1)
    }

    static let berlinZone = """
        BEGIN:VTIMEZONE
        TZID:Europe/Berlin
        X-LIC-LOCATION:Europe/Berlin
        BEGIN:DAYLIGHT
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        DTSTART:19700329T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        BEGIN:STANDARD
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        DTSTART:19701025T030000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        END:VTIMEZONE
        """

    /// Everything at once: unknown X- properties, attendees with CN and RSVP, two alarms, TZID, COUNT, EXDATE, a detached
    /// occurrence, foreign folding.
    static let rich = calendar(
        """
        PRODID:-//Example Corp//Groupware 7.1//EN
        CALSCALE:GREGORIAN
        X-WR-CALNAME:Work
        \(berlinZone)
        BEGIN:VEVENT
        CREATED:20250110T080000Z
        UID:7c1f-rich@example.test
        DTSTAMP:20260105T101010Z
        LAST-MODIFIED:20260105T101010Z
        SEQUENCE:3
        SUMMARY;LANGUAGE=en:Weekly plan\\, team A
        DTSTART;TZID=Europe/Berlin:20260106T100000
        DTEND;TZID=Europe/Berlin:20260106T110000
        RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=TU
        EXDATE;TZID=Europe/Berlin:20260120T100000,20260217T100000
        LOCATION:Room 5\\; north wing
        DESCRIPTION:First line\\nSecond line with an umlaut: ä
         nd a folded part that goes on
        CATEGORIES:Work,Planning
        CLASS:PRIVATE
        PRIORITY:5
        STATUS:CONFIRMED
        TRANSP:OPAQUE
        URL:https://example.test/plan?id=7;x=1
        COLOR:turquoise
        ORGANIZER;CN="Doe, Jane";SENT-BY="mailto:office@example.test":mailto:jane@example.test
        ATTENDEE;CN=Kim Lee;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:kim@example.test
        ATTENDEE;CN=Sam;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;X-NUM-GUESTS=0:mailto:sam@example.test
        ATTACH;FMTTYPE=application/pdf:https://example.test/agenda.pdf
        X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC
        X-OWN-THING;X-PARAM=a:keep me\\, please
        BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:Soon
        TRIGGER:-PT10M
        X-OWN-ALARM:1
        END:VALARM
        BEGIN:VALARM
        ACTION:EMAIL
        SUMMARY:Tomorrow
        DESCRIPTION:It is tomorrow
        ATTENDEE:mailto:jane@example.test
        TRIGGER;RELATED=START:-P1D
        END:VALARM
        END:VEVENT
        BEGIN:VEVENT
        UID:7c1f-rich@example.test
        RECURRENCE-ID;TZID=Europe/Berlin:20260127T100000
        DTSTAMP:20260105T101010Z
        SUMMARY:Weekly plan (moved)
        DTSTART;TZID=Europe/Berlin:20260127T140000
        DTEND;TZID=Europe/Berlin:20260127T150000
        SEQUENCE:4
        X-OWN-OVERRIDE:1
        END:VEVENT
        """)

    static let richKey = PartKey(uid: "7c1f-rich@example.test")
    static let richOverride = PartKey(uid: "7c1f-rich@example.test", recurrenceID: "20260127T100000")
}

extension [UInt8] {
    /// The text with one piece replaced by another.
    func replacing(_ old: String, with new: String) -> [UInt8] {
        var result = ""
        var rest = String(decoding: self, as: UTF8.self)[...]
        while let range = rest.firstRange(of: old) {
            result += rest[..<range.lowerBound] + new
            rest = rest[range.upperBound...]
        }
        return Array((result + rest).utf8)
    }
}
