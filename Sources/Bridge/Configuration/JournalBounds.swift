/// How long and how much the journal keeps: what has left it cannot be undone any more.
public struct JournalBounds: Hashable, Sendable, Codable {
    /// Days an entry stays.
    public var days: Int
    /// Bytes of all texts together; beyond them the oldest go, their lines stay.
    public var bytes: Int

    /// Bounds; the defaults are those of the product.
    public init(days: Int = 30, bytes: Int = 256 << 20) {
        self.days = days
        self.bytes = bytes
    }
}
