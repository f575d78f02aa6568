import Markup

/// Map (Representation Protocol) tells the device's names of items the server added:
/// `CmdID, Target, Source, Cred?, Meta?, MapItem+`.
public struct Map: Hashable, Sendable, Codable {
    /// CmdID; "" when the sender left it out.
    public var commandID: String
    /// The server's datastore.
    public var target: Location
    /// The device's datastore.
    public var source: Location
    /// Cred.
    public var credential: Credential?
    /// Meta.
    public var meta: Meta?
    /// The pairs.
    public var items: [MapItem]

    /// A map.
    public init(
        commandID: String, target: Location, source: Location, credential: Credential? = nil, meta: Meta? = nil,
        items: [MapItem] = []
    ) {
        self.commandID = commandID
        self.target = target
        self.source = source
        self.credential = credential
        self.meta = meta
        self.items = items
    }

    /// Reads Map.
    public init(from element: Element) {
        commandID = element.token("CmdID") ?? ""
        target = element[child: "Target"].map(Location.init(from:)) ?? Location(uri: "")
        source = element[child: "Source"].map(Location.init(from:)) ?? Location(uri: "")
        credential = element[child: "Cred"].map(Credential.init(from:))
        meta = element[child: "Meta"].map(Meta.init(from:))
        items = element.all("MapItem").map(MapItem.init(from:))
    }

    /// Writes Map.
    public func element() -> Element {
        var children = Children()
        children.text("CmdID", commandID)
        children.add(target.element("Target"))
        children.add(source.element("Source"))
        children.add(credential?.element())
        children.add(meta?.element())
        children.add(items.map { $0.element() })
        return Element("Map", children.nodes)
    }
}

/// MapItem (Representation Protocol): `Target, Source`.
public struct MapItem: Hashable, Sendable, Codable {
    /// Target/LocURI: the server's name, as sent in its Add.
    public var guid: String
    /// Source/LocURI: the device's name.
    public var luid: String

    /// A pair.
    public init(guid: String, luid: String) {
        self.guid = guid
        self.luid = luid
    }

    /// Reads MapItem.
    public init(from element: Element) {
        guid = element[child: "Target"]?.identifier("LocURI") ?? ""
        luid = element[child: "Source"]?.identifier("LocURI") ?? ""
    }

    /// Writes MapItem.
    public func element() -> Element {
        let target = Location(uri: guid).element("Target")
        let source = Location(uri: luid).element("Source")
        return Element("MapItem", [.element(target), .element(source)])
    }
}
