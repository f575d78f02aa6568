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
        /// The administrator takes a change or a whole session back.
        case undo(pick: UInt64)
        /// The administrator decides about everything that waits.
        case decide(approve: Bool)
        /// The administrator makes a backup of the state.
        case saveState
        /// The state is gone: the backup takes its place, or none.
        case replaceState
        /// The administrator sets the window of a phone, or of the account.
        case window(phone: Int?, String)
        /// A phone's user wants the events of so many days around this one; of none: all.
        case filter(phone: Int, Int, Int)
        /// A phone's user wants something else on it; nil: everything.
        case ask(phone: Int, HandsetFilter?)
        /// The next sync of a phone goes to a URL with this query.
        case wish(phone: Int, query: String)
        /// The minute's upkeep, with a server that answers.
        case upkeep
        /// The next sync of a phone is suspended after so many messages, and goes on with the one after it when `resumes`. One that
        /// breaks off instead is resumed, too.
        case suspend(phone: Int, after: Int, resumes: Bool)
    }

    /// What a user does on a phone.
    public enum UserAction: String, Sendable, Hashable, CaseIterable {
        case add, edit, editSeveral, clear, delete, addTwice, deleteAndAddAgain, makeBackup, restoreBackup, wipe, swap
        /// Types an item once more, word by word.
        case addCopy
        /// Deletes eleven items at once.
        case deleteMany
        /// Deletes all items of a kind but one.
        case deleteMost
        /// Edits one of the items that another client has put there twice.
        case editTwin
        /// Types what `deleteMost` deleted in again, with one value changed in each.
        case retype
        /// Ends the limit of the phone's memory.
        case makeRoom
    }

    /// What another client does upstream.
    public enum ThirdPartyAction: String, Sendable, Hashable, CaseIterable {
        case add, edit, editSeveral, clear, delete, touch, reorder
        /// An event of every hour, which vCalendar 1.0 cannot say.
        case addSeries
        /// An event that comes every year, since before 1980.
        case addBirthday
        /// Twenty-four items.
        case addCrowd
        /// The same resource under another name.
        case move
        /// Deletes all but one.
        case purge
        /// Puts a contact there once more, with its UID under another name, as an import does.
        case duplicate
        /// Deletes one of the two.
        case dedupe
        /// Gives one of the two another picture.
        case repaint
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
        /// A PUT is refused for good; other requests pass.
        case refused

        /// Listings that lack members, a report with an error inside or without its last member, a sync token not known any more.
        case halfListing, emptyListing, errorInside, shortReply, deadToken

        /// A page in place of an answer, and a condition that fails although it holds.
        case page, strayCondition

        /// True for a request that this can happen to.
        func concerns(_ request: HTTPRequest) -> Bool {
            let body = { String(decoding: request.body, as: UTF8.self) }
            switch self {
            case .lostRequest, .lostReply, .unavailable, .failure, .tooMany, .timeout, .page: return true
            case .strayCondition: return request.method == "PUT" || request.method == "DELETE"
            case .refused: return request.method == "PUT"
            case .halfListing, .emptyListing:
                return request.method == "PROPFIND" && request.header("Depth") == "1" && body().contains("getetag")
            case .errorInside, .shortReply: return request.method == "REPORT" && body().contains("multiget")
            case .deadToken: return request.method == "REPORT" && body().contains("/sync-token>")
            }
        }

        /// Those that a plan without later additions draws from.
        static let early: [UpstreamTrouble] = [.lostRequest, .lostReply, .unavailable, .failure, .tooMany, .timeout]

        var fault: Fault {
            switch self {
            case .lostRequest: .lostRequest
            case .lostReply: .lostReply
            case .unavailable: .status(503, retryAfter: 1)
            case .failure: .status(500)
            case .tooMany: .status(429, retryAfter: 1)
            case .refused: .status(507)
            case .halfListing: .halfListing
            case .emptyListing: .emptyListing
            case .errorInside: .errorInside
            case .shortReply: .shortReply
            case .deadToken: .deadToken
            case .page: .page
            case .strayCondition: .status(412)
            case .timeout:
                Fault(.after, .error(TransportError(.timeout, "simulated: no answer in time", mayHaveArrived: true)))
            }
        }
    }

    /// The upstream server's personality.
    public enum Personality: String, Sendable, Hashable, CaseIterable {
        case honest, radicale, xandikos, sogo, davical, sabre, cyrus, calypso

        /// Those that a plan without later additions draws from.
        static let early: [Personality] = [.honest, .radicale, .xandikos]

        /// True for a server that accepts a dead sync token, or lists without deletions for it.
        var forgetsSilently: Bool {
            switch self {
            case .honest, .radicale, .xandikos, .sabre, .cyrus, .calypso: false
            case .sogo, .davical: true
            }
        }

        var behaviour: ServerBehaviour {
            switch self {
            case .honest: .honest
            case .radicale: .radicale
            case .xandikos: .xandikos
            case .sogo: .sogo
            case .davical: .davical
            case .sabre: .sabre
            case .cyrus: .cyrus
            case .calypso: .calypso
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
    /// The account's conflict rule; nil for the product's own.
    public var conflictRule: String?
    /// The server has no sync reports: what changed is only told by listings.
    public var hasOnlyListings = false
    /// Changes of phones wait for a server that is away, and Retry-After is obeyed.
    public var queuesOffline = false
    /// There is a second address book, which may only be read.
    public var hasShared = false
    /// Notes are text files of a folder.
    public var hasNoteFolder = false
    /// The account's time window; nil: there is none, and events are all of one day.
    public var window: String?

    /// The server tells less, or other things, than there is.
    var isMisled: Bool {
        steps.contains { step in
            guard case .sync(_, _, let trouble) = step else { return false }
            return trouble.upstream.values.contains { !UpstreamTrouble.early.contains($0) }
        }
    }

    /// Some of its listings lack members. One that is empty beside an empty mirror is believed until the next day.
    var listsHalf: Bool {
        steps.contains { step in
            guard case .sync(_, _, let trouble) = step else { return false }
            return trouble.upstream.values.contains { $0 == .halfListing || $0 == .emptyListing }
        }
    }
}
