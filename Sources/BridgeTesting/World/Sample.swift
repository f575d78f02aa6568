import Phone
import SyncTypes

/// An item of any kind that says two things, a title and a detail, in the forms in which phones and servers write it.
public struct Sample: Hashable, Sendable {
    /// What it is.
    public var kind: ItemKind
    /// Name of a contact ("Given Family"), summary of the others. ASCII.
    public var title: String
    /// Mobile number, place of an event, description of a task, second line of a note.
    public var detail: String
    /// Identifies it upstream; nil leaves it out.
    public var uid: String?

    /// A sample.
    public init(_ kind: ItemKind, _ title: String, _ detail: String, uid: String? = nil) {
        self.kind = kind
        self.title = title
        self.detail = detail
        self.uid = uid
    }

    /// "title|detail": what `Essence` reads out of each of its forms.
    public var essence: String { "\(title)|\(detail)" }

    /// As a CalDAV or CardDAV client writes it.
    public var upstream: String {
        switch kind {
        case .contact: card("3.0", mobile: "TEL;TYPE=CELL")
        case .event: calendar("2.0", "VEVENT", ["DTSTAMP:20250101T000000Z"] + when + ["LOCATION:\(detail)"])
        case .task: calendar("2.0", "VTODO", ["DTSTAMP:20250101T000000Z", "DESCRIPTION:\(detail)"])
        case .note: calendar("2.0", "VJOURNAL", ["DTSTAMP:20250101T000000Z", "DESCRIPTION:\(detail)"])
        }
    }

    /// As a phone writes it.
    public func text(_ format: PhoneFormat) -> String {
        switch format {
        case .vcard21: card("2.1", mobile: "TEL;CELL")
        case .vcard30: card("3.0", mobile: "TEL;TYPE=CELL")
        case .vcard40: card("4.0", mobile: "TEL;TYPE=cell")
        case .vcal10:
            calendar("1.0", component, kind == .event ? when + ["LOCATION:\(detail)"] : ["DESCRIPTION:\(detail)"])
        case .ical20:
            calendar("2.0", component, kind == .event ? when + ["LOCATION:\(detail)"] : ["DESCRIPTION:\(detail)"])
        case .vnote:
            Sample.joined([
                "BEGIN:VNOTE", "VERSION:1.1", "BODY;ENCODING=QUOTED-PRINTABLE:\(title)=0D=0A\(detail)", "END:VNOTE",
            ])
        case .text: "\(title)\n\(detail)"
        case .sifc, .sife, .sift, .sifn: sif
        }
    }

    private var sif: String {
        let names = title.split(separator: " ", maxSplits: 1).map(String.init)
        let start = when.map { String($0.drop { $0 != ":" }.dropFirst()) }
        let inner: [(String, String)]
        let root: String
        switch kind {
        case .contact:
            root = "contact"
            inner = [
                ("FirstName", names[0]), ("LastName", names.count > 1 ? names[1] : ""), ("FileAs", title),
                ("MobileTelephoneNumber", detail), ("Body", ""),
            ]
        case .event:
            root = "appointment"
            inner = [
                ("Subject", title), ("Location", detail), ("Start", start[0]), ("End", start[1]), ("AllDayEvent", "0"),
            ]
        case .task: (root, inner) = ("task", [("Subject", title), ("Body", detail), ("DueDate", "")])
        case .note: (root, inner) = ("note", [("Subject", title), ("Body", title + "\n" + detail)])
        }
        let elements = inner.map { "<\($0.0)>\($0.1)</\($0.0)>" }.joined()
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><\(root)>\(elements)</\(root)>"
    }

    private var component: String { kind == .event ? "VEVENT" : "VTODO" }

    /// A day of its own for each title, so that two samples never start together.
    private var when: [String] {
        let day = title.utf8.reduce(7) { ($0 * 31 + Int($1)) % 336 }
        let date = "2025" + Sample.two(day / 28 + 1) + Sample.two(day % 28 + 1)
        return ["DTSTART:\(date)T090000Z", "DTEND:\(date)T100000Z"]
    }

    private func card(_ version: String, mobile: String) -> String {
        let names = title.split(separator: " ", maxSplits: 1).map(String.init)
        var lines = ["BEGIN:VCARD", "VERSION:\(version)"]
        if let uid { lines.append("UID:\(uid)") }
        lines += [
            "N:\(names.count > 1 ? names[1] : "");\(names[0]);;;", "FN:\(title)", "\(mobile):\(detail)", "END:VCARD",
        ]
        return Sample.joined(lines)
    }

    private func calendar(_ version: String, _ component: String, _ inner: [String]) -> String {
        var lines = ["BEGIN:VCALENDAR", "VERSION:\(version)"]
        if version == "2.0" { lines.append("PRODID:-//Footbridge//Sample//EN") }
        lines.append("BEGIN:\(component)")
        if let uid { lines.append("UID:\(uid)") }
        lines += ["SUMMARY:\(title)"] + inner + ["END:\(component)", "END:VCALENDAR"]
        return Sample.joined(lines)
    }

    private static func joined(_ lines: [String]) -> String { lines.map { $0 + "\r\n" }.joined() }

    private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}

/// What an item says in any format, for comparing both sides: "title|detail" of a sample.
public enum Essence {
    /// Reads a text.
    public static func of(_ text: String) -> String {
        if let sif = ItemText.sif(Array(text.utf8)) { return of(sif.lines) }
        guard text.hasPrefix("BEGIN:") else {
            let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            return lines.map { clean($0) }.joined(separator: "|")
        }
        let unfolded = text.replacing("\r\n", with: "\n").replacing("\n ", with: "").replacing("\n\t", with: "")
        var values: [String: String] = [:]
        for line in unfolded.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].split(separator: ";").first.map { $0.uppercased() } ?? ""
            if values[name] == nil { values[name] = clean(line[line.index(after: colon)...]) }
        }
        if text.hasPrefix("BEGIN:VCARD") { return "\(name(values))|\(values["TEL"] ?? "")" }
        let summary = values["SUMMARY"] ?? ""
        guard text.contains("BEGIN:VJOURNAL"), let whole = values["DESCRIPTION"] else {
            return "\(summary)|\(values["LOCATION"] ?? values["DESCRIPTION"] ?? "")"
        }
        // Servers keep the whole text in DESCRIPTION, or only what follows the first line.
        let plain = whole.replacing("\\n", with: "\n")
        return plain.hasPrefix(summary + "\n") ? of(plain) : "\(summary)|\(clean(plain[...]))"
    }

    /// Of SIF: a note's body is all of it.
    private static func of(_ lines: [ItemText.Line]) -> String {
        let values = Dictionary(lines.map { ($0.name, $0.raw) }) { $1 }
        func first(_ names: String...) -> String { names.compactMap { values[$0] }.first { !$0.isEmpty } ?? "" }
        if values["FirstName"] != nil || values["LastName"] != nil {
            let name = [first("FirstName"), first("LastName")].filter { !$0.isEmpty }.joined(separator: " ")
            return "\(name)|\(first("MobileTelephoneNumber"))"
        }
        let title = first("Subject")
        let body = first("Body")
        if values["Start"] == nil, body.hasPrefix(title + "\n") { return "\(title)|\(body.dropFirst(title.count + 1))" }
        return "\(title)|\(first("Location", "Body"))"
    }

    private static func name(_ values: [String: String]) -> String {
        let parts = (values["N"] ?? "").split(separator: ";", omittingEmptySubsequences: false)
        let name = [parts.count > 1 ? parts[1] : "", parts.first ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        return name.isEmpty ? values["FN"] ?? "" : name
    }

    private static func clean(_ text: Substring) -> String {
        var rest = text
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

extension World {
    /// What the items of a collection say, sorted. Of a note the detail is its description's end.
    public func essences(of collection: Href) -> [String] { bodies(of: collection).map(Essence.of).sorted() }

    /// The collection of a kind.
    public func collection(_ kind: ItemKind) -> Href {
        switch kind {
        case .contact: contacts
        case .event: calendar
        case .task: tasks
        case .note: notes
        }
    }

    /// Where another client keeps a sample.
    public func href(_ kind: ItemKind, _ name: String) -> Href {
        Href(collection(kind).rawValue + name + (kind == .contact ? ".vcf" : ".ics"))
    }

    /// Another client stores a sample under a name, with a UID made of it unless it has one.
    public func put(_ name: String, _ sample: Sample) {
        var sample = sample
        if sample.uid == nil { sample.uid = "made-by-another-client-\(name)" }
        server.put(href(sample.kind, name), sample.upstream)
    }

    /// Another client removes what lies under a name.
    public func delete(_ kind: ItemKind, _ name: String) { server.delete(href(kind, name)) }
}

extension SimulatedPhone {
    /// The format of a store.
    public func format(_ store: String) -> PhoneFormat {
        configuration.stores.first { $0.name == store }?.format ?? .text
    }

    /// The user adds or changes an item.
    public mutating func edit(_ luid: String, _ sample: Sample) {
        let store = sample.kind.store
        edit(store, luid, sample.text(format(store)))
    }

    /// What the items of a store say, sorted.
    public func essences(_ kind: ItemKind) -> [String] { texts(kind.store).map(Essence.of).sorted() }

    /// The LUID under which the phone keeps what says this; nil when it does not.
    public func luid(_ sample: Sample) -> String? {
        (store.items[sample.kind.store] ?? [:]).first {
            Essence.of(String(decoding: $0.value, as: UTF8.self)) == sample.essence
        }?.key
    }
}

extension ItemKind {
    /// The name of the phone's store for it.
    public var store: String {
        switch self {
        case .contact: "contacts"
        case .event: "calendar"
        case .task: "tasks"
        case .note: "notes"
        }
    }
}
