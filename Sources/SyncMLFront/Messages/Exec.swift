import Markup

/// Exec (Representation Protocol): `CmdID, NoResp?, Cred?, Meta?, Correlator?, Item`. Always answered 406.
public struct Exec: Hashable, Sendable, Codable {
    /// CmdID; "" when the sender left it out.
    public var commandID: String
    /// NoResp.
    public var noResponse: Bool
    /// Cred.
    public var credential: Credential?
    /// Meta.
    public var meta: Meta?
    /// Correlator (1.2).
    public var correlator: String?
    /// The item that names what to run.
    public var items: [Item]

    /// An Exec.
    public init(
        commandID: String, noResponse: Bool = false, credential: Credential? = nil, meta: Meta? = nil,
        correlator: String? = nil, items: [Item] = []
    ) {
        self.commandID = commandID
        self.noResponse = noResponse
        self.credential = credential
        self.meta = meta
        self.correlator = correlator
        self.items = items
    }

    /// Reads Exec.
    public init(from element: Element) {
        commandID = element.token("CmdID") ?? ""
        noResponse = element.has("NoResp")
        credential = element[child: "Cred"].map(Credential.init(from:))
        meta = element[child: "Meta"].map(Meta.init(from:))
        correlator = element.token("Correlator")
        items = element.all("Item").map(Item.init(from:))
    }

    /// Writes Exec.
    public func element() -> Element {
        var children = Children()
        children.text("CmdID", commandID)
        children.flag("NoResp", noResponse)
        children.add(credential?.element())
        children.add(meta?.element())
        children.text("Correlator", correlator)
        children.add(items.map { $0.element() })
        return Element("Exec", children.nodes)
    }
}
