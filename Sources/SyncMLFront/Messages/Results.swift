import Markup

/// Results (Representation Protocol) answers a Get:
/// `CmdID, MsgRef?, CmdRef, Meta?, TargetRef?, SourceRef?, Item+`.
public struct Results: Hashable, Sendable, Codable {
    /// CmdID; "" when the sender left it out.
    public var commandID: String
    /// MsgRef: the message of the Get; nil means this session's first.
    public var messageRef: String?
    /// CmdRef: the Get.
    public var commandRef: String
    /// Meta that stands for all items without their own.
    public var meta: Meta?
    /// TargetRef: the item's target in the Get.
    public var targetRef: String?
    /// SourceRef: the item's source in the Get.
    public var sourceRef: String?
    /// The items.
    public var items: [Item]

    /// A result.
    public init(
        commandID: String, messageRef: String? = nil, commandRef: String, meta: Meta? = nil, targetRef: String? = nil,
        sourceRef: String? = nil, items: [Item] = []
    ) {
        self.commandID = commandID
        self.messageRef = messageRef
        self.commandRef = commandRef
        self.meta = meta
        self.targetRef = targetRef
        self.sourceRef = sourceRef
        self.items = items
    }

    /// Reads Results.
    public init(from element: Element) {
        commandID = element.token("CmdID") ?? ""
        messageRef = element.token("MsgRef")
        commandRef = element.token("CmdRef") ?? ""
        meta = element[child: "Meta"].map(Meta.init(from:))
        targetRef = element.identifier("TargetRef")
        sourceRef = element.identifier("SourceRef")
        items = element.all("Item").map(Item.init(from:))
    }

    /// Writes Results.
    public func element() -> Element {
        var children = Children()
        children.text("CmdID", commandID)
        children.text("MsgRef", messageRef)
        children.text("CmdRef", commandRef)
        children.add(meta?.element())
        children.text("TargetRef", targetRef)
        children.text("SourceRef", sourceRef)
        children.add(items.map { $0.element() })
        return Element("Results", children.nodes)
    }
}
