import Markup

/// The body of a refused request: `DAV:error` with the condition that failed (RFC 4918 section 16), or free text.
enum DAVErrorBody {
    /// The condition elements of a reply; empty when the body is no `DAV:error`.
    static func conditions(_ reply: HTTPReply) -> [Element] {
        guard let root = try? XMLReader.read(reply.body) else { return [] }
        return conditions(in: root)
    }

    /// The condition elements inside an error element, or inside one of its parents. What a server adds in words of its own is none:
    /// sabre/dav tells there of every exception.
    static func conditions(in element: Element) -> [Element] {
        if element.name == "error", element.namespace == XMLNamespace.dav {
            return element.elements.filter { standard.contains($0.namespace) }
        }
        return element.elements.flatMap { conditions(in: $0) }
    }

    /// Those in which RFCs and their neighbours define conditions.
    private static let standard: Set<String> = [
        XMLNamespace.dav, XMLNamespace.calDAV, XMLNamespace.cardDAV, XMLNamespace.calendarServer,
    ]

    /// What a refusal says, in one short line.
    static func words(_ reply: HTTPReply) -> String {
        guard !reply.body.isEmpty else { return "" }
        if let root = try? XMLReader.read(reply.body) {
            let conditions = conditions(in: root).map(\.name)
            let texts = ["responsedescription", "message", "p", "title"].compactMap { firstText(of: $0, in: root) }
            let words = conditions + texts.prefix(1)
            if !words.isEmpty { return oneLine(words.joined(separator: ", ")) }
        }
        let text = String(decoding: reply.body.prefix(2_000), as: UTF8.self)
        return oneLine(withoutTags(text))
    }

    private static func firstText(of name: String, in element: Element) -> String? {
        if element.name == name {
            let text = element.text.trimmed()
            return text.isEmpty ? nil : text
        }
        for child in element.elements {
            if let found = firstText(of: name, in: child) { return found }
        }
        return nil
    }

    private static func withoutTags(_ text: String) -> String {
        var out = ""
        var isTag = false
        for character in text {
            switch character {
            case "<": isTag = true
            case ">":
                isTag = false
                out.append(" ")
            default: if !isTag { out.append(character) }
            }
        }
        return out
    }

    private static func oneLine(_ text: String) -> String {
        let words = text.split { $0.isWhitespace }.joined(separator: " ")
        return words.count > 160 ? words.prefix(160) + "..." : words
    }
}
