import SyncMLFront
import SyncTypes

/// What an item's Meta and Data say (SyncML Meta-Information, Type and Format).
enum ItemContent {
    /// The format by Meta/Type, else by what the datastore holds (UIQ 3 phones send no type). Nil: not supported.
    static func format(_ item: Item, _ command: ItemCommand, kind: ItemKind) -> ItemFormat? {
        guard let type = item.meta?.type ?? command.meta?.type, !type.isEmpty else {
            return ItemFormat.candidates(for: kind).last
        }
        return ItemFormat(ContentType(type), kind: kind)
    }

    /// The text, decoded from Meta/Format. Nil for a format that is not supported.
    static func text(_ item: Item, _ command: ItemCommand) -> [UInt8]? {
        let content = item.data?.content ?? []
        switch (item.meta?.format ?? command.meta?.format)?.lowercased() {
        case nil, "", "chr", "bin", "xml", "clear": return content
        case "b64": return Base64.decode(content)
        case .some: return nil
        }
    }
}
