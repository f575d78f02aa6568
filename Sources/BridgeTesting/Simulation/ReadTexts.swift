import Synchronization

/// Texts that were read before, with what they show: a phone's items are looked at in every sync and rarely change.
final class ReadTexts: Sendable {
    /// A text, the item it is of, and its fields.
    struct Reading: Sendable {
        let text: ItemText
        let identity: Int?
        let shown: [Field: [String]]
    }

    /// Bytes that are hashed at once; an array is hashed byte by byte.
    private struct Key: Hashable {
        let bytes: [UInt8]

        func hash(into hasher: inout Hasher) {
            bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    private let known = Mutex<[Key: Reading]>([:])
    /// So many are kept at most.
    private static let most = 500

    /// The text of some bytes.
    func read(_ bytes: [UInt8]) -> Reading {
        let key = Key(bytes: bytes)
        return known.withLock { known in
            if let reading = known[key] { return reading }
            let text = ItemText(bytes)
            let reading = Reading(text: text, identity: text.identity, shown: text.shown)
            if known.count >= ReadTexts.most { known.removeAll(keepingCapacity: true) }
            known[key] = reading
            return reading
        }
    }
}
