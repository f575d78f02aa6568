import Markup

/// Sequence and Atomic (Representation Protocol): `CmdID, NoResp?, Meta?, commands+`.
public struct Group: Hashable, Sendable, Codable {
    /// CmdID; "" when the sender left it out.
    public var commandID: String
    /// NoResp.
    public var noResponse: Bool
    /// Meta.
    public var meta: Meta?
    /// The commands, in order.
    public var commands: [Command]

    /// A group.
    public init(commandID: String, noResponse: Bool = false, meta: Meta? = nil, commands: [Command] = []) {
        self.commandID = commandID
        self.noResponse = noResponse
        self.meta = meta
        self.commands = commands
    }

    private static let ownChildren: Set<String> = ["CmdID", "NoResp", "Meta"]

    /// Reads Sequence or Atomic.
    public init(from element: Element) {
        commandID = element.token("CmdID") ?? ""
        noResponse = element.has("NoResp")
        meta = element[child: "Meta"].map(Meta.init(from:))
        commands = element.elements.filter { !Group.ownChildren.contains($0.name) }.map(Command.init(from:))
    }

    /// Writes under the name "Sequence" or "Atomic".
    public func element(_ name: String) -> Element {
        var children = Children()
        children.text("CmdID", commandID)
        children.flag("NoResp", noResponse)
        children.add(meta?.element())
        children.add(commands.map { $0.element() })
        return Element(name, children.nodes)
    }
}
