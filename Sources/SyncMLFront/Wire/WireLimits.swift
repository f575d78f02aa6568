import Markup

/// What one message may cost. Each limit has its own error code.
public struct WireLimits: Hashable, Sendable {
    /// Bytes of the message, and of all that its references to the WBXML string table stand for: a reference of three bytes
    /// may name a long string, and each use of it is a copy.
    public var maxBytes: Int
    /// Elements inside each other, nested device information included.
    public var maxDepth: Int
    /// Elements in all.
    public var maxElements: Int
    /// Bytes of the WBXML string table.
    public var maxStringTable: Int

    /// The defaults: 4 MiB, depth 64, 200,000 elements, 64 KiB.
    public init(
        maxBytes: Int = 4 << 20, maxDepth: Int = 64, maxElements: Int = 200_000, maxStringTable: Int = 64 << 10
    ) {
        self.maxBytes = maxBytes
        self.maxDepth = maxDepth
        self.maxElements = maxElements
        self.maxStringTable = maxStringTable
    }

    /// The same for the XML reader.
    var xml: XMLLimits { XMLLimits(maxBytes: maxBytes, maxDepth: maxDepth, maxElements: maxElements) }
}
