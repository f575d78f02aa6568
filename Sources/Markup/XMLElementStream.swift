/// Reads a long XML 1.0 document piece by piece and hands out each child of the root as soon as it is whole, so that
/// memory depends on the largest child and not on the document.
///
/// As strict as `XMLReader`: no external subset, no entity but the five of XML itself, no network; an internal subset is
/// refused. Line ends are normalised (section 2.11), text between the children is left out. White space and NUL around the
/// document are ignored; octets that the encoding does not allow are an error. One stream reads one document.
public final class XMLElementStream {
    private let parser: XMLPushParser
    private let limits: XMLStreamLimits
    private var edges = DocumentEdges()
    private var byteCount = 0
    private var failure: MarkupError?

    /// A stream before the first byte.
    public init(limits: XMLStreamLimits = XMLStreamLimits()) throws(MarkupError) {
        self.limits = limits
        let perDocument = XMLLimits(
            maxBytes: limits.maxBytes, maxDepth: limits.maxDepth, maxElements: limits.maxElementsPerChild,
            maxAttributes: limits.maxAttributes)
        let builder = TreeBuilder(limits: perDocument, mode: .children(maxTextBytes: limits.maxTextBytesPerChild))
        parser = try XMLPushParser(builder)
    }

    /// The root's name, namespace and attributes without content; nil until its start tag was read.
    public var root: Element? { parser.builder.rootTag }

    /// Reads the next bytes; they may end anywhere. Returns the children of the root that they complete, in order.
    ///
    /// Once it has thrown, the stream throws the same error for ever. What came out before stands in a document that is not
    /// well-formed, or too large.
    public func push(_ chunk: some Collection<UInt8>) throws(MarkupError) -> [Element] {
        try guarded { () throws(MarkupError) in
            byteCount += chunk.count
            guard byteCount <= limits.maxBytes else {
                throw MarkupError(.tooLarge, "more than \(limits.maxBytes) bytes")
            }
            for piece in try edges.pieces(Array(chunk)) { feed(piece) }
            return try parser.builder.takeCompleted()
        }
    }

    /// Tells the end of the document. Throws `.truncated` when it stops in the middle, `.empty` when there was none.
    public func finish() throws(MarkupError) -> [Element] {
        try guarded { () throws(MarkupError) in
            guard let rest = edges.rest() else { throw MarkupError(.empty, "no document") }
            feed(rest)
            parser.finish()
            let last = try parser.builder.takeCompleted()
            _ = try parser.builder.result()
            return last
        }
    }

    private func feed(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { parser.feed($0) }
    }

    private func guarded(_ work: () throws(MarkupError) -> [Element]) throws(MarkupError) -> [Element] {
        if let failure { throw failure }
        do {
            return try work()
        } catch {
            failure = error
            throw error
        }
    }
}
