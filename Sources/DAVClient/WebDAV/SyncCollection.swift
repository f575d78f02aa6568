import Markup
import SyncTypes

/// The sync-collection report (RFC 6578 section 3.2): etags only, no limit, Depth 0.
enum SyncCollection {
    /// One reply of the report.
    enum Page {
        case page([MemberChange], token: SyncToken, isCut: Bool)
        case tokenRejected
        case unsupported
    }

    static func call(since token: SyncToken?) -> Upstream.Call {
        let dav = { (name: String) in PropertyName(XMLNamespace.dav, name) }
        let root = dav("sync-collection").element([
            token.map { dav("sync-token").element(text: $0.rawValue) } ?? dav("sync-token").element(),
            dav("sync-level").element(text: "1"),
            dav("prop").element([PropertyName.getETag.element()]),
        ])
        return .xml("REPORT", root, depth: "0", timeoutSeconds: 120)
    }

    /// Reads a reply. Statuses by which servers turn a token down: 400, 403, 409, 412, and 500 (Xandikos 0.2.8); a 207
    /// without a token is no sync at all (Calypso).
    static func read(
        _ answer: Upstream.Answer, since token: SyncToken?, href: (String) -> Href?
    ) throws(DAVError) -> Page {
        let reply = answer.reply
        switch reply.status {
        case 207: return try page(answer, since: token, href: href)
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

    private static func page(
        _ answer: Upstream.Answer, since token: SyncToken?, href: (String) -> Href?
    ) throws(DAVError) -> Page {
        let multistatus = try Multistatus.read(answer.reply.body, of: answer.call)
        guard let next = multistatus.syncToken else { return token == nil ? .unsupported : .tokenRejected }
        var changes: [MemberChange] = []
        var isCut = false
        for response in multistatus.responses {
            // RFC 6578 section 3.6: the collection itself with 507 says that more is to come.
            if response.status == 507 {
                isCut = true
                continue
            }
            for wire in response.hrefs {
                guard let href = href(wire) else { continue }
                if response.isMissing {
                    changes.append(.vanished(href))
                } else if response.status == nil || (200..<300).contains(response.status ?? 0) {
                    changes.append(.changed(Member(href: href, response: response)))
                }
            }
        }
        return .page(changes, token: SyncToken(next), isCut: isCut)
    }
}
