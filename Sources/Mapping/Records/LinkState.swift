import GRDB

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
    var databaseValue: DatabaseValue {
        switch self {
        case .linked: "linked".databaseValue
        case .offered: "offered".databaseValue
        case .delivered: "delivered".databaseValue
        case .refused(let code): "refused:\(code)".databaseValue
        case .deleting: "deleting".databaseValue
        }
    }

    static func read(_ row: Row, at index: Int) throws -> LinkState {
        let text = try String.read(row, at: index)
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
