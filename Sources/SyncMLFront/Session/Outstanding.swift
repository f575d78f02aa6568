/// A command of ours that the device has not answered yet.
///
/// - `Purpose`: what the command was for, in the words of whoever sent it.
public struct Outstanding<Purpose: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    /// The message that carried the command.
    public let messageID: String
    /// The command.
    public let commandID: String
    /// What it was for.
    public let purpose: Purpose
}

/// The commands the device still owes a Status, found by MsgRef and CmdRef (SyncML Representation section 5.3.2).
public struct OutstandingCommands<Purpose: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    private var waiting: [Outstanding<Purpose>] = []

    /// Nothing owed.
    public init() {}

    /// Notes a command that went out.
    public mutating func sent(messageID: String, commandID: String, purpose: Purpose) {
        waiting.append(Outstanding(messageID: messageID, commandID: commandID, purpose: purpose))
    }

    /// The purposes a Status answers. CmdRef 0 (the SyncHdr) and unknown references answer nothing.
    ///
    /// A large object's earlier chunks share their purpose; each has its own command.
    public mutating func answered(by status: Status) -> Purpose? {
        guard
            let index = waiting.firstIndex(where: {
                $0.messageID == status.messageRef && $0.commandID == status.commandRef
            })
        else { return nil }
        return waiting.remove(at: index).purpose
    }

    /// What is still owed.
    public var purposes: [Purpose] { waiting.map(\.purpose) }

    /// Forgets everything.
    public mutating func clear() { waiting.removeAll() }
}
