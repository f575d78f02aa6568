import CLibXML2

extension TreeBuilder {
    /// The C side: only what the tree needs, and what stops the parser. Callbacks left nil define and load nothing.
    static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { user, name, _, uri, declared, _, count, _, attributes in
            guard let user, let name else { return }
            let builder = TreeBuilder.of(user)
            let list = builder.attributes(attributes, count: count, declared: declared)
            builder.startElement(name: name, uri: uri, attributes: list)
        }
        handler.endElementNs = { user, _, _, _ in
            guard let user else { return }
            TreeBuilder.of(user).endElement()
        }
        handler.characters = { user, start, count in
            guard let user, let start else { return }
            TreeBuilder.of(user).characters(start, count: count)
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.internalSubset = { user, _, _, _ in
            guard let user else { return }
            TreeBuilder.of(user).documentType()
        }
        handler.entityDecl = { user, _, _, _, _, _ in
            guard let user else { return }
            TreeBuilder.of(user).fail(.entity, "the document declares an entity")
        }
        handler.reference = { user, _ in
            guard let user else { return }
            TreeBuilder.of(user).fail(.entity, "the document refers to an entity that is not declared")
        }
        handler.serror = { user, error in
            guard let user, let error else { return }
            let message = error.pointee.message.map { String(cString: $0) } ?? "libxml2 error"
            let line = message.last == "\n" ? String(message.dropLast()) : message
            let isFatal = error.pointee.level == XML_ERR_FATAL
            TreeBuilder.of(user).reported(code: error.pointee.code, isFatal: isFatal, message: line)
        }
        return handler
    }

    private static func of(_ user: UnsafeMutableRawPointer) -> TreeBuilder {
        Unmanaged<TreeBuilder>.fromOpaque(user).takeUnretainedValue()
    }
}
