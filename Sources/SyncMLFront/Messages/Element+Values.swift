import Markup

/// The namespaces of the three DTDs in the neutral tree. SyncML's own elements have none there; the XML form adds the
/// version's when writing and drops any spelling of it when reading.
package enum Namespace {
    /// Meta information.
    package static let metInf = "syncml:metinf"
    /// Device information.
    package static let devInf = "syncml:devinf"
}

extension Element {
    /// An element that holds only text.
    init(_ name: String, namespace: String = "", text: String) {
        self.init(name, namespace: namespace, text.isEmpty ? [] : [.text(text)])
    }

    /// The trimmed text of the first child of that name; nil when there is none.
    func token(_ name: String) -> String? { self[child: name].map { $0.text.trimmed } }

    /// The number in the first child of that name; nil when there is none or it is no number.
    func number(_ name: String) -> Int? { token(name).flatMap { Int($0) } }

    /// True when a child of that name is there, whatever it holds.
    func has(_ name: String) -> Bool { self[child: name] != nil }

    /// The text of an identifier: as sent, but without indentation.
    ///
    /// Identifiers are opaque, so blanks at their ends stay; pretty-printed XML is recognised by its line breaks.
    func identifier(_ name: String) -> String? {
        self[child: name].map { element in
            let text = element.text
            return text.utf8.contains { $0 == 0x0A || $0 == 0x0D } ? text.trimmed : text
        }
    }
}

extension String {
    /// The text without ASCII white space and NUL at either end. NUL: some phones count a terminator into OPAQUE.
    package var trimmed: String {
        let blank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) || $0 == 0 }
        let view = utf8
        guard let first = view.firstIndex(where: { !blank($0) }) else { return "" }
        let last = view.lastIndex { !blank($0) } ?? first
        if first == view.startIndex, view.index(after: last) == view.endIndex { return self }
        return String(self[first...last])
    }
}

/// Collects children in DTD order, leaving out what is absent.
struct Children {
    private(set) var nodes: [Element.Node] = []

    mutating func add(_ element: Element?) {
        if let element { nodes.append(.element(element)) }
    }

    mutating func add(_ elements: [Element]) {
        for element in elements { nodes.append(.element(element)) }
    }

    mutating func text(_ name: String, _ value: String?) {
        if let value { nodes.append(.element(Element(name, text: value))) }
    }

    mutating func number(_ name: String, _ value: Int?) {
        if let value { nodes.append(.element(Element(name, text: String(value)))) }
    }

    mutating func flag(_ name: String, _ value: Bool) {
        if value { nodes.append(.element(Element(name))) }
    }
}
