import CLibXML2

/// Collects one document's elements from libxml2's events. A class, since C hands back a pointer to it; it lives for one
/// parse.
final class TreeBuilder {
    /// The parser; nil before and after the parse.
    var context: xmlParserCtxtPtr?
    private let limits: XMLLimits
    private let shield: OctetShield?
    private var open: [Element] = []
    private var root: Element?
    private var text: [UInt8] = []
    private var elementCount = 0
    private var failure: MarkupError?
    /// libxml2 interns names for the life of one parse: one String for each pointer.
    private var names: [UnsafePointer<UInt8>: String] = [:]

    init(limits: XMLLimits, shield: OctetShield?) {
        self.limits = limits
        self.shield = shield
    }

    /// The tree, or why there is none.
    func result() throws(MarkupError) -> Element {
        if let failure { throw failure }
        guard open.isEmpty, let root else { throw MarkupError(.truncated, "the document ends inside an element") }
        return root
    }

    func fail(_ code: MarkupError.Code, _ reason: String) {
        guard failure == nil else { return }
        failure = MarkupError(code, reason, line: context.flatMap { Int(xmlSAX2GetLineNumber($0)) })
        if let context { xmlStopParser(context) }
    }

    // MARK: Events

    func startElement(name: UnsafePointer<UInt8>, uri: UnsafePointer<UInt8>?, attributes: [Attribute]) {
        guard failure == nil else { return }
        flushText()
        elementCount += 1
        if elementCount > limits.maxElements {
            return fail(.tooManyElements, "more than \(limits.maxElements) elements")
        }
        if open.count >= limits.maxDepth { return fail(.tooDeep, "deeper than \(limits.maxDepth) elements") }
        open.append(Element(string(name), namespace: string(uri), attributes: attributes))
    }

    func endElement() {
        guard failure == nil else { return }
        flushText()
        guard let element = open.popLast() else { return }
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(.element(element))
        }
    }

    func characters(_ start: UnsafePointer<UInt8>, count: Int32) {
        guard failure == nil, !open.isEmpty else { return }
        text.append(contentsOf: UnsafeBufferPointer(start: start, count: Int(count)))
    }

    func documentType() {
        // The cursor stands behind the external identifier: '[' opens an internal subset.
        if let cursor = context?.pointee.input?.pointee.cur, cursor.pointee == UInt8(ascii: "[") {
            fail(.entity, "the document type has an internal subset")
        }
    }

    func reported(code: Int32, isFatal: Bool, message: String) {
        switch xmlParserErrors(rawValue: UInt32(bitPattern: code)) {
        case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY, XML_ERR_ENTITY_LOOP: fail(.entity, message)
        case XML_ERR_INVALID_CHAR, XML_ERR_INVALID_ENCODING, XML_ERR_UNKNOWN_ENCODING, XML_ERR_UNSUPPORTED_ENCODING,
            XML_I18N_CONV_FAILED:
            if isFatal || code == XML_I18N_CONV_FAILED.rawValue { fail(.encoding, message) }
        case XML_ERR_DOCUMENT_EMPTY: fail(.empty, message)
        case XML_ERR_DOCUMENT_END where root == nil: fail(.truncated, message)
        case XML_ERR_TAG_NOT_FINISHED: fail(.truncated, message)
        default:
            if isFatal { fail(.notWellFormed, message) }
        }
    }

    /// Attributes as libxml2 lays them out: localname, prefix, URI, value, end of value.
    func attributes(_ raw: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int32, declared: Int32) -> [Attribute] {
        guard Int(count) + Int(declared) <= limits.maxAttributes else {
            fail(.tooManyAttributes, "more than \(limits.maxAttributes) attributes on one element")
            return []
        }
        guard count > 0, let raw else { return [] }
        return (0..<Int(count)).compactMap { index in
            let slot = raw + index * 5
            guard let name = slot[0], let start = slot[3], let end = slot[4] else { return nil }
            let value = TreeBuilder.attributeValue(UnsafeBufferPointer(start: start, count: end - start))
            return Attribute(name: string(name), namespace: string(slot[2]), value: value)
        }
    }

    /// libxml2 leaves every ampersand of an attribute as the reference "&#38;" unless it is told to expand entities.
    private static func attributeValue(_ raw: UnsafeBufferPointer<UInt8>) -> String {
        let ampersand = UInt8(ascii: "&")
        guard raw.contains(ampersand) else { return String(decoding: raw, as: UTF8.self) }
        let tail = Array("#38;".utf8)
        var out: [UInt8] = []
        var rest = raw[...]
        while let byte = rest.popFirst() {
            out.append(byte)
            if byte == ampersand, rest.starts(with: tail) { rest = rest.dropFirst(tail.count) }
        }
        return String(decoding: out, as: UTF8.self)
    }

    // MARK: Text

    private func flushText() {
        guard !text.isEmpty else { return }
        defer { text.removeAll(keepingCapacity: true) }
        guard !open.isEmpty else { return }
        open[open.count - 1].children.append(node())
    }

    private func node() -> Element.Node {
        guard let shield else { return .text(String(decoding: text, as: UTF8.self)) }
        let octets = shield.restored(text)
        return String(validating: octets, as: UTF8.self).map { .text($0) } ?? .bytes(octets)
    }

    private func string(_ pointer: UnsafePointer<UInt8>?) -> String {
        guard let pointer else { return "" }
        if let known = names[pointer] { return known }
        let name = String(cString: pointer)
        names[pointer] = name
        return name
    }
}
