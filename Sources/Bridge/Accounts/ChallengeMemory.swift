import SyncMLFront

/// Which sessions have been challenged for a wrong credential: the second wrong one of a session is refused for good, so that no
/// device goes on asking (IceWarp; S60 takes a 401 without Chal for the end).
///
/// A session that begins again, by a MsgID that is no later than the one which was challenged, is challenged again: devices number
/// theirs anew, and some call every session 1.
///
/// It also keeps what a challenged message asked for: Sony Ericsson's M600i, UIQ 3 phones and Motorola Z8 prove themselves without saying it
/// again.
struct ChallengeMemory: Sendable {
    /// Seconds after which nothing is known of a session any more.
    static let memorySeconds: Int64 = 300
    /// Sessions that are known; the oldest make room.
    static let capacity = 4096

    /// A session of somebody who has proven nothing.
    struct Attempt: Hashable, Sendable {
        let address: String
        let device: String
        let session: String
    }

    private struct Challenged: Sendable {
        let messageID: Int
        let at: Int64
    }

    private var sessions: [Attempt: Challenged] = [:]
    private var unheard: [Attempt: Unheard] = [:]

    /// A message none of whose commands ran.
    private struct Unheard: Sendable {
        let message: Message
        let at: Int64
    }

    /// Messages that are kept, and bytes that one of them may have had.
    static let (mostKept, mostBytes) = (256, 32_768)

    /// Notes a wrong credential in a message. True when the session was challenged for an earlier one: then it is refused.
    mutating func missed(_ attempt: Attempt, messageID: String, at now: Int64) -> Bool {
        let number = Int(messageID) ?? 0
        if let known = sessions[attempt], now >= known.at, now - known.at < Self.memorySeconds, number > known.messageID
        {
            return true
        }
        if sessions[attempt] == nil, sessions.count >= Self.capacity {
            let kept = sessions.sorted { $0.value.at > $1.value.at }.prefix(Self.capacity / 2)
            sessions = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
        }
        sessions[attempt] = Challenged(messageID: number, at: now)
        return false
    }

    /// Keeps what a challenged message asked for. Only what opens a session can wait for its credential.
    mutating func keep(_ message: Message, of attempt: Attempt, bytes: Int, at now: Int64) {
        var kept = message
        kept.commands.removeAll { !$0.opensSession }
        guard !kept.commands.isEmpty, bytes <= Self.mostBytes else {
            unheard[attempt] = nil
            return
        }
        if unheard[attempt] == nil, unheard.count >= Self.mostKept {
            let newest = unheard.sorted { $0.value.at > $1.value.at }.prefix(Self.mostKept / 2)
            unheard = Dictionary(uniqueKeysWithValues: newest.map { ($0.key, $0.value) })
        }
        unheard[attempt] = Unheard(message: kept, at: now)
    }

    /// What the session's challenged message asked for, once; nil: nothing, or it is too long ago.
    mutating func take(_ attempt: Attempt, at now: Int64) -> Message? {
        guard let known = unheard.removeValue(forKey: attempt), now >= known.at, now - known.at < Self.memorySeconds
        else { return nil }
        return known.message
    }
}

extension Command {
    /// True for what a device says before anything is synchronised.
    fileprivate var opensSession: Bool {
        switch self {
        case .alert, .put, .get: true
        case .add, .replace, .copy, .move, .delete, .results, .status, .map, .sync, .sequence, .atomic, .exec, .search,
            .unknown:
            false
        }
    }
}
