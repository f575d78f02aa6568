import SyncTypes

/// What a session needs from the world: all of it arguments, so that a session run twice is the same session.
public struct PhoneEnvironment: Sendable {
    /// Seconds since 1970, UTC; anchors are made of it.
    public var now: Int64
    /// The SessionID; nil takes the next number of the phone's memory.
    public var sessionID: Int?
    /// True when the last session broke off and this one asks to resume it (Alert 225); the server's Alert then says the mode.
    public var resumes = false
    /// After so many messages the session is suspended (Alert 224); nil: never.
    public var suspendsAfter: Int?
    /// Names a new item: store name and a number that grows with every name. Asked again while the name is taken.
    public var makeLUID: @Sendable (_ store: String, _ number: Int) -> LUID

    /// The world of one session; new items are named by the number itself.
    public init(
        now: Int64, sessionID: Int? = nil,
        makeLUID: @escaping @Sendable (_ store: String, _ number: Int) -> LUID = { _, number in LUID(String(number)) }
    ) {
        self.now = now
        self.sessionID = sessionID
        self.makeLUID = makeLUID
    }
}

/// What comes of an event: one thing at a time, as a phone has one connection.
public enum PhoneStep: Hashable, Sendable {
    /// Post this, then report the reply or its loss.
    case send(Outgoing)
    /// The session reached its end.
    case finished(PhoneReport)
    /// The session is over before its end.
    case failed(PhoneError)
}
