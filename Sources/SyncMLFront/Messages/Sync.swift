import Markup

/// Sync (Representation Protocol):
/// `CmdID, NoResp?, Cred?, Target?, Source?, Meta?, NumberOfChanges?, commands*`.
public struct Sync: Hashable, Sendable, Codable {
    /// CmdID; "" when the sender left it out.
    public var commandID: String
    /// NoResp.
    public var noResponse: Bool
    /// Cred.
    public var credential: Credential?
    /// The receiver's datastore.
    public var target: Location?
    /// The sender's datastore.
    public var source: Location?
    /// Meta: Mem.
    public var meta: Meta?
    /// NumberOfChanges (1.1 and later).
    public var numberOfChanges: Int?
    /// The commands, in order.
    public var commands: [Command]

    /// A Sync.
    public init(
        commandID: String, noResponse: Bool = false, credential: Credential? = nil, target: Location? = nil,
        source: Location? = nil, meta: Meta? = nil, numberOfChanges: Int? = nil, commands: [Command] = []
    ) {
        self.commandID = commandID
        self.noResponse = noResponse
        self.credential = credential
        self.target = target
        self.source = source
        self.meta = meta
        self.numberOfChanges = numberOfChanges
        self.commands = commands
    }

    private static let ownChildren: Set<String> = [
        "CmdID", "NoResp", "Cred", "Target", "Source", "Meta", "NumberOfChanges",
    ]

    /// Reads Sync.
    public init(from element: Element) {
        commandID = element.token("CmdID") ?? ""
        noResponse = element.has("NoResp")
        credential = element[child: "Cred"].map(Credential.init(from:))
        target = element[child: "Target"].map(Location.init(from:))
        source = element[child: "Source"].map(Location.init(from:))
        meta = element[child: "Meta"].map(Meta.init(from:))
        numberOfChanges = element.number("NumberOfChanges")
        commands = element.elements.filter { !Sync.ownChildren.contains($0.name) }.map(Command.init(from:))
    }

    /// Writes Sync.
    public func element() -> Element {
        var children = Children()
        children.text("CmdID", commandID)
        children.flag("NoResp", noResponse)
        children.add(credential?.element())
        children.add(target?.element("Target"))
        children.add(source?.element("Source"))
        children.add(meta?.element())
        children.number("NumberOfChanges", numberOfChanges)
        children.add(commands.map { $0.element() })
        return Element("Sync", children.nodes)
    }
}
