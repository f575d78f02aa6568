/// What a streamed XML document may cost. The limits on a child bound the memory, whatever the document's length.
public struct XMLStreamLimits: Hashable, Sendable {
    /// Bytes of the whole document.
    public var maxBytes: Int
    /// Elements inside each other, the root included.
    public var maxDepth: Int
    /// Attributes of one element, namespace declarations included.
    public var maxAttributes: Int
    /// Elements of one child of the root, itself included.
    public var maxElementsPerChild: Int
    /// Bytes of text and attribute values of one child of the root, in UTF-8.
    public var maxTextBytesPerChild: Int

    /// The defaults fit a listing of a hundred thousand members and more: 1 GiB, a child of 4 MiB.
    public init(
        maxBytes: Int = 1 << 30, maxDepth: Int = 64, maxAttributes: Int = 64, maxElementsPerChild: Int = 65_536,
        maxTextBytesPerChild: Int = 4 << 20
    ) {
        self.maxBytes = maxBytes
        self.maxDepth = maxDepth
        self.maxAttributes = maxAttributes
        self.maxElementsPerChild = maxElementsPerChild
        self.maxTextBytesPerChild = maxTextBytesPerChild
    }
}
