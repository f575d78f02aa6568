/// Whether a Depth 1 listing is one: told response by response, since a long listing is never held as a whole.
///
/// A listing that is cut or lacks everything is `.badReply`: it must not look like an empty collection. Neither must one of
/// a collection that is not there.
struct ListingCheck {
    private let answer: Upstream.Answer
    private let ownHref: (String) -> Bool
    private var count = 0
    private var lastRefusal: Int?

    init(_ answer: Upstream.Answer, _ upstream: Upstream) {
        self.answer = answer
        let own = upstream.href(answer.url.asCollection)
        ownHref = { wire in answer.url.resolve(wire).map { upstream.href($0.asCollection) } == own }
    }

    /// Looks at the next response.
    mutating func take(_ response: MultistatusResponse) throws(DAVError) {
        count += 1
        guard let status = response.status, status >= 400 else { return }
        if status == 507 { throw notWhole }
        guard let wire = response.hrefs.first else { return }
        lastRefusal = status
        if ownHref(wire) { throw DAVError(unexpected: HTTPReply(status: status), of: answer.call) }
    }

    /// Looks at the end.
    func finish() throws(DAVError) {
        guard count > 0 else { throw notWhole }
        // Xandikos 0.2.8 names a missing collection by a mangled href, so a lone refusal counts as the collection's.
        guard count == 1, let lastRefusal else { return }
        throw DAVError(unexpected: HTTPReply(status: lastRefusal), of: answer.call)
    }

    private var notWhole: DAVError {
        DAVError(.badReply, "\(answer.call): the listing is not whole", status: 207)
    }
}
