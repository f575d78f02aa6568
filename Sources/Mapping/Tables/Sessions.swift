/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum SessionSQL {
    static let byID = SessionRecord.layout.select + " WHERE id = ?"
    static let byToken = SessionRecord.layout.select + " WHERE token = ?"
    static let newestOpen =
        SessionRecord.layout.select
        + " WHERE device = ? AND session_id = ? AND ended_at IS NULL ORDER BY id DESC LIMIT 1"
    static let open = SessionRecord.layout.select + " WHERE ended_at IS NULL ORDER BY id"
    static let newestIsOpen = "SELECT ended_at IS NULL FROM session WHERE device = ? ORDER BY id DESC LIMIT 1"
    static let end = "UPDATE session SET ended_at = ?, updated_at = ? WHERE id = ? AND ended_at IS NULL"
    static let endOldest = """
        UPDATE session SET ended_at = ?1, updated_at = ?1 WHERE device = ?2 AND ended_at IS NULL AND id NOT IN
            (SELECT id FROM session WHERE device = ?2 AND ended_at IS NULL ORDER BY id DESC LIMIT ?3)
        """
    static let removeEnded = """
        DELETE FROM session WHERE ended_at < ?1
            AND (ended_at < ?2 OR id < (SELECT max(id) FROM session AS newer WHERE newer.device = session.device))
        """
    static let newest = SessionRecord.layout.select + " WHERE device = ? ORDER BY id DESC LIMIT ?"
    static let reopen = "UPDATE session SET fence = ? WHERE id = ?"
    static let append = """
        INSERT INTO session_chunk (session, position, bytes)
        VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM session_chunk WHERE session = ?1), ?2)
        """
    static let chunks = "SELECT bytes FROM session_chunk WHERE session = ? ORDER BY position"
    static let length = "SELECT coalesce(sum(length(bytes)), 0) FROM session_chunk WHERE session = ?"
    static let clear = "DELETE FROM session_chunk WHERE session = ?"
}

extension StoreReader {
    /// The session in a row.
    public func session(_ id: SessionRow) throws -> SessionRecord? { try record(SessionSQL.byID, [id]) }

    /// The session whose RespURI has a token.
    public func session(token: String) throws -> SessionRecord? { try record(SessionSQL.byToken, [token]) }

    /// The newest open session of a device with a SessionID.
    public func session(_ device: DeviceRow, _ sessionID: String) throws -> SessionRecord? {
        try record(SessionSQL.newestOpen, [device, sessionID])
    }

    /// The newest sessions of a device, newest first.
    public func newestSessions(_ device: DeviceRow, limit: Int) throws -> [SessionRecord] {
        try records(SessionSQL.newest, [device, limit])
    }

    /// True when the last session of a device has not ended.
    public func hasBrokenOff(_ device: DeviceRow) throws -> Bool {
        try value(SessionSQL.newestIsOpen, [device]) ?? false
    }

    /// All sessions that have not ended, oldest first.
    public func openSessions() throws -> [SessionRecord] { try records(SessionSQL.open) }

    /// The large object that has come in so far.
    public func chunk(_ session: SessionRow) throws -> [UInt8] {
        let pieces = try rows(SessionSQL.chunks, [session]) { columns in try columns.next([UInt8].self) }
        return pieces.reduce(into: []) { object, piece in object += piece }
    }

    /// How many bytes of a large object have come in so far.
    public func chunkLength(_ session: SessionRow) throws -> Int { try value(SessionSQL.length, [session]) ?? 0 }
}

extension StoreWriter {
    /// Adds a session. Throws `duplicate` when its token is taken.
    @discardableResult
    public func insert(_ session: SessionRecord) throws -> SessionRow { try insertRow(session) }

    /// Writes all of a session but its device, fence and start. Throws `notFound`, `duplicate`.
    public func update(_ session: SessionRecord) throws { try updateRow(session) }

    /// Writes all of a session that goes on after it broke off, with its new fence. Throws `notFound`, `duplicate`.
    public func reopen(_ session: SessionRecord) throws {
        try update(session)
        try execute(SessionSQL.reopen, [session.fence, session.id])
    }

    /// Ends a session at a time, seconds since 1970 UTC. One that has ended keeps its time.
    public func end(_ session: SessionRow, at time: Int64) throws {
        try execute(SessionSQL.end, [time, time, session])
    }

    /// Ends a device's oldest open sessions beyond a number.
    public func endSessions(of device: DeviceRow, keeping count: Int, at time: Int64) throws {
        try execute(SessionSQL.endOldest, [time, device, count])
    }

    /// Removes the sessions that ended before a time, and a device's newest one, which may be resumed, when it ended before `last`.
    /// Answers how many.
    @discardableResult
    public func removeSessions(endedBefore time: Int64, newestBefore last: Int64? = nil) throws -> Int {
        try execute(SessionSQL.removeEnded, [time, last ?? time])
    }

    /// Appends to the large object that comes in.
    public func appendChunk(_ session: SessionRow, _ bytes: [UInt8]) throws {
        try execute(SessionSQL.append, [session, bytes])
    }

    /// Forgets the large object that comes in.
    public func clearChunk(_ session: SessionRow) throws { try execute(SessionSQL.clear, [session]) }
}
