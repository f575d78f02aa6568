/// Which sessions have been challenged for a wrong credential: the second wrong one of a session is refused for good, so that no
/// device goes on asking (IceWarp; S60 takes a 401 without Chal for the end).
///
/// A session that begins again, by a MsgID that is no later than the one which was challenged, is challenged again: devices number
/// theirs anew, and some call every session 1.
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
}
