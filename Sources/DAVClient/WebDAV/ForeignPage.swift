/// A page that somebody on the way sends in the server's place, with a status of success: the sign-in page of a network, a proxy's notice.
enum ForeignPage {
    /// True for a reply that may be one: a write that was answered so may not have happened.
    static func isPossible(_ reply: HTTPReply) -> Bool {
        guard reply.status == 200, let type = reply.header("Content-Type")?.lowercased() else { return false }
        return type.hasPrefix("text/html") || type.hasPrefix("application/xhtml")
    }

    /// What the caller of such a write gets.
    static func error(_ answer: Upstream.Answer) -> DAVError {
        DAVError(
            .badReply, "\(answer.call) was answered with a page of somebody else's, and nothing has changed",
            status: answer.reply.status)
    }

    /// True when a body that was read can be no item: it does not begin as calendar objects and cards do. Of plain files only the
    /// reply's type tells.
    static func isNoItem(_ reply: HTTPReply, _ flavour: CollectionFlavour?) -> Bool {
        switch flavour {
        case .files, nil: return isPossible(reply)
        case .items:
            let start = reply.body.prefix(256).drop { $0.isBlank || byteOrderMark.contains($0) }
            return String(decoding: start.prefix(6), as: UTF8.self).uppercased() != "BEGIN:"
        }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
