import Markup

/// `DAV:current-user-principal` (RFC 5397).
enum CurrentUserPrincipal {
    /// The principal's URL; nil when the property is absent. Throws `.unauthorized` for `DAV:unauthenticated`: Cyrus
    /// answers 207 to strangers.
    static func read(_ response: MultistatusResponse, _ answer: Upstream.Answer) throws(DAVError) -> WebURL? {
        guard let property = response[.currentUserPrincipal] else { return nil }
        if property[child: "unauthenticated"] != nil {
            throw DAVError(.unauthorized, "\(answer.call) answered as to a stranger", status: 207)
        }
        return response.hrefs(in: .currentUserPrincipal).first.flatMap { answer.url.resolve($0) }
    }
}
