import Markup

/// Target or Source (Representation Protocol): `LocURI, LocName?, Filter?`.
public struct Location: Hashable, Sendable, Codable {
    /// LocURI, opaque; "" when the sender left it out (Sony Ericsson C510 sends empty targets).
    public var uri: String
    /// LocName: a readable name; in SyncHdr/Source the user's name for MD5.
    public var name: String?
    /// Filter (1.2 only), kept as sent; `FilterRequest` reads it.
    public var filter: Filter?

    /// A location.
    public init(uri: String, name: String? = nil, filter: Filter? = nil) {
        self.uri = uri
        self.name = name
        self.filter = filter
    }

    /// Reads Target or Source.
    public init(from element: Element) {
        uri = element.identifier("LocURI") ?? ""
        name = element.identifier("LocName")
        filter = element[child: "Filter"].map(Filter.init(element:))
    }

    /// Writes under the name "Target" or "Source".
    public func element(_ name: String) -> Element {
        var children = Children()
        children.text("LocURI", uri)
        children.text("LocName", self.name)
        children.add(filter?.element)
        return Element(name, children.nodes)
    }
}
