import SyncTypes

/// Bodies that every server takes: CRLF, one UID, DTSTAMP, a time zone.
enum Fixtures {
    static func event(_ uid: String, summary: String = "Staff meeting") -> [UInt8] {
        calendar([
            "BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20240102T030405Z", "DTSTART:20240301T090000Z",
            "DTEND:20240301T100000Z", "SUMMARY:\(summary)", "END:VEVENT",
        ])
    }

    static func task(_ uid: String, summary: String = "Water the plants") -> [UInt8] {
        calendar(["BEGIN:VTODO", "UID:\(uid)", "DTSTAMP:20240102T030405Z", "SUMMARY:\(summary)", "END:VTODO"])
    }

    static func note(_ uid: String, summary: String = "Shopping") -> [UInt8] {
        calendar(["BEGIN:VJOURNAL", "UID:\(uid)", "DTSTAMP:20240102T030405Z", "SUMMARY:\(summary)", "END:VJOURNAL"])
    }

    static func card(_ uid: String, name: String = "Kim Lee") -> [UInt8] {
        lines(["BEGIN:VCARD", "VERSION:3.0", "UID:\(uid)", "FN:\(name)", "N:\(name);;;;", "END:VCARD"])
    }

    static func body(_ kind: ItemKind, _ uid: String, _ text: String) -> [UInt8] {
        switch kind {
        case .contact: card(uid, name: text)
        case .event: event(uid, summary: text)
        case .task: task(uid, summary: text)
        case .note: note(uid, summary: text)
        }
    }

    static func contentType(_ kind: ItemKind) -> String {
        kind == .contact ? "text/vcard; charset=utf-8" : "text/calendar; charset=utf-8"
    }

    static func fileExtension(_ kind: ItemKind) -> String { kind == .contact ? ".vcf" : ".ics" }

    private static func calendar(_ inner: [String]) -> [UInt8] {
        lines(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//footbridge//tests//EN"] + inner + ["END:VCALENDAR"])
    }

    private static func lines(_ lines: [String]) -> [UInt8] {
        Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }
}
