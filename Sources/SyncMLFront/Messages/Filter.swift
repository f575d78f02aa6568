import Markup

/// Filter (Representation Protocol 1.2), kept as its element: `Meta, Field?, Record?, FilterType?`.
public struct Filter: Hashable, Sendable, Codable {
    /// The grammar of queries: that of `FilterGrammar`.
    public static let grammar = "syncml:filtertype-cgi"

    /// The Filter element.
    public var element: Element

    /// Wraps a Filter element.
    public init(element: Element) { self.element = element }

    /// A filter of whole items.
    ///
    /// - Parameters:
    ///   - type: Meta/Type, the media type of the items it is about.
    ///   - record: the query, "SINCE&EQ;20061206T120000".
    ///   - filterType: "INCLUSIVE" or "EXCLUSIVE"; nil leaves it out.
    public init(type: String, record: String, filterType: String? = nil) {
        var item = Children()
        item.add(Meta(type: Self.grammar).element())
        item.text("Data", record)
        var children = Children()
        children.add(Meta(type: type).element())
        children.add(Element("Record", [.element(Element("Item", item.nodes))]))
        children.text("FilterType", filterType)
        element = Element("Filter", children.nodes)
    }

    /// Meta/Type: the media type of the items it is about; nil when left out.
    public var type: String? { element[child: "Meta"].flatMap { Meta(from: $0).type } }

    /// Record/Item/Meta/Type: the grammar of the query; nil when left out.
    public var grammar: String? {
        element[child: "Record"]?[child: "Item"]?[child: "Meta"].flatMap { Meta(from: $0).type }
    }

    /// The text of Record/Item/Data, a CGI expression ("SINCE&EQ;20061206T120000"); nil when there is none.
    public var record: String? { element[child: "Record"]?[child: "Item"]?[child: "Data"]?.text.trimmed }

    /// FilterType: "INCLUSIVE" or "EXCLUSIVE"; nil when left out, which means EXCLUSIVE.
    public var filterType: String? { element.token("FilterType") }
}
