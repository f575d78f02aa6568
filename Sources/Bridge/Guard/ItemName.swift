import SyncTypes
import Translation

/// What a person calls a resource: for journal lines.
enum ItemName {
    /// A contact's name, the summary of the others; a placeholder when there is none.
    static func of(_ body: [UInt8], kind: ItemKind?) -> String {
        let summary = (try? ResourceReader.parts(of: body, kind: kind))?.summary ?? ""
        return summary.isEmpty ? "(no name)" : summary
    }
}
