import Mapping
import SyncTypes
import Translation

/// What a person calls a resource: for journal lines.
enum ItemName {
    /// A contact's name, the summary of the others; a placeholder when there is none.
    static func of(_ body: [UInt8], kind: ItemKind?) -> String { known(body, kind: kind) ?? "(no name)" }

    /// What a person calls a device's text; `resource`: what it is to change, whose name counts where the text tells none.
    static func of(text: [UInt8], kind: ItemKind, of resource: ResourceRecord?) -> String {
        known(text, kind: kind) ?? resource.flatMap { known($0.body, kind: $0.kind) } ?? firstLine(of: text)
            ?? "(no name)"
    }

    private static func known(_ body: [UInt8], kind: ItemKind?) -> String? {
        let summary = (try? ResourceReader.parts(of: body, kind: kind))?.summary ?? ""
        return summary.isEmpty ? nil : summary
    }

    /// That of a note in plain text.
    private static func firstLine(of text: [UInt8]) -> String? {
        guard text.first != UInt8(ascii: "<") else { return nil }
        let line = text.prefix { $0 != 0x0A && $0 != 0x0D }.prefix(80)
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
}
