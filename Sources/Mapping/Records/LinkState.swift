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
}

/// Stored as the case's name, with the status behind it: `refused:420`.
extension LinkState: ColumnValue {
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 { text.bind(to: statement, at: index) }

    private var text: String {
        switch self {
        case .linked: "linked"
        case .offered: "offered"
        case .delivered: "delivered"
        case .refused(let code): "refused:\(code)"
        case .deleting: "deleting"
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
        default: break
        }
        throw StoreError(.corrupt, "A stored value is no LinkState")
    }
}
