import Markup

/// Status (Representation Protocol):
/// `CmdID, MsgRef, CmdRef, Cmd, TargetRef*, SourceRef*, Cred?, Chal?, Data, Item*`.
public struct Status: Hashable, Sendable, Codable {
    /// CmdID; "" when the sender left it out.
    public var commandID: String
    /// MsgRef: the message answered.
    public var messageRef: String
    /// CmdRef: the command answered; "0" for SyncHdr.
    public var commandRef: String
    /// Cmd: the name of the command answered.
    public var command: String
    /// TargetRef, one for each item answered.
    public var targetRefs: [String]
    /// SourceRef, one for each item answered.
    public var sourceRefs: [String]
    /// Cred.
    public var credential: Credential?
    /// Chal.
    public var challenge: Challenge?
    /// Data: the status code; 0 when it is missing or no number.
    public var code: Int
    /// Items that say more, such as the anchor received.
    public var items: [Item]

    /// A status.
    public init(
        commandID: String, messageRef: String, commandRef: String, command: String, targetRefs: [String] = [],
        sourceRefs: [String] = [], credential: Credential? = nil, challenge: Challenge? = nil, code: Int,
        items: [Item] = []
    ) {
        self.commandID = commandID
        self.messageRef = messageRef
        self.commandRef = commandRef
        self.command = command
        self.targetRefs = targetRefs
        self.sourceRefs = sourceRefs
        self.credential = credential
        self.challenge = challenge
        self.code = code
        self.items = items
    }

    /// Reads Status.
    public init(from element: Element) {
        commandID = element.token("CmdID") ?? ""
        messageRef = element.token("MsgRef") ?? ""
        commandRef = element.token("CmdRef") ?? ""
        command = element.token("Cmd") ?? ""
        targetRefs = element.all("TargetRef").map { $0.text }
        sourceRefs = element.all("SourceRef").map { $0.text }
        credential = element[child: "Cred"].map(Credential.init(from:))
        challenge = element[child: "Chal"].map(Challenge.init(from:))
        code = element.number("Data") ?? 0
        items = element.all("Item").map(Item.init(from:))
    }

    /// Writes Status.
    public func element() -> Element {
        var children = Children()
        children.text("CmdID", commandID)
        children.text("MsgRef", messageRef)
        children.text("CmdRef", commandRef)
        children.text("Cmd", command)
        for reference in targetRefs { children.text("TargetRef", reference) }
        for reference in sourceRefs { children.text("SourceRef", reference) }
        children.add(credential?.element())
        children.add(challenge?.element())
        children.number("Data", code)
        children.add(items.map { $0.element() })
        return Element("Status", children.nodes)
    }
}
