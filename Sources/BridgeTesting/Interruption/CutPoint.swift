/// Where one session is cut. All numbers count from 0 in the session's own order.
public enum CutPoint: Hashable, Sendable {
    /// The n-th message of the phone never arrives.
    case requestLost(Int)
    /// The n-th message arrives, and its reply never does.
    case replyLost(Int)
    /// The phone suspends the session instead of its n-th message (Alert 224).
    case suspended(Int)
    /// The bridge's process dies before the n-th commit of its store.
    case beforeCommit(Int)
    /// It dies behind the n-th commit.
    case afterCommit(Int)
    /// It dies before the n-th request goes upstream.
    case beforeRequest(Int)
    /// It dies when the n-th request has been answered, before it sees the reply.
    case afterRequest(Int)

    /// What an undisturbed session counted.
    public struct Counts: Hashable, Sendable {
        /// Messages of the phone.
        public var messages: Int
        /// Commits of the store.
        public var commits: Int
        /// Requests upstream.
        public var requests: Int
    }

    /// Every place at which a session with such counts can be cut. The first message brings the modes: before there is nothing to
    /// suspend.
    public static func all(of counts: Counts) -> [CutPoint] {
        (0..<counts.messages).flatMap { [.requestLost($0), .replyLost($0)] }
            + (1..<counts.messages).map { .suspended($0) }
            + (0..<counts.commits).flatMap { [.beforeCommit($0), .afterCommit($0)] }
            + (0..<counts.requests).flatMap { [.beforeRequest($0), .afterRequest($0)] }
    }

    /// What happens on the phone's line.
    var events: [Int: PhoneLine.Event] {
        switch self {
        case .requestLost(let number): [number: .messageLost]
        case .replyLost(let number): [number: .replyLost]
        case .suspended, .beforeCommit, .afterCommit, .beforeRequest, .afterRequest: [:]
        }
    }

    /// After how many messages the phone suspends the session; nil: it does not.
    var suspension: Int? {
        switch self {
        case .suspended(let number): number
        case .requestLost, .replyLost, .beforeCommit, .afterCommit, .beforeRequest, .afterRequest: nil
        }
    }

    /// When the process dies; nil when it lives.
    var death: BridgeProcess.Death? {
        switch self {
        case .requestLost, .replyLost, .suspended: nil
        case .beforeCommit(let number): .beforeCommit(number)
        case .afterCommit(let number): .afterCommit(number)
        case .beforeRequest(let number): .beforeRequest(number)
        case .afterRequest(let number): .afterRequest(number)
        }
    }
}

/// What a real client does after a session that broke off.
public enum RetryHabit: String, Hashable, Sendable, CaseIterable {
    /// The same message again, byte for byte.
    case sameMessage
    /// A new session in the same mode, from the anchors the phone had before.
    case newSession
    /// A new session that asks to resume (Alert 225).
    case resume
    /// The same with a Next of its own rather than that of the session that broke off.
    case resumeAnew
    /// A slow sync.
    case slowSync

    /// What can come after a cut: a phone that has suspended its session has had its answer.
    static func possible(after cut: CutPoint) -> [RetryHabit] {
        cut.suspension == nil ? allCases : allCases.filter { $0 != .sameMessage }
    }
}
