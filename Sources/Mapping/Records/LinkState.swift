/// Where an item stands between the two sides.
public enum LinkState: Hashable, Sendable, Codable {
    /// Both sides have it and know each other's name for it.
    case linked
    /// An Add was sent or is about to be; the LUID is unknown.
    case offered
    /// The device acknowledged the Add; its Map is awaited.
    case delivered
    /// The device refused it with this SyncML status; it is offered again.
    case refused(code: Int)
    /// A Delete was sent; its Status is awaited.
    case deleting
    /// The device did not have the item of the link's LUID and made a new one of our Replace; its Map is awaited, which tells the
    /// new name. Until then the view is still on its way.
    case storedAnew(StoredCopy)
}

/// What the new item is that a device made of our Replace.
public enum StoredCopy: String, Hashable, Sendable, Codable, CaseIterable {
    /// The item with a change.
    case changed
    /// The item as the device had it: the Replace only asked for it. The device's user had deleted it and never told.
    case asked
    /// One too many: the device has the item under another name, or its deletion has been told. Such a link has no resource.
    case stray
}

/// Stored as the case's name, with the status behind it: `refused:420`, `anew:stray`.
extension LinkState: ColumnValue {
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 { text.bind(to: statement, at: index) }

    private var text: String {
        switch self {
        case .linked: "linked"
        case .offered: "offered"
        case .delivered: "delivered"
        case .refused(let code): "refused:\(code)"
        case .deleting: "deleting"
        case .storedAnew(let copy): "anew:\(copy.rawValue)"
        }
    }

    static func read(_ row: SQLStatement, at index: Int32) throws -> LinkState {
        let text = try String.read(row, at: index)
        if text == "linked" { return .linked }
        let words = text.split(separator: ":", maxSplits: 1)
        switch words.first {
        case "linked": return .linked
        case "offered": return .offered
        case "delivered": return .delivered
        case "deleting": return .deleting
        case "refused":
            guard let code = words.last.flatMap({ Int($0) }) else { break }
            return .refused(code: code)
        case "anew":
            guard let copy = words.last.flatMap({ StoredCopy(rawValue: String($0)) }) else { break }
            return .storedAnew(copy)
        default: break
        }
        throw StoreError(.corrupt, "A stored value is no LinkState")
    }
}
