import Markup

/// A message for people to read, without what proves who somebody is: credentials, nonces, and the token of a RespURI.
public enum MaskedMessage {
    /// What stands in a secret's place.
    public static let mask = "***"
    private static let tokenParameters = ["s"]

    /// Indented XML of a message, as `footbridge decode` writes it, with its secrets masked. Nil when it cannot be read.
    public static func readable(_ bytes: [UInt8], as encoding: WireEncoding) -> [UInt8]? {
        guard let tree = try? WireForm.decode(bytes, as: encoding) else { return nil }
        return ReadableXML.text(of: masked(tree))
    }

    /// The same tree with its secrets masked.
    public static func masked(_ element: Element) -> Element {
        var copy = element
        switch element.name {
        case "NextNonce":
            copy.children = [.text(mask)]
        case "Cred":
            copy.children = element.children.map { child in
                guard case .element(var inner) = child, inner.name == "Data" else { return child }
                inner.children = [.text(mask)]
                return .element(inner)
            }
        case "LocURI", "RespURI", "TargetRef", "SourceRef":
            if element.elements.isEmpty, let text = withoutToken(element.text) { copy.children = [.text(text)] }
        default:
            copy.children = element.children.map { child in
                guard case .element(let inner) = child else { return child }
                return .element(masked(inner))
            }
        }
        return copy
    }

    /// A URI whose token is masked; nil when it has none.
    private static func withoutToken(_ uri: String) -> String? {
        guard let mark = uri.firstIndex(of: "?") else { return nil }
        let query = uri[uri.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        let isSecret = { (word: Substring) in tokenParameters.contains { word.hasPrefix($0 + "=") } }
        guard query.contains(where: isSecret) else { return nil }
        let words = query.map { isSecret($0) ? $0.prefix { $0 != "=" } + "=" + mask : String($0) }
        return uri[...mark] + words.joined(separator: "&")
    }
}
