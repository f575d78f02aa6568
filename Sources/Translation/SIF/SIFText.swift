import Markup
import Versit

/// A SIF object: one level of elements under a root, some of them with elements inside.
///
/// An empty element is a field its user cleared; a missing one says nothing: the device cannot hold it, or left it as it was.
struct SIFText: Sendable {
    /// Local name of the root: "contact", "appointment", "task", "note".
    let root: String
    /// The elements by name; the last of a name counts, as in Funambol's own readers.
    private var fields: [String: Element] = [:]

    /// SIF is flat and its largest part is a picture: what is deeper or longer is no SIF.
    private static let limits = XMLLimits(maxBytes: 16 << 20, maxDepth: 8, maxElements: 10_000, maxAttributes: 16)

    /// Old and new names of one element.
    private static let renamed = ["BusinessHomePage": "BusinessWebPage", "PersonalWebPage": "HomeWebPage"]

    /// Reads a text. `.unreadableItem` when it is no XML, or of another root.
    init(_ bytes: [UInt8], root expected: String) throws(TranslationError) {
        let element: Element
        do {
            element = try XMLReader.read(bytes, limits: SIFText.limits)
        } catch {
            throw TranslationError(.unreadableItem, "SIF: \(error.reason)")
        }
        guard element.name == expected else {
            throw TranslationError(.unreadableItem, "SIF with the root \(element.name), not \(expected)")
        }
        root = expected
        for child in element.elements { fields[SIFText.renamed[child.name] ?? child.name] = child }
    }

    /// The text of an element, line ends as `\n`, without white space around; nil when it is missing.
    func text(_ name: String) -> String? { fields[name].map { LineEnds.trimmed(LineEnds.unified($0.text)) } }

    /// The text of an element with its white space, line ends as `\n`; nil when it is missing.
    func lines(_ name: String) -> String? { fields[name].map { LineEnds.unified($0.text) } }

    /// The text without white space around; nil for an empty or missing one.
    func filled(_ name: String) -> String? { text(name).flatMap { $0.isEmpty ? nil : $0 } }

    /// The same of a long text, whose white space is its user's.
    func long(_ name: String) -> String? { filled(name) == nil ? nil : lines(name) }

    /// An element with what is in it; nil when it is missing.
    func element(_ name: String) -> Element? { fields[name] }

    /// True when the element is there, whatever is in it.
    func mentions(_ name: String) -> Bool { fields[name] != nil }

    /// True when the element is there and its user left nothing in it.
    func isCleared(_ name: String) -> Bool {
        guard let element = fields[name] else { return false }
        return element.elements.isEmpty && LineEnds.trimmed(element.text).isEmpty
    }

    /// A number; nil when the element is missing, empty or no number.
    func number(_ name: String) -> Int? { filled(name).flatMap { Int($0) } }

    /// A boolean: 0 and 1, or the words that Horde and the PocketPC client use.
    func flag(_ name: String) -> Bool? {
        switch filled(name)?.lowercased() {
        case "1", "true", "-1": true
        case "0", "false": false
        case nil, .some: nil
        }
    }

    /// The text with what it does not mention as an earlier text of the device had it. Elements that only mean something together
    /// are taken over together: not when this text has changed one of them.
    func completed(by earlier: SIFText?, together: [[String]]) -> SIFText {
        guard let earlier else { return self }
        var result = self
        let changed = together.filter { group in
            group.contains { fields[$0] != nil && text($0) != earlier.text($0) }
        }
        let left = Set(changed.joined())
        for (name, element) in earlier.fields where fields[name] == nil && !left.contains(name) {
            result.fields[name] = element
        }
        return result
    }
}

/// What goes into an element.
enum SIFValue: Hashable, Sendable {
    /// Characters; empty: the field is cleared.
    case text(String)
    /// Elements.
    case nested([Element])
}

extension SIFText {
    /// A SIF object in UTF-8 with its elements in their order.
    static func written(root: String, _ values: [(name: String, value: SIFValue)]) -> [UInt8] {
        let children = values.map { name, value -> Element.Node in
            switch value {
            case .text(let text): .element(Element(name, text.isEmpty ? [] : [.text(text)]))
            case .nested(let elements): .element(Element(name, elements.map { .element($0) }))
            }
        }
        return XMLWriter.write(Element(root, [.element(Element("SIFVersion", [.text("1.1")]))] + children))
    }

    /// An element with others inside.
    static func branch(_ name: String, _ children: [Element]) -> Element {
        Element(name, children.map { .element($0) })
    }

    /// An element with a text, for those inside others.
    static func leaf(_ name: String, _ text: String) -> Element { Element(name, text.isEmpty ? [] : [.text(text)]) }
}
