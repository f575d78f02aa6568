import SyncTypes

/// What a text is to a resource that is as the device was sent it, whatever became of that one since.
extension Lens {
    private static let part = PartKey(uid: "as-sent")

    /// True when a text says nothing that the device was not sent: whatever it lacks the device itself may have lost.
    public func saysNothingNew(_ text: [UInt8], held: [UInt8], sent: [UInt8]?) -> Bool {
        guard let result = try? putAsSent(text, held: held, sent: sent) else { return false }
        return !result.changed && result.doubts.isEmpty
    }

    /// What the device has been sent, with what a text of it changes: of all else that the resource says it knows nothing. Nil: it
    /// cannot be told.
    public func sent(after text: [UInt8], held: [UInt8]?, sent: [UInt8]?) -> [UInt8]? {
        guard let result = try? putAsSent(text, held: held, sent: sent) else { return nil }
        return try? view(of: Self.part, in: result.body, held: text).text
    }

    private func putAsSent(_ text: [UInt8], held: [UInt8]?, sent: [UInt8]?) throws(TranslationError) -> PutResult? {
        guard let base = sent ?? held else { return nil }
        let body = try create(from: base, uid: Self.part.uid)
        return try put(text, held: held, sent: sent, part: Self.part, into: body, rule: .deviceWins)
    }
}
