/// Where real clients differ from one another while all speak SyncML: one value a habit.
///
/// The default phone is SyncEvolution-like and well behaved; the named sets below are families seen in the field.
public struct PhoneHabits: Hashable, Sendable, Codable {
    /// How new items travel outside a slow sync. Nokia 9210 and P900: `replace`.
    public var newItems: ItemSpelling = .add
    /// How every item travels in a slow sync. S60 and Nokia 9210: `replace`.
    public var slowItems: ItemSpelling = .add
    /// When the names given to the server's new items are told.
    public var maps: MapTiming = .withStatuses
    /// One Map for each item, as P900 does, or one for many.
    public var itemsPerMap = 20
    /// How often the last message is sent again when its reply is lost; 0 gives up at once.
    public var repeatsAfterLoss = 1
    /// Offers the device information unasked in the first message (Put).
    public var putsInformation = true
    /// Asks for the server's device information in the first message (Get).
    public var asksInformation = true
    /// Sends Put before the Alerts (most), or behind them (Nokia 9210).
    public var putsAfterAlerts = false
    /// Where credentials sit. Sony Ericsson K700i and Z600: `alert`; K500i: `both`.
    public var credentials: CredentialPlace = .header
    /// Sends credentials before it was asked for them. Nokia 9210: false.
    public var credentialsAtOnce = true
    /// What follows a challenge.
    public var challenge: ChallengeAnswer = .sameSession
    /// Says Put, Get and Alerts again after a challenge. Sony Ericsson M600i: false.
    public var repeatsCommandsAfterChallenge = true
    /// Offers the device information again after a challenge. SyncEvolution: false.
    public var putsAfterChallenge = true
    /// How many challenges it answers in one session. S60: 1.
    public var challengesAnswered = 1
    /// Sends an md5 digest in WBXML as 16 raw bytes instead of base64.
    public var rawDigest = false
    /// Names the user in Source/LocName, which md5 needs.
    public var sendsUserName = true
    /// Posts to the server's RespURI.
    public var followsRespURI = true
    /// Ends its last message with Final. Old Funambol clients: false.
    public var finalInLastMessage = true
    /// Ends a message that only asks for more with Final. Funambol clients: true.
    public var finalWhenAsking = false
    /// How it asks for the rest of an unfinished package.
    public var asking: MoreRequest = .alert222
    /// The first CmdID of each message. Panasonic X70: 2.
    public var firstCommandID = 1
    /// Sends NumberOfChanges (1.1 and later).
    public var numberOfChanges = true
    /// Cuts items that do not fit into a message (1.1 and later).
    public var largeObjects = true
    /// The form of Last before the first sync.
    public var firstAnchor: FirstAnchor = .omitted
    /// Asks for a slow sync when it has no anchor; otherwise asks 200 and leaves it to the server (Motorola A780).
    public var slowWithoutAnchor = true
    /// The form of anchors.
    public var anchors: AnchorForm = .timestamp
    /// Says SessionID 1 in every session.
    public var constantSessionID = false
    /// Ignores a server's 201 and goes on with 200. Siemens S55: true.
    public var ignoresForcedSlow = false
    /// Refuses a server's Alert of another mode than it asked for, and goes on with its own.
    public var refusesOtherModes = false
    /// Stores a Replace of an unknown LUID as a new item, answered 201 and mapped. S60 1.1: true; others say 404.
    public var storesUnknownReplace = false
    /// Answers the server's Results and Put with a Status.
    public var answersResults = true
    /// Writes Meta/Type on each command. Sony Ericsson M600i: false.
    public var sendsType = true
    /// Tells its free memory in Sync/Meta/Mem. Nokia 9210: true.
    public var sendsMemory = false
    /// Its user's deletions only free the phone: Delete with SftDel, the server keeps the item. Nil is false: folders made by
    /// earlier versions do not say.
    public var deletesSoftly: Bool?
    /// Ends every message with Final, whatever is still to come. Some Funambol clients: true.
    public var finalEarly: Bool?
    /// Sends every message twice, byte for byte, and believes the second answer.
    public var saysTwice: Bool?
    /// Resumes with a Next of its own rather than that of the session that broke off. SyncEvolution: true.
    public var resumesWithNewAnchor: Bool?
    /// The anchor of a session is kept as soon as the phone's own changes are sent, however the session ends.
    public var keepsAnchorEarly: Bool?
    /// When it resumes a session, an item that was on its way in chunks begins anew; nil is false: it goes on.
    public var restartsObjects: Bool?
    /// Begins with the Alert code of the server that asked it to sync (206 to 210) rather than with its own (200 and 202 to 205).
    public var echoesServerAlert: Bool?
    /// Sends an empty Sync for a store in which only the server speaks.
    public var emptySyncWhenSilent = true

    /// The habits of a well behaved client.
    public init() {}

    /// How an item travels that the server may not know.
    public enum ItemSpelling: String, Hashable, Sendable, Codable, CaseIterable {
        /// In an Add.
        case add
        /// In a Replace.
        case replace
    }

    /// When Map commands are sent.
    public enum MapTiming: String, Hashable, Sendable, Codable, CaseIterable {
        /// Beside the statuses of the Adds.
        case withStatuses
        /// In a message of their own, the last one.
        case lastMessage
        /// In the next session, before its Sync (S60 after a broken session).
        case nextSession
        /// Not at all (one-way clients that never map).
        case never
    }

    /// Where Cred is written.
    public enum CredentialPlace: String, Hashable, Sendable, Codable, CaseIterable {
        /// In SyncHdr.
        case header
        /// In the first Alert.
        case alert
        /// In both.
        case both
    }

    /// How a challenge is answered.
    public enum ChallengeAnswer: String, Hashable, Sendable, Codable, CaseIterable {
        /// In the same session with the next MsgID (S60, Nokia 9210, Funambol).
        case sameSession
        /// In a new session: SessionID + 1, MsgID 1 (SyncEvolution).
        case newSession
    }

    /// How the rest of a package is asked for.
    public enum MoreRequest: String, Hashable, Sendable, Codable, CaseIterable {
        /// Alert 222.
        case alert222
        /// Statuses alone (SyncEvolution).
        case statuses
    }

    /// How "never synced" is written in Last.
    public enum FirstAnchor: String, Hashable, Sendable, Codable, CaseIterable {
        /// No Last element.
        case omitted
        /// An empty Last.
        case empty
        /// "0".
        case zero
        /// "00000000T000000Z" (iSync).
        case zeroDate
    }

    /// What anchors look like.
    public enum AnchorForm: String, Hashable, Sendable, Codable, CaseIterable {
        /// "20261121T012027Z".
        case timestamp
        /// Seconds since 1970, in decimal.
        case seconds
        /// A count of sessions, in decimal (iSync).
        case count
        /// "1" and "2" in turns (K750i, S40).
        case alternating
    }
}

extension PhoneHabits {
    /// SyncEvolution and Synthesis clients.
    public static var syncEvolution: PhoneHabits {
        var habits = PhoneHabits()
        habits.challenge = .newSession
        habits.putsAfterChallenge = false
        habits.asking = .statuses
        habits.resumesWithNewAnchor = true
        return habits
    }

    /// Nokia Series 60.
    public static var s60: PhoneHabits {
        var habits = PhoneHabits()
        habits.slowItems = .replace
        habits.storesUnknownReplace = true
        habits.maps = .lastMessage
        return habits
    }

    /// Nokia 9210 communicator.
    public static var nokia9210: PhoneHabits {
        var habits = PhoneHabits()
        habits.newItems = .replace
        habits.slowItems = .replace
        habits.credentialsAtOnce = false
        habits.putsAfterAlerts = true
        habits.sendsMemory = true
        habits.itemsPerMap = 1
        return habits
    }

    /// Sony Ericsson K700i and Z600.
    public static var sonyEricsson: PhoneHabits {
        var habits = PhoneHabits()
        habits.credentials = .alert
        habits.numberOfChanges = false
        return habits
    }

    /// Funambol's clients.
    public static var funambol: PhoneHabits {
        var habits = PhoneHabits()
        habits.putsInformation = false
        habits.asksInformation = false
        habits.finalInLastMessage = false
        habits.finalWhenAsking = true
        habits.anchors = .seconds
        return habits
    }

    /// Panasonic X70.
    public static var panasonic: PhoneHabits {
        var habits = PhoneHabits()
        habits.firstCommandID = 2
        habits.followsRespURI = false
        habits.largeObjects = false
        return habits
    }
}
