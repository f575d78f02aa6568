import Markup

/// Search (Representation Protocol):
/// `CmdID, NoResp?, NoResults?, Cred?, Target?, Source+, Lang?, Meta, Data`. Always answered 406.
public struct Search: Hashable, Sendable, Codable {
    /// CmdID; "" when the sender left it out.
    public var commandID: String
    /// NoResp.
    public var noResponse: Bool
    /// NoResults.
    public var noResults: Bool
    /// Cred.
    public var credential: Credential?
    /// Where the results shall be kept.
    public var target: Location?
    /// The datastores to search.
    public var sources: [Location]
    /// Lang.
    public var language: String?
    /// Meta: the grammar's type.
    public var meta: Meta?
    /// The expression.
    public var data: ItemData?

    /// A Search.
    public init(
        commandID: String, noResponse: Bool = false, noResults: Bool = false, credential: Credential? = nil,
        target: Location? = nil, sources: [Location] = [], language: String? = nil, meta: Meta? = nil,
        data: ItemData? = nil
    ) {
        self.commandID = commandID
        self.noResponse = noResponse
        self.noResults = noResults
        self.credential = credential
        self.target = target
        self.sources = sources
        self.language = language
        self.meta = meta
        self.data = data
    }

    /// Reads Search.
    public init(from element: Element) {
        commandID = element.token("CmdID") ?? ""
        noResponse = element.has("NoResp")
        noResults = element.has("NoResults")
        credential = element[child: "Cred"].map(Credential.init(from:))
        target = element[child: "Target"].map(Location.init(from:))
        sources = element.all("Source").map(Location.init(from:))
        language = element.token("Lang")
        meta = element[child: "Meta"].map(Meta.init(from:))
        data = element[child: "Data"].map(ItemData.init(from:))
    }

    /// Writes Search.
    public func element() -> Element {
        var children = Children()
        children.text("CmdID", commandID)
        children.flag("NoResp", noResponse)
        children.flag("NoResults", noResults)
        children.add(credential?.element())
        children.add(target?.element("Target"))
        children.add(sources.map { $0.element("Source") })
        children.text("Lang", language)
        children.add(meta?.element())
        children.add(data?.element())
        return Element("Search", children.nodes)
    }
}
