import DAVClient
import Phone
import SyncMLFront
import SyncTypes

/// One run of the world, made of a seed alone: who takes part, what they do, what goes wrong.
public struct Plan: Sendable {
    /// One thing that happens.
    public enum Step: Sendable, Hashable {
        /// A phone's user does something. `pick` chooses among what there is.
        case user(phone: Int, UserAction, pick: UInt64)
        /// Another client upstream does something.
        case thirdParty(ThirdPartyAction, pick: UInt64)
        /// A phone syncs.
        case sync(phone: Int, mode: SyncMode, Trouble)
        /// The clock jumps by so many seconds.
        case clock(Int64)
        /// The server forgets its sync tokens.
        case expireTokens
        /// The bridge's process ends between two messages and begins again.
        case restart
    }

    /// What a user does on a phone.
    public enum UserAction: String, Sendable, Hashable, CaseIterable {
        case add, edit, editSeveral, clear, delete, addTwice, deleteAndAddAgain, makeBackup, restoreBackup, wipe, swap
    }

    /// What another client does upstream.
    public enum ThirdPartyAction: String, Sendable, Hashable, CaseIterable {
        case add, edit, editSeveral, clear, delete, touch, reorder
    }

    /// What goes wrong in one sync.
    public struct Trouble: Sendable, Hashable {
        /// By the number of the phone's message.
        var line: [Int: LineEvent] = [:]
        /// By the number of the bridge's request.
        var upstream: [Int: UpstreamTrouble] = [:]
        /// When the process dies.
        var death: BridgeProcess.Death?
        /// Commits that find the disk full.
        var fullAt: Range<Int> = 0..<0
        /// Nothing goes wrong.
        static let none = Trouble()

        /// True when nothing goes wrong.
        var isNone: Bool { self == .none }
    }

    /// What happens to one message of a phone.
    public enum LineEvent: String, Sendable, Hashable, CaseIterable {
        case messageLost, replyLost, repeated, lateCopy
    }

    /// What happens to one request of the bridge.
    public enum UpstreamTrouble: String, Sendable, Hashable, CaseIterable {
        case lostRequest, lostReply, unavailable, failure, tooMany, timeout

        var fault: Fault {
            switch self {
            case .lostRequest: .lostRequest
            case .lostReply: .lostReply
            case .unavailable: .status(503, retryAfter: 1)
            case .failure: .status(500)
            case .tooMany: .status(429, retryAfter: 1)
            case .timeout:
                Fault(.after, .error(TransportError(.timeout, "simulated: no answer in time", mayHaveArrived: true)))
            }
        }
    }

    /// The upstream server's personality.
    public enum Personality: String, Sendable, Hashable, CaseIterable {
        case honest, radicale, xandikos

        var behaviour: ServerBehaviour {
            switch self {
            case .honest: .honest
            case .radicale: .radicale
            case .xandikos: .xandikos
            }
        }
    }

    /// What it is made of.
    public var seed: UInt64
    /// The models of the phones, all of one account.
    public var phones: [HandsetModel]
    /// The kinds every phone has a store for.
    public var kinds: [ItemKind]
    /// All people have one family name.
    public var hasFamilies: Bool
    /// The upstream server.
    public var personality: Personality
    /// What happens, in order.
    public var steps: [Step]
}
