import Markup

/// Item (Representation Protocol): `Target?, Source?, SourceParent?, TargetParent?, Meta?, Data?, MoreData?`.
public struct Item: Hashable, Sendable, Codable {
    /// The receiver's name for the item or database.
    public var target: Location?
    /// The sender's name for it.
    public var source: Location?
    /// SourceParent/LocURI (1.2): the sender's name of the parent.
    public var sourceParent: String?
    /// TargetParent/LocURI (1.2): the receiver's name of the parent.
    public var targetParent: String?
    /// Type, format, size, anchors.
    public var meta: Meta?
    /// The content; nil when there is no Data element.
    public var data: ItemData?
    /// True when the next chunk follows (1.1 and later).
    public var moreData: Bool

    /// An item.
    public init(
        target: Location? = nil, source: Location? = nil, sourceParent: String? = nil, targetParent: String? = nil,
        meta: Meta? = nil, data: ItemData? = nil, moreData: Bool = false
    ) {
        self.target = target
        self.source = source
        self.sourceParent = sourceParent
        self.targetParent = targetParent
        self.meta = meta
        self.data = data
        self.moreData = moreData
    }

    /// Reads Item, children in any order (Nokia 3220 sends Meta after Source).
    public init(from element: Element) {
        target = element[child: "Target"].map(Location.init(from:))
        source = element[child: "Source"].map(Location.init(from:))
        sourceParent = element[child: "SourceParent"]?.identifier("LocURI")
        targetParent = element[child: "TargetParent"]?.identifier("LocURI")
        meta = element[child: "Meta"].map(Meta.init(from:))
        data = element[child: "Data"].map(ItemData.init(from:))
        moreData = element.has("MoreData")
    }

    /// Writes Item.
    public func element() -> Element {
        var children = Children()
        children.add(target?.element("Target"))
        children.add(source?.element("Source"))
        children.add(sourceParent.map { Element("SourceParent", [.element(Element("LocURI", text: $0))]) })
        children.add(targetParent.map { Element("TargetParent", [.element(Element("LocURI", text: $0))]) })
        children.add(meta?.element())
        children.add(data?.element())
        children.flag("MoreData", moreData)
        return Element("Item", children.nodes)
    }
}
