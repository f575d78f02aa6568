import Markup

/// Alert (Representation Protocol): `CmdID, NoResp?, Cred?, Data?, Correlator?, Item*`.
public struct Alert: Hashable, Sendable, Codable {
    /// CmdID; "" when the sender left it out.
    public var commandID: String
    /// NoResp.
    public var noResponse: Bool
    /// Cred; Sony Ericsson K700i and Z600 put it here instead of SyncHdr.
    public var credential: Credential?
    /// Data: the alert code; nil when it is missing or no number.
    public var code: Int?
    /// One item a datastore, as a rule.
    public var items: [Item]
    /// Correlator (1.2).
    public var correlator: String?

    /// An alert.
    public init(
        commandID: String, noResponse: Bool = false, credential: Credential? = nil, code: Int?, items: [Item] = [],
        correlator: String? = nil
    ) {
        self.commandID = commandID
        self.noResponse = noResponse
        self.credential = credential
        self.code = code
        self.items = items
        self.correlator = correlator
    }

    /// Reads Alert.
    public init(from element: Element) {
        commandID = element.token("CmdID") ?? ""
        noResponse = element.has("NoResp")
        credential = element[child: "Cred"].map(Credential.init(from:))
        code = element.number("Data")
        items = element.all("Item").map(Item.init(from:))
        correlator = element.token("Correlator")
    }

    /// Writes Alert.
    public func element() -> Element {
        var children = Children()
        children.text("CmdID", commandID)
        children.flag("NoResp", noResponse)
        children.add(credential?.element())
        children.number("Data", code)
        children.text("Correlator", correlator)
        children.add(items.map { $0.element() })
        return Element("Alert", children.nodes)
    }
}
