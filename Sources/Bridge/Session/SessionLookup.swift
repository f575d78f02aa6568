import Mapping
import SyncMLFront
import SyncTypes

/// Finds the session a message belongs to: by the token of its RespURI, else by SessionID and device.
struct SessionLookup: Sendable {
    let store: Store
    let now: Int64
    let limits: Limits

    /// What a message is.
    enum Found: Sendable {
        /// The same message again: the stored reply.
        case repeated([UInt8], contentType: String)
        /// The next message of an open session.
        case open(SessionRecord)
        /// A late copy of an earlier message of a session that has gone on since: its commands have run.
        case outdated
        /// The first message of a session, or one of a session that is over.
        case none
    }

    /// Looks the message up. A repeat is the same session, MsgID and request hash.
    func find(_ incoming: Incoming) throws -> Found {
        let header = incoming.message.header
        let candidates = try store.read { store in
            if let token = incoming.request.sessionToken, let record = try store.session(token: token) {
                return [record]
            }
            return try store.sessions(device: DeviceID(header.source.uri), sessionID: header.sessionID)
        }
        for record in candidates {
            let isRecent = now - record.updatedAt <= Int64(limits.idleSessionSeconds)
            if isRecent, record.lastMessageID == header.messageID, record.lastRequestHash == incoming.hash,
                let reply = record.lastReply, let type = record.lastReplyContentType
            {
                return .repeated(reply, contentType: type)
            }
            if isRecent, incoming.request.sessionToken != nil, record.sessionID == header.sessionID,
                Self.isEarlier(header.messageID, than: record)
            {
                return .outdated
            }
            guard isRecent, record.sessionID == header.sessionID, record.version == header.version.rawValue,
                record.endedAt == nil || Self.isAfterword(incoming.message)
            else { continue }
            // Phones that always say SessionID 1: a message with a number that has been, and other content, is one of another
            // session.
            if incoming.request.sessionToken == nil, !Self.isLater(header.messageID, than: record) { continue }
            return .open(record)
        }
        return .none
    }

    /// True for a number that can be the next one of a session. The first is never.
    private static func isLater(_ messageID: String, than record: SessionRecord) -> Bool {
        guard messageID != "1" else { return false }
        guard let number = Int(messageID), let last = record.lastMessageID.flatMap({ Int($0) }) else { return true }
        return number > last
    }

    /// True for a number that the session is past. The first may begin another session.
    private static func isEarlier(_ messageID: String, than record: SessionRecord) -> Bool {
        guard messageID != "1", let number = Int(messageID), let last = record.lastMessageID.flatMap({ Int($0) })
        else { return false }
        return number < last
    }

    /// True for a message that may follow the last one: Funambol's clients send a Map, or Statuses, after their Final.
    private static func isAfterword(_ message: Message) -> Bool {
        message.header.credential == nil
            && message.commands.allSatisfy { command in
                switch command {
                case .status, .map: true
                case .add, .replace, .copy, .move, .delete, .alert, .get, .put, .results, .sync, .sequence, .atomic,
                    .exec, .search, .unknown:
                    false
                }
            }
    }
}
