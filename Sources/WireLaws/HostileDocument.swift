import Markup
import SyncMLFront

/// Any bytes are a document that is written as what reads the same, or a typed error.
enum HostileDocument {
    /// What comes back may be longer than what came: references to the string table become the strings themselves, and deeper by
    /// the device information inside.
    private static let lax = WireLimits(maxBytes: 64 << 20, maxDepth: 80, maxElements: 400_000, maxStringTable: 1 << 20)

    static func broken(by bytes: [UInt8], _ encoding: WireEncoding) -> [String] {
        var broken = encoding == .xml ? markup(bytes) : []
        guard let tree = try? WireForm.decode(bytes, as: encoding) else { return broken }
        for form in WireEncoding.allCases {
            broken += written(tree, form, isOwn: form == encoding).map { "\(encoding) written as \(form): \($0)" }
        }
        return broken + readable(bytes, tree, encoding)
    }

    /// Written, read, written and read again: the second time nothing changes any more, and the first time nothing that the form can
    /// say.
    private static func written(_ tree: Element, _ form: WireEncoding, isOwn: Bool) -> [String] {
        let version = statedVersion(of: tree)
        guard tree.name == "SyncML" || tree.name == "DevInf" || form == .xml else { return [] }
        let first = WireForm.encode(tree, as: form, version: version)
        guard let once = try? WireForm.decode(first, as: form, limits: lax) else { return ["it cannot be read"] }
        let second = WireForm.encode(once, as: form, version: version)
        guard let twice = try? WireForm.decode(second, as: form, limits: lax) else {
            return ["what was read of it cannot be read"]
        }
        var broken: [String] = []
        if twice != once { broken.append("it reads otherwise the second time") }
        if !isOwn || !isSayable(tree, form) { return broken }
        switch form {
        case .xml: if once != tree { broken.append("it is another tree") }
        case .wbxml:
            // Names without a token are left out, and all inside them.
            if count(once) == count(tree), !isSame(once, tree) { broken.append("it is another tree") }
        }
        return broken
    }

    /// What people read becomes an equal document.
    private static func readable(_ bytes: [UInt8], _ tree: Element, _ encoding: WireEncoding) -> [String] {
        guard WireEncoding(detecting: bytes) == encoding, let text = try? ReadableXML.decode(bytes) else { return [] }
        guard let back = try? ReadableXML.encode(text, as: encoding) else {
            // A name without a token, or a root that is none.
            let isOurs = encoding == .xml && ["SyncML", "DevInf"].contains(tree.name)
            return isOurs && isSayable(tree, encoding) && !isMarked(tree) ? ["the readable form cannot be read"] : []
        }
        guard let again = try? WireForm.decode(back, as: encoding, limits: lax) else {
            return ["what was made of the readable form cannot be read"]
        }
        guard isSayable(tree, encoding), !isMarked(tree), count(again) == count(tree) else { return [] }
        return isSame(again, tree) ? [] : ["the readable form is another document"]
    }

    /// XML as such, without SyncML.
    private static func markup(_ bytes: [UInt8]) -> [String] {
        _ = try? XMLReader.read(bytes)
        guard let tree = try? XMLReader.read(bytes, keepsCarriageReturns: true) else { return [] }
        guard let again = try? XMLReader.read(XMLWriter.write(tree), limits: lax.xmlLimits, keepsCarriageReturns: true)
        else { return ["XML that was written cannot be read"] }
        return isHoldable(tree) && again != tree ? ["XML that was written is another tree"] : []
    }

    // MARK: - What a form can say

    private static func statedVersion(of tree: Element) -> ProtocolVersion {
        let stated = (tree[child: "SyncHdr"] ?? tree)[child: "VerDTD"]?.text ?? ""
        return ProtocolVersion(wire: stated.filter { $0 > " " }) ?? .v12
    }

    /// XML holds no octets that are not text; WBXML no attributes, and no text between elements.
    private static func isSayable(_ tree: Element, _ form: WireEncoding) -> Bool {
        switch form {
        case .xml: isHoldable(tree)
        case .wbxml: isBare(tree)
        }
    }

    private static func isHoldable(_ element: Element) -> Bool {
        element.attributes.allSatisfy { XMLWriter.canHold($0.value) && XMLWriter.canHold($0.namespace) }
            && element.children.allSatisfy { node in
                switch node {
                case .element(let child): isHoldable(child)
                case .text(let text): XMLWriter.canHold(text)
                case .bytes: false
                }
            }
    }

    private static func isBare(_ element: Element) -> Bool {
        element.attributes.isEmpty
            && (element.elements.isEmpty || element.elements.count == element.children.count)
            && element.elements.allSatisfy(isBare)
    }

    /// True where somebody else uses the mark by which the readable form says that it is in base64.
    private static func isMarked(_ element: Element) -> Bool {
        element.attributes.contains { $0.name == "encoding" } || element.elements.contains(where: isMarked)
    }

    private static func count(_ element: Element) -> Int { element.elements.reduce(1) { $0 + count($1) } }

    /// Equal but for namespaces, which a literal tag has from its page, and the two names of one token of device information.
    private static func isSame(_ left: Element, _ right: Element) -> Bool {
        func word(_ name: String) -> String { name == "MaxSize" ? "Size" : name }
        return word(left.name) == word(right.name) && left.attributes == right.attributes
            && left.bytes == right.bytes && left.elements.count == right.elements.count
            && zip(left.elements, right.elements).allSatisfy(isSame)
    }
}

extension WireLimits {
    /// The same for XML alone.
    fileprivate var xmlLimits: XMLLimits { XMLLimits(maxBytes: maxBytes, maxDepth: maxDepth, maxElements: maxElements) }
}
