/// Where traces of devices are kept: outside, since they are files.
public protocol TraceKeeper: Sendable {
    /// Keeps one message and its reply, and the session's report as it is after them.
    func keep(_ exchange: TracedExchange)
}

/// One message of a device and what it was answered, readable and without secrets.
public struct TracedExchange: Hashable, Sendable {
    /// The device's own name.
    public var device: String
    /// The session's number; nil for a message that came into none.
    public var session: Int64?
    /// When the session began, seconds since 1970 UTC.
    public var startedAt: Int64
    /// The message's place in the session, from 1.
    public var number: Int
    /// The message as indented XML.
    public var message: [UInt8]
    /// The reply as indented XML.
    public var reply: [UInt8]
    /// What the session did so far, for people; nil for a message that came into none.
    public var report: String?
}
