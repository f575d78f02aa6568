import Markup
import SyncTypes

/// What became of a PUT.
public enum PutOutcome: Sendable, Hashable {
    /// Stored; what exactly lies there now only a read tells (servers rewrite bodies, with and without an ETag).
    case stored
    /// Somebody else changed, made or removed the resource; nothing was written.
    case preconditionFailed
    /// Another resource has this UID; its href when the server names it.
    case uidConflict(Href?)
    /// Refused for good, with the HTTP status and the server's words; nothing was written.
    case rejected(status: Int, reason: String)
}

/// PUT's statuses read (RFC 9110 section 9.3.4, RFC 4791 section 5.3.2.1, RFC 6352 section 6.3.2.1).
enum PutReply {
    /// What the status alone cannot settle is `.suspect`.
    enum Meaning {
        case outcome(PutOutcome)
        /// 412 without a condition: an edit conflict, or a refusal in disguise (Radicale 3.9 above its size limit).
        case suspect(reason: String)
        /// Try again later, or not about this resource.
        case failure(DAVError)

        /// What it comes to when nothing more is looked at.
        func settled() throws(DAVError) -> PutOutcome {
            switch self {
            case .outcome(let outcome): return outcome
            case .suspect(let reason): return .rejected(status: 412, reason: reason)
            case .failure(let error): throw error
            }
        }
    }

    static func read(_ answer: Upstream.Answer, href: (String) -> Href?) -> Meaning {
        let reply = answer.reply
        switch reply.status {
        case 200, 201, 204: return .outcome(.stored)
        case 207: return insideMultistatus(answer, href: href)
        case 401, 423, 429, 500, 502, 503, 504: return .failure(DAVError(unexpected: reply, of: answer.call))
        default:
            return refusal(
                reply.status, DAVErrorBody.conditions(reply), DAVErrorBody.words(reply), href: href)
        }
    }

    /// Xandikos 0.2.8 answers 207 to a refused PUT and hides the status inside.
    private static func insideMultistatus(_ answer: Upstream.Answer, href: (String) -> Href?) -> Meaning {
        let root = try? XMLReader.read(answer.reply.body)
        let response = root?.all("response").map(MultistatusResponse.init(from:)).first
        let words = DAVErrorBody.words(answer.reply)
        return refusal(response?.status ?? 207, response?.conditions ?? [], words, href: href)
    }

    private static func refusal(
        _ status: Int, _ conditions: [Element], _ words: String, href: (String) -> Href?
    ) -> Meaning {
        let reason = words.isEmpty ? "the server answered \(status)" : words
        if let conflict = conditions.first(where: { uidConditions.contains($0.name) }) {
            let other = conflict[child: "href"]?.text.trimmed() ?? ""
            return .outcome(.uidConflict(other.isEmpty ? nil : href(other)))
        }
        if status == 412, conditions.allSatisfy({ headers.contains($0.name) }) { return .suspect(reason: reason) }
        return .outcome(.rejected(status: status, reason: reason))
    }

    /// DAViCal names the header that did not hold as if it were a condition.
    private static let headers: Set<String> = ["if-match", "if-none-match"]

    /// RFC 4791 section 5.3.2.1, RFC 6352 section 6.3.2.1, RFC 6638 section 3.2.4.1 (Cyrus).
    private static let uidConditions: Set<String> = ["no-uid-conflict", "unique-scheduling-object-resource"]
}
