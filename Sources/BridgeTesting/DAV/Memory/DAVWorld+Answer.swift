import DAVClient
import Markup
import SyncTypes

extension DAVWorld {
    /// The door: where to, who, what.
    mutating func answer(_ request: HTTPRequest, now: Int64) -> HTTPReply {
        guard request.url.hasPrefix(origin + "/") else { return HTTPReply(status: 421) }
        let rest = String(request.url.dropFirst(origin.count))
        let path = Href(rest.split(separator: "?").first.map(String.init) ?? "/").canonical
        if behaviour.root != "/", !path.hasPrefix(behaviour.root) {
            // The web server in front, which asks nobody who he is.
            let isWellKnown = path == "/.well-known/caldav" || path == "/.well-known/carddav"
            return HTTPReply(
                status: isWellKnown ? 301 : 405, headers: isWellKnown ? [HTTPField("Location", behaviour.root)] : [])
        }
        guard let user = user(of: request) else {
            return HTTPReply(status: 401, headers: [HTTPField("WWW-Authenticate", "Basic realm=\"memory\"")])
        }
        if path == "/.well-known/caldav" || path == "/.well-known/carddav" {
            return HTTPReply(status: 301, headers: [HTTPField("Location", behaviour.root)])
        }
        if let owner = owner(of: path), owner != user { return HTTPReply(status: 403) }
        if request.method != "PUT" { race = nil }
        switch request.method {
        case "OPTIONS": return HTTPReply(status: 200, headers: [HTTPField("DAV", "1, 3, calendar-access, addressbook")])
        case "PROPFIND": return propfind(request, path, user: user)
        case "REPORT": return report(request, path, user: user)
        case "GET": return get(path)
        case "PUT": return put(request, path, now: now)
        case "DELETE": return delete(request, path, now: now)
        case "MKCALENDAR", "MKCOL": return make(request, path, user: user, now: now)
        default: return HTTPReply(status: 405)
        }
    }

    /// The user who asks; nil for a stranger.
    private func user(of request: HTTPRequest) -> String? {
        if !behaviour.needsLogin { return passwords.keys.sorted().first }
        guard let credentials = request.credentials, passwords[credentials.user] == credentials.password else {
            return nil
        }
        return credentials.user
    }

    /// RFC 9110 section 9.3.1.
    private func get(_ path: String) -> HTTPReply {
        guard let member = member(path) else { return HTTPReply(status: behaviour.saysGone ? 410 : 404) }
        var headers = [HTTPField("Last-Modified", DAVXML.date(member.modified))]
        if let etag = member.etag { headers.append(HTTPField("ETag", etag)) }
        return HTTPReply(status: 200, headers: headers, body: member.body)
    }
}
