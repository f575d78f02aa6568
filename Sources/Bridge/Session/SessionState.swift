import Mapping
import SyncMLFront
import SyncTypes

/// Everything a session must remember between two messages: a value, stored with the reply, so that a restarted process goes
/// on where the last reply left off.
struct SessionState: Hashable, Sendable, Codable {
    /// Who the device is.
    var authentication = AuthenticationMachine()
    /// Which package it is in.
    var packages = PackageMachine()
    /// A large object on its way in; its bytes lie in the store.
    var incoming = IncomingObject()
    /// A large object on its way out.
    var outgoing: OutgoingObject?
    /// What the device has not answered yet.
    var outstanding = OutstandingCommands<Purpose>()
    /// Statuses that did not fit into an earlier message.
    var owedStatuses: [Status] = []
    /// Results, Alerts and Gets that did not fit into an earlier message.
    var owedCommands: [OwedCommand] = []
    /// A Final is due once everything owed is sent.
    var owesFinal = false
    /// MsgID of the next reply.
    var nextMessageID = 1
    /// Bytes the device takes in one message; nil when it set no limit.
    var maxMessageSize: Int?
    /// Bytes the device takes in one item; nil when it set no limit.
    var maxObjectSize: Int?
    /// The datastores that were opened, in the order of their Alerts.
    var datastores: [DatastoreSession] = []
    /// A Get for the device information went out.
    var askedForInformation = false
    /// True once the device addressed the session by its RespURI: from then on nothing else identifies it.
    var followsRespURI = false
    /// What the URL of the first message asked for; nil: it was not looked at yet.
    var parameters: URLParameters?
    /// The mode that an administrator wants this once, and what it erases; nil: none.
    var once: NumberedMode?

    /// Datastores of a part of this session that broke off or was suspended, until they are resumed; nil: none.
    var interrupted: [DatastoreSession]?
    /// True when the device's session before this one broke off; nil: it did not.
    var followsBreak: Bool?

    /// What `?backup` has kept so far; nil: nothing yet.
    var backup: Exchange.BackupProgress?

    /// What the session has cost, while its device is traced; nil: it is not.
    var trace: TraceTotals?

    /// What a command of ours was for.
    enum Purpose: Hashable, Sendable, Codable {
        /// The Alert, Get or Results of the initialization.
        case initialization
        /// Our Alert of another mode than the device asks for.
        case opening(datastore: Int)
        /// A Sync command.
        case sync
        /// A chunk of a large object that is not its last.
        case chunk
        /// A change of a datastore's item; the number is the datastore's place in `datastores`.
        case change(datastore: Int, link: LinkRow, Operation)
    }

    /// What the device was told to do with an item.
    enum Operation: String, Hashable, Sendable, Codable {
        case add, replace, delete
        /// A Replace that asks whether the device has the item.
        case ask
    }
}

/// A command of ours that waits for room in a message.
struct OwedCommand: Hashable, Sendable, Codable {
    /// The command; its CmdID is given when it is sent.
    var command: Command
    /// What it is for.
    var purpose: SessionState.Purpose
}

/// A large object on its way to the device.
struct OutgoingObject: Hashable, Sendable, Codable {
    /// The link whose offered text it is.
    var link: LinkRow
    /// The datastore's place in the session.
    var datastore: Int
    /// Add or Replace.
    var operation: SessionState.Operation
    /// Bytes already sent.
    var offset: Int
    /// Its format.
    var format: ItemFormat
}

/// One datastore in one session.
struct DatastoreSession: Hashable, Sendable, Codable {
    /// Its row.
    let row: DatastoreRow
    /// The device's name for it ("./addressbook"), used as Target of what we send.
    let deviceName: String
    /// Our name for it as the device wrote it, echoed as Source.
    let serverName: String
    /// What it holds.
    let kind: ItemKind
    /// How it runs.
    var mode: SyncMode
    /// What the device asked for, and why something else runs; nil: it runs as asked.
    var asked: SyncMode?
    var reason: String?
    /// The device's Last, when it was one we knew.
    let presentedAnchor: Anchor?
    /// The device's Last, whatever it is; nil: it said none.
    var saidLast: Anchor?
    /// The device's Next; of a session that was resumed the one that the device said then.
    var deviceNext: Anchor?
    /// Our Next.
    let serverNext: Anchor
    /// The device has suspended it (Alert 224); nil: it has not.
    var isSuspended: Bool?
    /// Its collections, the one for new items first.
    let collections: [CollectionRow]
    /// A slow or refresh sync's items were matched.
    var isMatched = false
    /// How far the server's changes are sent; nil before the first.
    var cursor: SendCursor?
    /// An unmapped Add of an earlier session was found: the next session is slow.
    var needsSlowSync = false
    /// The anchors were committed.
    var isCommitted = false
    /// They were, and the device has said nothing since: it may not have had our last statuses, although it may keep its anchor all
    /// the same. What stays in doubt once it goes on.
    var unheard: Unheard?
    /// The first session since the last committed one in which the device sent items; nil: none.
    var openSince: SessionRow?
    /// True when it was to empty the device, and the device has not been heard of since: what it had is still known; nil otherwise.
    var keepsFormerLinks: Bool?
    /// What its collections had before this session wrote anything; nil: it has written nothing.
    var before: Census?
    /// The Meta/Format in which the device's last SIF item came; nil: none came.
    var contentFormat: ContentFormat?
    /// Which links the device may have left untold; nil: none.
    var doubts: DoubtfulLinks.Range?
    /// Adds of items that an earlier session took already; nil: none.
    var repetition: Repetition?
    /// Links whose new text may be the doing of the device's clock, judged at its Final; nil: none.
    var suspects: [LinkRow]?
    /// True when the device has stored a Replace as a new item (S60 1.1); nil: it has not. Its Map tells the new name.
    var hasStoredAnew: Bool?
    /// New items whose words are those of a link in doubt, with that link: the device's answer says whether it is the same item
    /// under another name; nil: none.
    var twins: [LinkRow: LinkRow]?
    /// True when a slow sync that broke off has left staged items; nil: it has not.
    var hasLeftStaged: Bool?
    /// NumberOfChanges of the device's first Sync; nil: it said none.
    var announced: Int?
    /// Items that have come, of whatever verb; nil: not even a Sync has.
    var arrived: Int?
    /// Items that came in a slow or refresh sync; nil: none.
    var wholeItems: Int?
    /// Between which edges the device holds events, from the session's beginning to its end; nil in a session that an earlier
    /// release began.
    var window: TimeWindow?
    /// What the device asks to have of it; nil: everything.
    var filter: ItemFilter?
    /// Items that it may still be given; nil: any number.
    var room: Int?
    /// True when there was no room for something; nil: there was.
    var isCut: Bool?
    /// True when an administrator approved that it erases; nil: nobody did.
    var mayErase: Bool?
    /// Why upstream could not be asked as it opened: what the device changes waits; nil: it was asked.
    var outage: String?
    /// True when it goes on after it broke off or was suspended; nil: it has not.
    var isResumed: Bool?
    /// True when the device showed items that this sync does not take; nil: none.
    var hasUntaken: Bool?
    /// What moved.
    var tally = Tally()
}

/// What a datastore's `openSince` becomes when the device has heard that the session was committed.
struct Unheard: Hashable, Sendable, Codable {
    /// Nil: nothing is in doubt.
    let openSince: SessionRow?
}
