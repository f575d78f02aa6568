import DAVClient

/// If-Match and If-None-Match (RFC 9110 section 13.1); lists are not understood, like Radicale.
extension DAVWorld {
    /// Whether a PUT may go on.
    func allowsPut(_ request: HTTPRequest, _ current: Member?, _ collection: Collection) -> Bool {
        if behaviour.ignoresConditions { return true }
        if let wanted = request.header("If-Match") {
            guard let current else { return behaviour.makesDespiteIfMatch && !collection.isAddressBook }
            guard wanted == current.etag, !wanted.hasPrefix("W/") else { return false }
        }
        if let unwanted = request.header("If-None-Match"), let current {
            if unwanted == "*" { return behaviour.overwritesDespiteIfNoneMatch }
            return unwanted != current.etag
        }
        return true
    }

    /// 412 for a condition that does not hold, in the server's words.
    func conditionFailed(_ request: HTTPRequest) -> HTTPReply {
        let header = request.header("If-Match") != nil ? "If-Match" : "If-None-Match"
        switch behaviour.failedCondition {
        case .silent: return HTTPReply(status: 412)
        case .header: return DAVXML.error(412, DAVXML.element(header.lowercased()))
        case .exception:
            let own = "http://sabredav.org/ns"
            let details = [
                ("exception", "PreconditionFailed"), ("message", "An \(header) header did not hold"),
                ("header", header),
            ]
            let children = details.map { DAVXML.text($0, own, $1) }
            return DAVXML.reply(412, DAVXML.element("error", DAVXML.dav, children))
        }
    }

    /// Whether a DELETE of something that is there may go on.
    func allowsDelete(_ request: HTTPRequest, _ current: Member) -> Bool {
        if behaviour.ignoresConditions || behaviour.deletesDespiteIfMatch { return true }
        guard let wanted = request.header("If-Match") else { return true }
        return wanted == current.etag && !wanted.hasPrefix("W/")
    }

    /// True for a PUT under the ETag that another PUT has replaced just now: both have looked before either has written.
    func isRacing(_ request: HTTPRequest, _ path: String, _ now: Int64) -> Bool {
        guard behaviour.letsRacersWin, let race, race.path == path, race.second == now,
            let wanted = request.header("If-Match")
        else { return false }
        return wanted == race.replaced
    }
}
