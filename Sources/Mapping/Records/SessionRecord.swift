import SyncTypes

/// One SyncML session, with all it needs to go on after a restart.
public struct SessionRecord: Hashable, Sendable {
    /// Zero until inserted.
    public var id: SessionRow
    /// The device that opened it.
    public var device: DeviceRow
    /// The device's SessionID; phones repeat it.
    public var sessionID: String
    /// Its number among the device's sessions, from `nextFence`.
    public var fence: Int
    /// The unguessable part of RespURI; unique.
    public var token: String
    /// Seconds since 1970 UTC.
    public var startedAt: Int64
    /// Seconds since 1970 UTC.
    public var updatedAt: Int64
    /// Seconds since 1970 UTC; nil while open.
    public var endedAt: Int64?
    /// SyncML version of its first message, `1.2`.
    public var version: String
    /// `xml` or `wbxml`.
    public var encoding: String
    /// The session machine's state, opaque to the store.
    public var state: [UInt8]
    /// MsgID of the last message answered.
    public var lastMessageID: String?
    /// Hash of its bytes.
    public var lastRequestHash: [UInt8]?
    /// The bytes it was answered with.
    public var lastReply: [UInt8]?
    /// The Content-Type of that answer.
    public var lastReplyContentType: String?

    /// A record; `insert` gives it its id.
    public init(
        id: SessionRow = .new, device: DeviceRow, sessionID: String, fence: Int, token: String, startedAt: Int64,
        updatedAt: Int64, endedAt: Int64? = nil, version: String, encoding: String, state: [UInt8] = [],
        lastMessageID: String? = nil, lastRequestHash: [UInt8]? = nil, lastReply: [UInt8]? = nil,
        lastReplyContentType: String? = nil
    ) {
        self.id = id
        self.device = device
        self.sessionID = sessionID
        self.fence = fence
        self.token = token
        self.startedAt = startedAt
        self.updatedAt = updatedAt
        self.endedAt = endedAt
        self.version = version
        self.encoding = encoding
        self.state = state
        self.lastMessageID = lastMessageID
        self.lastRequestHash = lastRequestHash
        self.lastReply = lastReply
        self.lastReplyContentType = lastReplyContentType
    }
}

extension SessionRecord: StoredRecord {
    static let layout = TableLayout(
        "session",
        [
            "device", "session_id", "fence", "token", "started_at", "updated_at", "ended_at", "version", "encoding",
            "state", "last_message_id", "last_request_hash", "last_reply", "last_reply_content_type",
        ], fixed: ["device", "fence", "started_at"])

    var values: [any ColumnValue] {
        [
            device, sessionID, fence, token, startedAt, updatedAt, endedAt, version, encoding, state, lastMessageID,
            lastRequestHash, lastReply, lastReplyContentType,
        ]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), device: columns.next(), sessionID: columns.next(), fence: columns.next(),
            token: columns.next(), startedAt: columns.next(), updatedAt: columns.next(), endedAt: columns.next(),
            version: columns.next(), encoding: columns.next(), state: columns.next(), lastMessageID: columns.next(),
            lastRequestHash: columns.next(), lastReply: columns.next(), lastReplyContentType: columns.next())
    }
}
