import Markup

/// Target or Source (Representation Protocol): `LocURI, LocName?, Filter?`.
public struct Location: Hashable, Sendable, Codable {
    /// LocURI, opaque; "" when the sender left it out (Sony Ericsson C510 sends empty targets).
    public var uri: String
    /// LocName: a readable name; in SyncHdr/Source the user's name for MD5.
    public var name: String?
    /// Filter (1.2 only), kept as sent.
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

/// Filter (Representation Protocol 1.2), kept as its element.
public struct Filter: Hashable, Sendable, Codable {
    /// The Filter element: Meta, Field?, Record?, FilterType?.
    public var element: Element

    /// Wraps a Filter element.
    public init(element: Element) { self.element = element }

    /// The text of Record/Item/Data, a CGI expression ("SINCE&EQ;20061206T120000"); nil when there is none.
    public var record: String? { element[child: "Record"]?[child: "Item"]?[child: "Data"]?.text.trimmed }

    /// FilterType: "INCLUSIVE" or "EXCLUSIVE"; nil when left out, which means EXCLUSIVE.
    public var filterType: String? { element.token("FilterType") }
}
