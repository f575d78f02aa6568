import Markup

/// Add, Replace, Copy, Move and Delete (Representation Protocol):
/// `CmdID, NoResp?, Archive?, SftDel?, Cred?, Meta?, Item+`; only Delete has Archive and SftDel.
public struct ItemCommand: Hashable, Sendable, Codable {
    /// CmdID; "" when the sender left it out.
    public var commandID: String
    /// NoResp.
    public var noResponse: Bool
    /// Archive (Delete): keep a copy before deleting.
    public var archive: Bool
    /// SftDel (Delete): take the item off the device only.
    public var softDelete: Bool
    /// Cred.
    public var credential: Credential?
    /// Meta that stands for all items without their own.
    public var meta: Meta?
    /// The items; Funambol's BlackBerry client sends several in one command.
    public var items: [Item]

    /// A command on items.
    public init(
        commandID: String, noResponse: Bool = false, archive: Bool = false, softDelete: Bool = false,
        credential: Credential? = nil, meta: Meta? = nil, items: [Item] = []
    ) {
        self.commandID = commandID
        self.noResponse = noResponse
        self.archive = archive
        self.softDelete = softDelete
        self.credential = credential
        self.meta = meta
        self.items = items
    }

    /// Reads any of the five.
    public init(from element: Element) {
        commandID = element.token("CmdID") ?? ""
        noResponse = element.has("NoResp")
        archive = element.has("Archive")
        softDelete = element.has("SftDel")
        credential = element[child: "Cred"].map(Credential.init(from:))
        meta = element[child: "Meta"].map(Meta.init(from:))
        items = element.all("Item").map(Item.init(from:))
    }

    /// Writes under a command's name.
    public func element(_ name: String) -> Element {
        var children = Children()
        children.text("CmdID", commandID)
        children.flag("NoResp", noResponse)
        children.flag("Archive", archive)
        children.flag("SftDel", softDelete)
        children.add(credential?.element())
        children.add(meta?.element())
        children.add(items.map { $0.element() })
        return Element(name, children.nodes)
    }
}
