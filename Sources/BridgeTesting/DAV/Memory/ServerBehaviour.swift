/// The habits of a simulated server. Its presets are the personalities.
public struct ServerBehaviour: Sendable {
    /// How ETags come about.
    public enum ETags: Sendable, Hashable {
        /// Of the content: the same body has the same ETag again (Radicale, Xandikos).
        case contentHash
        /// A new one with each write.
        case counter
        /// The count of writes to the resource; a resource made again begins with the first one again (SOGo).
        case resourceCounter
        /// Of the content, and weak: no condition with one ever holds (mod_dav, for a second after a write).
        case weak
        /// None at all (sabre/dav's file nodes).
        case none
    }

    /// What a dead token gets.
    public enum DeadToken: Sendable, Hashable {
        /// 403 with valid-sync-token (RFC 6578 section 3.2).
        case forbidden
        /// 412 with valid-sync-token (Xandikos 0.4).
        case preconditionFailed
        /// 500 (Xandikos 0.2.8).
        case serverError
        /// 207 with everything and no deletions (DAViCal).
        case listsEverything
        /// 207 with everything and all tombstones that are left (SOGo).
        case listsEverythingAndTombstones
    }

    /// What a second resource with a known UID gets.
    public enum UIDTwin: Sendable, Hashable {
        /// 409 with no-uid-conflict and the other href.
        case conflict
        /// 207 with a 412 inside (Xandikos 0.2.8).
        case hiddenConflict
        /// 409 that says no more (SOGo).
        case bareConflict
        /// 403 with unique-scheduling-object-resource and the other href, in whatever calendar of the user it lies (Cyrus). Two
        /// cards are kept.
        case uniqueToUser
        /// Both are kept (DAViCal, sabre/dav).
        case allowed
    }

    /// What multiget does about an href where nothing lies.
    public enum MissingInMultiget: Sendable, Hashable {
        /// A response with 404.
        case told
        /// No response (DAViCal).
        case omitted
        /// The whole report is answered with 404 (sabre/dav 1.8).
        case refusesReport
    }

    /// What ctag and tokens are made of.
    public enum Marks: Sendable, Hashable {
        /// A count of changes.
        case counter
        /// The second of the last change. What a second has changed is told again as long as nothing is newer (SOGo).
        case seconds
    }

    /// What a body that is no card and no calendar gets.
    public enum Garbage: Sendable, Hashable {
        /// 400 with valid-calendar-data or valid-address-data.
        case named
        /// 404 (SOGo).
        case missing
        /// 412 that says no more for a calendar; an address book keeps it (DAViCal).
        case bareConflict
    }

    /// What the body of a 412 says.
    public enum FailedCondition: Sendable, Hashable {
        /// Nothing.
        case silent
        /// A DAV:error with the header's name as its condition (DAViCal).
        case header
        /// A DAV:error with the exception in words of its own (sabre/dav).
        case exception
    }

    /// How members are called.
    public enum Naming: Sendable, Hashable {
        /// As who made them asked.
        case asAsked
        /// By their UIDs; tasks by names that change with each write (Calypso).
        case byUID
    }

    /// Where WebDAV begins; above it there is only a redirect from the well-known URLs. Ends with "/".
    public var root = "/"
    /// False: everybody is the only user (Xandikos).
    public var needsLogin = true
    /// Calendars and address books share one home (Radicale).
    public var hasOneHome = false
    /// How ETags come about.
    public var etags = ETags.contentHash
    /// PUT's reply carries the ETag.
    public var putTellsETag = true
    /// PUT's reply carries the ETag of a card too (not DAViCal).
    public var putTellsCardETag = true
    /// What is stored instead of what was sent.
    public var rewrite: @Sendable ([UInt8]) -> [UInt8] = { $0 }
    /// sync-collection is offered.
    public var supportsSync = true
    /// getctag is offered.
    public var hasCTag = true
    /// What ctag and tokens are made of.
    public var marks = Marks.counter
    /// The first report lists old tombstones as 404 (Radicale).
    public var listsTombstonesFirst = false
    /// Hrefs of tombstones are not percent-encoded (SOGo).
    public var tellsRawTombstones = false
    /// What a dead token gets.
    public var deadToken = DeadToken.forbidden
    /// Changes in one page of a sync report; nil for all at once. Only with marks that count.
    public var pageSize: Int?
    /// What a second resource with a known UID gets.
    public var uidTwin = UIDTwin.conflict
    /// What the body of a 412 says.
    public var failedCondition = FailedCondition.silent
    /// The homes of the user are told at the root, too (DAViCal).
    public var tellsHomesAtRoot = false
    /// A timed event must end after it begins (Cyrus).
    public var wantsLaterEnd = false
    /// A second card with a known UID is kept, whatever events get (SOGo).
    public var allowsCardTwins = false
    /// What multiget does about an href where nothing lies.
    public var missingInMultiget = MissingInMultiget.told
    /// If-Match and If-None-Match are ignored (Calypso).
    public var ignoresConditions = false
    /// PUT with If-None-Match: * overwrites what is there (SOGo).
    public var overwritesDespiteIfNoneMatch = false
    /// DELETE does not look at If-Match (SOGo).
    public var deletesDespiteIfMatch = false
    /// PUT with If-Match makes a calendar resource that is not there (SOGo).
    public var makesDespiteIfMatch = false
    /// Writers who come with one ETag in the same second, nobody else between them, all win (DAViCal, SOGo).
    public var letsRacersWin = false
    /// The components of every calendar whatever was asked for, others get 404 (SOGo); nil: as asked for.
    public var fixedComponents: [String]?
    /// An extended MKCOL does not set the display name (SOGo).
    public var ignoresMkcolName = false
    /// What a body that is no card and no calendar gets.
    public var garbage = Garbage.named
    /// How members are called.
    public var naming = Naming.asAsked
    /// GET of nothing is 410 (Calypso).
    public var saysGone = false
    /// PROPFIND of nothing is 207 with a 404 inside (Xandikos, Cyrus).
    public var hidesMissing = false
    /// Bytes above which a PUT is refused with a bare 412 (Radicale 3.9); nil for no limit.
    public var sizeLimit: Int?

    /// The RFCs' own behaviour.
    public init() {}
}
