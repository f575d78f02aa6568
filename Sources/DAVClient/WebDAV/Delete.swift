/// What became of a DELETE.
public enum DeleteOutcome: Sendable, Hashable {
    /// Nothing lies there any more, by this request or before it.
    case gone
    /// The resource has another ETag now; it still lies there.
    case preconditionFailed
    /// Refused for good, with the HTTP status and the server's words.
    case rejected(status: Int, reason: String)
}

/// DELETE's statuses read (RFC 9110 section 9.3.5, RFC 4918 section 9.6).
enum DeleteReply {
    static func read(_ answer: Upstream.Answer) throws(DAVError) -> DeleteOutcome {
        let reply = answer.reply
        switch reply.status {
        case 200, 202, 204, 404, 410: return .gone
        case 412: return .preconditionFailed
        case 401, 423, 429, 500, 502, 503, 504: throw DAVError(unexpected: reply, of: answer.call)
        default:
            let words = DAVErrorBody.words(reply)
            return .rejected(
                status: reply.status, reason: words.isEmpty ? "the server answered \(reply.status)" : words)
        }
    }
}
