import Markup

/// Get (Representation Protocol) asks for the data of its items: `CmdID, NoResp?, Lang?, Cred?, Meta?, Item+`.
public struct Get: Hashable, Sendable, Codable {
    /// CmdID; "" when the sender left it out.
    public var commandID: String
    /// NoResp.
    public var noResponse: Bool
    /// Lang: a language tag.
    public var language: String?
    /// Cred.
    public var credential: Credential?
    /// Meta that stands for all items without their own.
    public var meta: Meta?
    /// The items.
    public var items: [Item]

    /// A Get.
    public init(
        commandID: String, noResponse: Bool = false, language: String? = nil, credential: Credential? = nil,
        meta: Meta? = nil, items: [Item] = []
    ) {
        self.commandID = commandID
        self.noResponse = noResponse
        self.language = language
        self.credential = credential
        self.meta = meta
        self.items = items
    }

    /// Reads Get.
    public init(from element: Element) {
        commandID = element.token("CmdID") ?? ""
        noResponse = element.has("NoResp")
        language = element.token("Lang")
        credential = element[child: "Cred"].map(Credential.init(from:))
        meta = element[child: "Meta"].map(Meta.init(from:))
        items = element.all("Item").map(Item.init(from:))
    }

    /// Writes Get.
    public func element() -> Element {
        var children = Children()
        children.text("CmdID", commandID)
        children.flag("NoResp", noResponse)
        children.text("Lang", language)
        children.add(credential?.element())
        children.add(meta?.element())
        children.add(items.map { $0.element() })
        return Element("Get", children.nodes)
    }
}
