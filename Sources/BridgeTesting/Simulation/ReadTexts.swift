import Synchronization

/// Texts that were read before, with what they show: a phone's items are looked at in every sync and rarely change.
final class ReadTexts: Sendable {
    /// A text and its fields.
    struct Reading: Sendable {
        let text: ItemText
        let shown: [Field: [String]]
    }

    private let known = Mutex<[[UInt8]: Reading]>([:])
    /// So many are kept at most.
    private static let most = 500

    /// The text of some bytes.
    func read(_ bytes: [UInt8]) -> Reading {
        known.withLock { known in
            if let reading = known[bytes] { return reading }
            let text = ItemText(bytes)
            let reading = Reading(text: text, shown: text.shown)
            if known.count >= ReadTexts.most { known.removeAll(keepingCapacity: true) }
            known[bytes] = reading
            return reading
        }
    }
}
