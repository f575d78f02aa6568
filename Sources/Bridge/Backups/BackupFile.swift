import SyncTypes

/// A file that is to become an item at the server: one of `?backup`, or any other of a type that phones speak.
public struct BackupFile: Hashable, Sendable {
    /// Its name, for the report and for what its end says of the type.
    public var name: String
    /// Its bytes.
    public var text: [UInt8]

    /// A file.
    public init(name: String, text: [UInt8]) {
        self.name = name
        self.text = text
    }

    /// What is in it, by its content and then by its name; nil for what is none of it.
    var content: (kind: ItemKind, format: ItemFormat)? {
        let type = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        if let sif = ItemFormat.sif(of: text) {
            guard let kind = ItemKind.allCases.first(where: { ItemFormat.sif(for: $0) == sif }) else { return nil }
            return (kind, sif)
        }
        switch type {
        case "vcf": return (.contact, FormatSniffer.format(of: text, kind: .contact) ?? .vCard21)
        case "vcs", "ics":
            let kind = FormatSniffer.isTask(text) ? ItemKind.task : .event
            return (kind, FormatSniffer.format(of: text, kind: kind) ?? (type == "ics" ? .iCalendar20 : .vCalendar10))
        case "vnt", "txt": return (.note, ItemFormat.isVNote(text) ? .vNote11 : .plainText)
        default: return nil
        }
    }
}
