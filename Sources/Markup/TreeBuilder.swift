import CLibXML2

/// Collects one document's elements from libxml2's events. A class, since C hands back a pointer to it; it lives for one
/// parse.
final class TreeBuilder {
    /// What becomes of the children of the root.
    enum Mode {
        /// They stay in the tree.
        case tree
        /// They leave it as soon as they are whole; limits on elements and text hold for each of them.
        case children(maxTextBytes: Int)

        /// The root belongs to no child.
        var countsRoot: Bool {
            switch self {
            case .tree: true
            case .children: false
            }
        }
    }

    /// The parser; nil before and after the parse.
    var context: xmlParserCtxtPtr?
    let limits: XMLLimits
    private let mode: Mode
    private let shield: OctetShield?
    private var open: [Element] = []
    private var root: Element?
    private var text: [UInt8] = []
    private var elementCount = 0
    private var textBytes = 0
    private var completed: [Element] = []
    private var failure: MarkupError?
    /// libxml2 interns names for the life of one parse: one String for each pointer.
    private var names: [UnsafePointer<UInt8>: String] = [:]

    init(limits: XMLLimits, mode: Mode = .tree, shield: OctetShield? = nil) {
        self.limits = limits
        self.mode = mode
        self.shield = shield
    }

    /// True once something is wrong; libxml2 is not to be fed any more.
    var hasFailed: Bool { failure != nil }

    /// The root without its content, once its start tag was read.
    var rootTag: Element? {
        guard var tag = open.first ?? root else { return nil }
        tag.children = []
        return tag
    }

    /// The children of the root that became whole since the last call, in mode `.children`.
    func takeCompleted() throws(MarkupError) -> [Element] {
        if let failure { throw failure }
        defer { completed = [] }
        return completed
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
        if !open.isEmpty || mode.countsRoot { elementCount += 1 }
        if elementCount > limits.maxElements {
            return fail(.tooManyElements, "more than \(limits.maxElements) elements")
        }
        if open.count >= limits.maxDepth { return fail(.tooDeep, "deeper than \(limits.maxDepth) elements") }
        count(textBytes: attributes.reduce(0) { $0 + $1.value.utf8.count })
        open.append(Element(string(name), namespace: string(uri), attributes: attributes))
    }

    func endElement() {
        guard failure == nil else { return }
        flushText()
        guard let element = open.popLast() else { return }
        switch (mode, open.count) {
        case (_, 0): root = element
        case (.children, 1):
            completed.append(element)
            (elementCount, textBytes) = (0, 0)
        case (.children, _), (.tree, _): open[open.count - 1].children.append(.element(element))
        }
    }

    func characters(_ start: UnsafePointer<UInt8>, count: Int32) {
        guard failure == nil, !open.isEmpty else { return }
        if case .children = mode {
            // Text between the children is nobody's.
            guard open.count > 1 else { return }
            self.count(textBytes: Int(count))
        }
        text.append(contentsOf: UnsafeBufferPointer(start: start, count: Int(count)))
    }

    private func count(textBytes more: Int) {
        guard case .children(let most) = mode else { return }
        textBytes += more
        if textBytes > most { fail(.tooLarge, "more than \(most) bytes of text in one child") }
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

    func string(_ pointer: UnsafePointer<UInt8>?) -> String {
        guard let pointer else { return "" }
        if let known = names[pointer] { return known }
        let name = String(cString: pointer)
        // Honest documents repeat a few names; a stream of ever new ones must not be remembered.
        if names.count < 4096 { names[pointer] = name }
        return name
    }
}
