import SyncTypes

/// What a command of the phone waits for: the meaning of its Status.
enum Awaited: Hashable, Sendable {
    /// Nothing hangs on it (Put, Get, Results, Alert 222).
    case nothing
    /// The Alert of a store, by its place in the session.
    case alert(Int)
    /// A Sync of a store.
    case sync(Int)
    /// A change; false while more chunks follow.
    case change(Int, PhoneChange, isWhole: Bool)
    /// Names told.
    case map(Int, [PendingMap])
}

/// All commands that have no Status yet, by MsgID and CmdID.
struct AwaitedStatuses: Hashable, Sendable {
    private var open: [String: [String: Awaited]] = [:]

    mutating func expect(_ awaited: Awaited, message: Int, command: String) {
        open[String(message), default: [:]][command] = awaited
    }

    /// The first Status for a command takes it out; a second one finds nothing.
    mutating func take(message: String, command: String) -> Awaited? {
        open[message]?.removeValue(forKey: command)
    }

    mutating func removeAll() { open = [:] }

    /// Whole changes the server never answered, in a fixed order.
    var unanswered: [(store: Int, change: PhoneChange)] {
        var found: [(store: Int, change: PhoneChange)] = []
        for commands in open.values {
            for awaited in commands.values {
                if case .change(let store, let change, isWhole: true) = awaited { found.append((store, change)) }
            }
        }
        return found.sorted { left, right in
            left.store == right.store ? LUID.phoneOrder(left.change.luid, right.change.luid) : left.store < right.store
        }
    }
}
