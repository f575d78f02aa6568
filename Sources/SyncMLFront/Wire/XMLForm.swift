import Markup

/// Between the XML form and the neutral tree: namespaces, indentation and octets that XML cannot hold.
enum XMLForm {
    /// Which DTD the content of an element belongs to.
    private enum Context {
        case syncML, data, metInf, devInf, foreign
    }

    /// The neutral form of a tree read from XML: SyncML elements without namespace, MetInf and DevInf elements in
    /// theirs, whatever the sender wrote (lower case, none, prefixes), and no white space between elements.
    static func normalised(_ root: Element) -> Element {
        normalised(root, in: root.name == "DevInf" ? .devInf : .syncML)
    }

    private static func normalised(_ element: Element, in context: Context) -> Element {
        var context = context
        if element.name == "DevInf" { context = .devInf }
        if context == .data { context = ["Anchor", "MetInf", "Mem"].contains(element.name) ? .metInf : .foreign }
        var result = Element(element.name, attributes: element.attributes)
        switch context {
        case .syncML, .data: result.attributes = []
        case .metInf: result.namespace = Namespace.metInf
        case .devInf: result.namespace = Namespace.devInf
        case .foreign: result.namespace = isSyncML(element.namespace) ? "" : element.namespace
        }
        let inner = context == .syncML ? content(of: element.name) : context
        let hasElements = element.children.contains { if case .element = $0 { true } else { false } }
        for child in element.children {
            switch child {
            case .element(let child): result.children.append(.element(normalised(child, in: inner)))
            case .text(let text):
                if !hasElements || !text.trimmed.isEmpty { result.children.append(child) }
            case .bytes: result.children.append(child)
            }
        }
        return result
    }

    private static func content(of name: String) -> Context {
        switch name {
        case "Meta": .metInf
        case "Data": .data
        default: .syncML
        }
    }

    private static func isSyncML(_ namespace: String) -> Bool { namespace.lowercased().hasPrefix("syncml:syncml") }

    /// Device information that came as text or octets inside Data becomes elements.
    static func resolved(_ element: Element, limits: WireLimits, depth: Int = 1) -> Element {
        if element.name == "Data", element.namespace.isEmpty {
            return NestedDeviceInformation.resolved(in: element, limits: limits, depth: depth)
        }
        guard element.namespace.isEmpty else { return element }
        var result = element
        for index in result.children.indices {
            if case .element(let child) = result.children[index] {
                result.children[index] = .element(resolved(child, limits: limits, depth: depth + 1))
            }
        }
        return result
    }

    /// The tree with every Data that XML cannot hold in base64 and Meta/Format saying so.
    static func holdable(_ element: Element) -> Element {
        guard !canHold(element) else { return element }
        var result = element
        if let data = element[child: "Data"], data.elements.isEmpty, !XMLWriter.canHold(data.bytes) {
            result = inBase64(element, data: data.bytes)
        }
        for index in result.children.indices {
            if case .element(let child) = result.children[index] { result.children[index] = .element(holdable(child)) }
        }
        return result
    }

    private static func canHold(_ element: Element) -> Bool {
        element.children.allSatisfy { node in
            switch node {
            case .element(let child): canHold(child)
            case .text(let text): XMLWriter.canHold(text)
            case .bytes(let octets): XMLWriter.canHold(octets)
            }
        }
    }

    /// Item and Cred: `..., Meta?, Data, ...`.
    private static func inBase64(_ element: Element, data: [UInt8]) -> Element {
        var meta = element[child: "Meta"].map(Meta.init(from:)) ?? Meta()
        meta.format = "b64"
        var result = element
        result.children = []
        for node in element.children {
            guard case .element(let child) = node, child.name == "Meta" || child.name == "Data" else {
                result.children.append(node)
                continue
            }
            if child.name == "Data" {
                result.children.append(.element(meta.element()))
                result.children.append(.element(Element("Data", text: Base64.encode(data))))
            }
        }
        return result
    }
}
