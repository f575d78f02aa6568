import Markup
import SyncTypes

/// The sync-collection report (RFC 6578 section 3.2): the keys of versions, no limit, Depth 0.
///
/// Of changes the whole key is asked for, since SOGo gives the ETag of a removed resource to the next one of its name. The first
/// report lists every member and is followed by a fetch of all, which tells the rest.
enum SyncCollection {
    static func call(since token: SyncToken?) -> Upstream.Call {
        let dav = { (name: String) in PropertyName(XMLNamespace.dav, name) }
        let key: [PropertyName] = token == nil ? [.getETag] : [.getETag, .getLastModified, .getContentLength]
        let root = dav("sync-collection").element([
            token.map { dav("sync-token").element(text: $0.rawValue) } ?? dav("sync-token").element(),
            dav("sync-level").element(text: "1"),
            dav("prop").element(key.map { $0.element() }),
        ])
        var call = Upstream.Call.xml("REPORT", root, depth: "0", timeoutSeconds: 120)
        call.spoolsReply = true
        return call
    }

    /// What a status other than 207 means; nil for a page. Statuses by which servers turn a token down: 400, 403, 409, 412,
    /// and 500 (Xandikos 0.2.8).
    static func refusal(_ answer: Upstream.Answer, since token: SyncToken?) throws(DAVError) -> SyncEnd? {
        let reply = answer.reply
        switch reply.status {
        case 207: return nil
        case 400, 403, 409, 412, 415, 500, 501, 405, 507:
            let conditions = DAVErrorBody.conditions(reply).map(\.name)
            if conditions.contains("supported-report") || [405, 415, 501].contains(reply.status) {
                return .unsupported
            }
            if token != nil { return .tokenRejected }
            if reply.status == 500 { throw DAVError(unexpected: reply, of: answer.call) }
            return .unsupported
        default: throw DAVError(unexpected: reply, of: answer.call)
        }
    }

    /// What one response of a page tells about a member; nil when nothing.
    static func change(_ member: Member, _ response: MultistatusResponse) -> MemberChange? {
        if response.isMissing { return .vanished(member.href) }
        guard (200..<300).contains(response.status ?? 200) else { return nil }
        return .changed(member)
    }
}
