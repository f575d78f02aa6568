/// Writes an element as XML 1.0 in UTF-8 with default namespaces, declared where they change.
public enum XMLWriter {
    /// Writes a document, or with `declaration` false just the element.
    ///
    /// Carriage returns become `&#13;`, so that they survive reading. Characters that XML forbids, and octets that are
    /// not UTF-8, become U+FFFD: what must not be lost goes in base64.
    public static func write(_ element: Element, declaration: Bool = true) -> [UInt8] {
        write(element, declaration: declaration, bareNamespace: "", inherited: "")
    }

    /// Writes an element inside a given default namespace.
    ///
    /// - Parameters:
    ///   - bareNamespace: the namespace of elements that have none of their own.
    ///   - inherited: the default namespace already declared outside; "" for a whole document.
    ///   - bareCarriageReturns: text with carriage returns goes into CDATA as it is. XML would read CR LF as LF, but phones
    ///     take item data from there byte for byte and count its length so.
    public static func write(
        _ element: Element, declaration: Bool, bareNamespace: String, inherited: String,
        bareCarriageReturns: Bool = false
    ) -> [UInt8] {
        var output = XMLOutput(bareNamespace: bareNamespace, bareCarriageReturns: bareCarriageReturns)
        if declaration { output.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") }
        output.element(element, inside: inherited)
        return output.bytes
    }

    /// An attribute as it stands in a start tag, with the blank before it. `number`: its place among the element's attributes, which
    /// makes its prefix unique.
    public static func write(_ attribute: Attribute, number: Int) -> String {
        var output = XMLOutput(bareNamespace: "")
        output.attribute(attribute, number: number)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    /// True when XML can hold the octets as text: UTF-8 without forbidden control characters.
    public static func canHold(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return canHold(text)
    }

    /// True when XML can hold the text: no control characters but tab, LF and CR, no U+FFFE and U+FFFF.
    public static func canHold(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { octets in
            !octets.indices.contains { XMLOutput.isForbidden(octets, at: $0) }
        }
    }
}

/// The octets written so far.
struct XMLOutput {
    private(set) var bytes: [UInt8] = []
    private let bareNamespace: String

    private let bareCarriageReturns: Bool

    init(bareNamespace: String, bareCarriageReturns: Bool = false) {
        self.bareNamespace = bareNamespace
        self.bareCarriageReturns = bareCarriageReturns
        bytes.reserveCapacity(1024)
    }

    /// True where a character begins that XML forbids (XML 1.0 section 2.2): U+FFFE and U+FFFF are EF BF BE and EF BF BF.
    static func isForbidden(_ octets: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        switch octets[index] {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20: true
        case 0xEF: index + 2 < octets.count && octets[index + 1] == 0xBF && octets[index + 2] >= 0xBE
        default: false
        }
    }

    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// XML 1.0 section 3.1.
    mutating func element(_ element: Element, inside inherited: String) {
        let namespace = element.namespace.isEmpty ? bareNamespace : element.namespace
        bytes.append(UInt8(ascii: "<"))
        raw(element.name)
        if namespace != inherited {
            raw(" xmlns=\"")
            escaped(namespace, inAttribute: true)
            raw("\"")
        }
        for (index, attribute) in element.attributes.enumerated() { self.attribute(attribute, number: index) }
        if element.children.isEmpty {
            raw("/>")
            return
        }
        bytes.append(UInt8(ascii: ">"))
        for child in element.children {
            switch child {
            case .element(let child): self.element(child, inside: namespace)
            case .text(let text): content(text)
            case .bytes(let octets): content(String(decoding: octets, as: UTF8.self))
            }
        }
        raw("</")
        raw(element.name)
        bytes.append(UInt8(ascii: ">"))
    }

    /// Text, in CDATA when its carriage returns are to stay bare. CDATA cannot hold its own end, nor what XML forbids.
    private mutating func content(_ text: String) {
        guard bareCarriageReturns, text.utf8.contains(UInt8(ascii: "\r")), XMLWriter.canHold(text) else {
            escaped(text, inAttribute: false)
            return
        }
        raw("<![CDATA[")
        var rest = Array(text.utf8)[...]
        while let end = XMLOutput.endOfCDATA(in: rest) {
            bytes.append(contentsOf: rest[..<end])
            raw("]]]]><![CDATA[>")
            rest = rest[(end + 3)...]
        }
        bytes.append(contentsOf: rest)
        raw("]]>")
    }

    private static func endOfCDATA(in octets: ArraySlice<UInt8>) -> Int? {
        let bracket = UInt8(ascii: "]")
        var rest = octets
        while let found = rest.firstIndex(of: bracket) {
            rest = rest[found...]
            if rest.count >= 3, rest[found + 1] == bracket, rest[found + 2] == UInt8(ascii: ">") { return found }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// Default namespaces do not reach attributes: a prefix is declared beside each that has one.
    mutating func attribute(_ attribute: Attribute, number: Int) {
        if attribute.namespace == "http://www.w3.org/XML/1998/namespace" {
            raw(" xml:")
        } else if attribute.namespace.isEmpty {
            raw(" ")
        } else {
            raw(" xmlns:n\(number)=\"")
            escaped(attribute.namespace, inAttribute: true)
            raw("\" n\(number):")
        }
        raw(attribute.name)
        raw("=\"")
        escaped(attribute.value, inAttribute: true)
        raw("\"")
    }

    private mutating func escaped(_ text: String, inAttribute: Bool) {
        var text = text
        text.withUTF8 { buffer in
            var start = 0
            for (index, byte) in buffer.enumerated() {
                guard let replacement = XMLOutput.replacement(byte, inAttribute: inAttribute, buffer, index) else {
                    continue
                }
                bytes.append(contentsOf: buffer[start..<index])
                bytes.append(
                    contentsOf: UnsafeBufferPointer(
                        start: replacement.text.utf8Start, count: replacement.text.utf8CodeUnitCount))
                start = index + replacement.count
            }
            bytes.append(contentsOf: buffer[min(start, buffer.count)...])
        }
    }

    /// What stands for the octet at an index, and how many octets it replaces.
    private static func replacement(
        _ byte: UInt8, inAttribute: Bool, _ buffer: UnsafeBufferPointer<UInt8>, _ index: Int
    ) -> (text: StaticString, count: Int)? {
        switch byte {
        case UInt8(ascii: "&"): return ("&amp;", 1)
        case UInt8(ascii: "<"): return ("&lt;", 1)
        case UInt8(ascii: ">"): return ("&gt;", 1)
        case UInt8(ascii: "\r"): return ("&#13;", 1)
        case UInt8(ascii: "\""): return inAttribute ? ("&quot;", 1) : nil
        case UInt8(ascii: "\t"): return inAttribute ? ("&#9;", 1) : nil
        case UInt8(ascii: "\n"): return inAttribute ? ("&#10;", 1) : nil
        case 0..<0x20: return ("\u{FFFD}", 1)
        case 0xEF:
            guard index + 2 < buffer.count, buffer[index + 1] == 0xBF, buffer[index + 2] >= 0xBE else { return nil }
            return ("\u{FFFD}", 3)
        default: return nil
        }
    }
}
