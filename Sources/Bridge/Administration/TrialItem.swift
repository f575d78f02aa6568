import SyncTypes

/// The item that `check --write` makes in a collection for a moment.
struct TrialItem: Sendable {
    let kind: ItemKind
    /// True for a file of a folder of notes.
    let isFile: Bool
    /// Hexadecimal digits that no other item has in its name.
    let token: String

    /// Where it lies in a collection.
    func href(in collection: Href) -> Href {
        guard isFile else { return NewResource.href(in: collection, name: name, kind: kind) }
        return Href(
            (collection.rawValue.hasSuffix("/") ? collection.rawValue : collection.rawValue + "/") + name + ".txt")
    }

    /// Of an item as the bridge itself writes it.
    var contentType: String { isFile ? "text/plain; charset=utf-8" : NewResource.contentType(kind) }

    private var name: String { "footbridge-check-\(token)" }

    /// Its text, with a word that tells its versions apart.
    func body(_ word: String) -> [UInt8] {
        let title = "footbridge check \(word), may be deleted"
        if isFile { return Array((title + "\n").utf8) }
        let lines: [String]
        switch kind {
        case .contact:
            lines = ["BEGIN:VCARD", "VERSION:3.0", uid, "N:\(word);footbridge check;;;", "FN:\(title)", "END:VCARD"]
        case .event: lines = calendar("VEVENT", title, ["DTSTART:20200101T100000Z", "DTEND:20200101T110000Z"])
        case .task: lines = calendar("VTODO", title, ["STATUS:NEEDS-ACTION"])
        case .note: lines = calendar("VJOURNAL", title, [])
        }
        return Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }

    private var uid: String { "UID:\(name)" }

    private func calendar(_ component: String, _ title: String, _ more: [String]) -> [String] {
        let inside = [uid, "DTSTAMP:20200101T090000Z"] + more + ["SUMMARY:\(title.replacing(",", with: "\\,"))"]
        return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//footbridge//check//EN", "BEGIN:\(component)"] + inside
            + ["END:\(component)", "END:VCALENDAR"]
    }
}
