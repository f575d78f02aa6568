import Markup
import SyncTypes

/// DataStore (DevInf DTD): one database of a device.
public struct Datastore: Hashable, Sendable, Codable {
    /// SourceRef, as sent.
    public var sourceRef: String
    /// DisplayName.
    public var displayName: String?
    /// MaxGUIDSize in bytes.
    public var maxGUIDSize: Int?
    /// Rx-Pref, then Rx: types it takes.
    public var receives: [ContentType]
    /// Tx-Pref, then Tx: types it sends.
    public var sends: [ContentType]
    /// CTCap of this datastore (1.2), one for each content type.
    public var capabilities: [Capability]
    /// DSMem.
    public var memory: Memory?
    /// SupportHierarchicalSync (1.2).
    public var hierarchical: Bool
    /// SyncCap/SyncType: 1 two-way ... 7 server alerted.
    public var syncTypes: [Int]
    /// Filter-Rx (1.2): grammars of filters it takes.
    public var filterTypes: [ContentType]
    /// FilterCap/FilterKeyword (1.2), of all FilterCap.
    public var filterKeywords: [String]

    /// DSMem: what fits in.
    public struct Memory: Hashable, Sendable, Codable {
        /// SharedMem: the numbers hold for several datastores together.
        public var isShared: Bool
        /// MaxMem in bytes.
        public var maxBytes: Int?
        /// MaxID: items.
        public var maxItems: Int?

        /// A size.
        public init(isShared: Bool = false, maxBytes: Int? = nil, maxItems: Int? = nil) {
            self.isShared = isShared
            self.maxBytes = maxBytes
            self.maxItems = maxItems
        }
    }

    /// A datastore.
    public init(
        sourceRef: String, displayName: String? = nil, maxGUIDSize: Int? = nil, receives: [ContentType] = [],
        sends: [ContentType] = [], capabilities: [Capability] = [], memory: Memory? = nil, hierarchical: Bool = false,
        syncTypes: [Int] = [], filterTypes: [ContentType] = [], filterKeywords: [String] = []
    ) {
        self.sourceRef = sourceRef
        self.displayName = displayName
        self.maxGUIDSize = maxGUIDSize
        self.receives = receives
        self.sends = sends
        self.capabilities = capabilities
        self.memory = memory
        self.hierarchical = hierarchical
        self.syncTypes = syncTypes
        self.filterTypes = filterTypes
        self.filterKeywords = filterKeywords
    }

    /// Reads DataStore in any order (Sony Ericsson T39 has MaxGUIDSize before SourceRef).
    public init(from element: Element) {
        sourceRef = element.token("SourceRef") ?? ""
        displayName = element.token("DisplayName")
        maxGUIDSize = element.number("MaxGUIDSize")
        receives = Datastore.types(element.all("Rx-Pref") + element.all("Rx"))
        sends = Datastore.types(element.all("Tx-Pref") + element.all("Tx"))
        capabilities = element.all("CTCap").flatMap(Capability.all(in:))
        memory = element[child: "DSMem"].map {
            Memory(isShared: $0.has("SharedMem"), maxBytes: $0.number("MaxMem"), maxItems: $0.number("MaxID"))
        }
        hierarchical = element.has("SupportHierarchicalSync")
        syncTypes = element.all("SyncCap").flatMap { $0.all("SyncType") }.compactMap { Int($0.text.trimmed) }
        filterTypes = Datastore.types(element.all("Filter-Rx"))
        filterKeywords = element.all("FilterCap").flatMap { $0.all("FilterKeyword") }.map { $0.text.trimmed }
    }

    /// Writes DataStore for a version.
    func element(_ version: ProtocolVersion) -> Element {
        var children = Children()
        children.text("SourceRef", sourceRef)
        children.text("DisplayName", displayName)
        children.number("MaxGUIDSize", maxGUIDSize)
        children.add(Datastore.elements(receives, first: "Rx-Pref", others: "Rx"))
        children.add(Datastore.elements(sends, first: "Tx-Pref", others: "Tx"))
        if version == .v12 { children.add(capabilities.map { $0.element12() }) }
        if let memory {
            var inner = Children()
            if version != .v10 { inner.flag("SharedMem", memory.isShared) }
            inner.number("MaxMem", memory.maxBytes)
            inner.number("MaxID", memory.maxItems)
            children.add(Element("DSMem", inner.nodes))
        }
        if version == .v12 { children.flag("SupportHierarchicalSync", hierarchical) }
        children.add(Element("SyncCap", syncTypes.map { .element(Element("SyncType", text: String($0))) }))
        if version == .v12, !filterTypes.isEmpty { children.add(filters()) }
        return Element("DataStore", children.nodes)
    }

    private func filters() -> [Element] {
        let types = filterTypes.map { $0.element("Filter-Rx") }
        let caps = filterTypes.map { type in
            var element = type.element("FilterCap")
            element.children += filterKeywords.map { .element(Element("FilterKeyword", text: $0)) }
            return element
        }
        return types + caps
    }

    /// Each type once, the preferred one first. An entry without CTType says nothing.
    private static func types(_ elements: [Element]) -> [ContentType] {
        var all: [ContentType] = []
        for element in elements {
            // Some clients list several types in one Rx.
            for type in element.typesInside() where !all.contains(type) { all.append(type) }
        }
        return all
    }

    private static func elements(_ types: [ContentType], first: String, others: String) -> [Element] {
        types.enumerated().map { index, type in type.element(index == 0 ? first : others) }
    }
}

extension Element {
    /// The CTType and VerCT pairs directly inside, in order; VerCT belongs to the CTType before it.
    fileprivate func typesInside() -> [ContentType] {
        var types: [ContentType] = []
        for child in elements {
            let text = child.text.trimmed
            if child.name == "CTType", !text.isEmpty {
                types.append(ContentType(text))
            } else if child.name == "VerCT", let last = types.last {
                types[types.count - 1] = ContentType(last.mediaType, version: text)
            }
        }
        return types
    }
}

extension ContentType {
    /// CTType and VerCT under a name; VerCT is required there.
    func element(_ name: String) -> Element {
        Element(
            name,
            [.element(Element("CTType", text: mediaType)), .element(Element("VerCT", text: version ?? ""))])
    }
}
