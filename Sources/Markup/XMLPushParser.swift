import CLibXML2

/// One libxml2 push parser and the builder that listens to it. Freed with the last reference.
final class XMLPushParser {
    let builder: TreeBuilder
    private static let initialised: Void = xmlInitParser()

    /// Sets the parser up without network, entities and DTDs (`TreeBuilder.handler`).
    init(_ builder: TreeBuilder) throws(MarkupError) {
        _ = XMLPushParser.initialised
        self.builder = builder
        footbridge_xml_be_silent()
        var handler = TreeBuilder.handler
        let user = Unmanaged.passUnretained(builder).toOpaque()
        guard let context = xmlCreatePushParserCtxt(&handler, user, nil, 0, nil) else {
            throw MarkupError(.unavailable, "libxml2 gave no parser")
        }
        builder.context = context
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_COMPACT.rawValue))
    }

    deinit {
        if let context = builder.context { xmlFreeParserCtxt(context) }
        builder.context = nil
    }

    /// Parses the next octets. The very first four are to come alone: from them libxml2 guesses the encoding.
    ///
    /// They go in by pieces, since libxml2 gives up ("huge input lookup") when more than 10 MB wait in its buffer.
    func feed(_ octets: UnsafeRawBufferPointer) {
        footbridge_xml_be_silent()
        var start = 0
        while start < octets.count, !builder.hasFailed {
            let piece = UnsafeRawBufferPointer(rebasing: octets[start..<min(octets.count, start + (64 << 10))])
            xmlParseChunk(
                builder.context, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(piece.count), 0)
            start += piece.count
        }
    }

    /// Tells the end of the document.
    func finish() {
        guard !builder.hasFailed else { return }
        footbridge_xml_be_silent()
        xmlParseChunk(builder.context, nil, 0, 1)
    }
}
