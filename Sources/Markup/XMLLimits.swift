/// What an XML document may cost. Each limit has its own error code.
public struct XMLLimits: Hashable, Sendable {
    /// Bytes of the document.
    public var maxBytes: Int
    /// Elements inside each other.
    public var maxDepth: Int
    /// Elements in all.
    public var maxElements: Int
    /// Attributes of one element, namespace declarations included.
    public var maxAttributes: Int

    /// The defaults fit a SyncML message: 4 MiB, depth 64.
    public init(
        maxBytes: Int = 4 << 20, maxDepth: Int = 64, maxElements: Int = 500_000, maxAttributes: Int = 64
    ) {
        self.maxBytes = maxBytes
        self.maxDepth = maxDepth
        self.maxElements = maxElements
        self.maxAttributes = maxAttributes
    }
}
