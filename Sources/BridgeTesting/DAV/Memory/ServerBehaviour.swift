/// The habits of a simulated server. Presets are `honest`, `radicale` and `xandikos`.
public struct ServerBehaviour: Sendable {
    /// How ETags come about.
    public enum ETags: Sendable, Hashable {
        /// Of the content: the same body has the same ETag again (Radicale, Xandikos).
        case contentHash
        /// A new one with each write (SOGo).
        case counter
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
        /// 207 with everything and no deletions (SOGo, DAViCal).
        case listsEverything
    }

    /// What a second resource with a known UID gets.
    public enum UIDTwin: Sendable, Hashable {
        /// 409 with no-uid-conflict and the other href.
        case conflict
        /// 207 with a 412 inside (Xandikos 0.2.8).
        case hiddenConflict
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

    /// False: everybody is the only user (Xandikos).
    public var needsLogin = true
    /// Calendars and address books share one home (Radicale).
    public var hasOneHome = false
    /// How ETags come about.
    public var etags = ETags.contentHash
    /// PUT's reply carries the ETag.
    public var putTellsETag = true
    /// What is stored instead of what was sent.
    public var rewrite: @Sendable ([UInt8]) -> [UInt8] = { $0 }
    /// sync-collection is offered.
    public var supportsSync = true
    /// getctag is offered.
    public var hasCTag = true
    /// The first report lists old tombstones as 404 (Radicale).
    public var listsTombstonesFirst = false
    /// What a dead token gets.
    public var deadToken = DeadToken.forbidden
    /// Changes in one page of a sync report; nil for all at once.
    public var pageSize: Int?
    /// What a second resource with a known UID gets.
    public var uidTwin = UIDTwin.conflict
    /// What multiget does about an href where nothing lies.
    public var missingInMultiget = MissingInMultiget.told
    /// If-Match and If-None-Match are ignored (SOGo's DELETE, Calypso).
    public var ignoresConditions = false
    /// PROPFIND of nothing is 207 with a 404 inside (Xandikos, Cyrus).
    public var hidesMissing = false
    /// Bytes above which a PUT is refused with a bare 412 (Radicale 3.9); nil for no limit.
    public var sizeLimit: Int?

    /// The RFCs' own behaviour.
    public init() {}

    /// As the RFCs say.
    public static var honest: ServerBehaviour { ServerBehaviour() }

    /// Radicale 3.1.8: rewrites bodies, lists tombstones first, one home.
    public static var radicale: ServerBehaviour {
        var behaviour = ServerBehaviour()
        behaviour.hasOneHome = true
        behaviour.rewrite = BodyRewriting.reorder
        behaviour.listsTombstonesFirst = true
        return behaviour
    }

    /// Xandikos 0.2.8: no login, 500 for a dead token, 207 for a refused PUT.
    public static var xandikos: ServerBehaviour {
        var behaviour = ServerBehaviour()
        behaviour.needsLogin = false
        behaviour.deadToken = .serverError
        behaviour.uidTwin = .hiddenConflict
        behaviour.hidesMissing = true
        return behaviour
    }
}
