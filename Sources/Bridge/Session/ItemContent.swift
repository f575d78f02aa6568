import Logging
import SyncMLFront
import SyncTypes

/// What an item's Meta and Data say (SyncML Meta-Information, Type and Format).
enum ItemContent {
    /// The format by Meta/Type, else by what the text itself says (UIQ 3 phones send no type), else the kind's least one. Nil: not
    /// supported.
    static func format(_ item: Item, _ command: ItemCommand, kind: ItemKind) -> ItemFormat? {
        guard let type = item.meta?.type ?? command.meta?.type, !type.isEmpty else { return .minimum(for: kind) }
        return ItemFormat(ContentType(type), kind: kind)
    }

    /// What was done to the data before it was sent. Nil for a Meta/Format that is not supported.
    static func coding(_ item: Item, _ command: ItemCommand) -> ContentFormat? {
        ContentFormat(item.meta?.format ?? command.meta?.format)
    }
}

extension Exchange {
    /// The text of an item, with all undone that was done to it. Nil, and a line in the log, when that is not possible.
    mutating func text(of item: Item, _ items: ItemCommand, format: ItemFormat, in index: Int) -> [UInt8]? {
        let content = item.data?.content ?? []
        let name = state.datastores[index].serverName
        guard let coding = ItemContent.coding(item, items) else {
            logger.notice(
                "an item comes in a format that is not known",
                metadata: metadata(name).merging(["format": "\(item.meta?.format ?? items.meta?.format ?? "")"]) { $1 })
            return nil
        }
        guard !coding.steps.isEmpty else { return content }
        let passwords: [String?] = coding.needsPassword ? service.directory.clearPasswords(of: account) : [nil]
        var reason = "the clear password is not known"
        for password in passwords {
            do {
                let text = try coding.undone(content, password: password)
                if format.isSIF { state.datastores[index].contentFormat = coding }
                return text
            } catch {
                reason = error.description
            }
        }
        logger.notice(
            "an item cannot be decoded",
            metadata: metadata(name).merging(["format": "\(coding.text ?? "")", "reason": "\(reason)"]) { $1 })
        return nil
    }

    /// A text as it travels to the device: SIF in base64, and enciphered for a device that enciphers its own items.
    func wire(_ text: [UInt8], as format: ItemFormat, in index: Int) -> (data: [UInt8], coding: ContentFormat?) {
        guard format.isSIF else { return (text, nil) }
        var coding = ContentFormat.base64
        if let own = state.datastores[index].contentFormat, own.needsPassword { coding = own }
        let password = coding.needsPassword ? service.directory.clearPasswords(of: account).first : nil
        if let data = try? coding.applied(to: text, password: password) { return (data, coding) }
        logger.notice(
            "an item goes out in base64, since the clear password is not known",
            metadata: metadata(state.datastores[index].serverName))
        let plain = (try? ContentFormat.base64.applied(to: text, password: nil)) ?? []
        return (plain, .base64)
    }
}
