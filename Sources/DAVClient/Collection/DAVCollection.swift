import SyncTypes

/// One upstream calendar, address book or folder. A value: it remembers nothing between calls.
public struct DAVCollection: Sendable {
    /// The collection's own href.
    public let href: Href
    let upstream: Upstream
    /// Nil: asked of the server when it matters.
    let flavour: CollectionFlavour?

    /// Its marks now: `getctag` and `sync-token` (PROPFIND Depth 0).
    public func state() async throws(DAVError) -> CollectionState {
        let url = try collectionURL()
        let (response, _) = try await upstream.properties([.getCTag, .syncToken], of: url)
        return CollectionState(
            ctag: response.text(.getCTag), syncToken: response.text(.syncToken).map { SyncToken($0) })
    }

    /// All members (PROPFIND Depth 1), without the collections among them.
    public func list() async throws(DAVError) -> [Member] {
        let names: [PropertyName] = [.resourceType, .getETag, .getLastModified, .getContentLength]
        let (responses, answer) = try await upstream.listing(names, of: try collectionURL())
        let own = ownHrefs(answer.url)
        var seen: Set<Href> = []
        return responses.compactMap { response in
            guard let wire = response.hrefs.first, response.status == nil || response.status == 200,
                let member = upstream.memberHref(wire, in: answer.url), DAVCollection.isMember(member, own),
                !ResourceType(response[.resourceType]).isCollection, seen.insert(member).inserted
            else { return nil }
            return Member(href: member, response: response)
        }
    }

    /// What changed since a token of an earlier report; nil for the first time (RFC 6578).
    ///
    /// All pages are collected. Tombstones that servers put into the first report are left out. Throws `.badReply` when
    /// the pages do not end.
    public func changes(since token: SyncToken?) async throws(DAVError) -> SyncReport {
        let url = try collectionURL()
        var latest: [Href: MemberChange] = [:]
        var order: [Href] = []
        var cursor = token
        for _ in 0..<10_000 {
            let answer = try await upstream.send(SyncCollection.call(since: cursor), to: url)
            let page = try SyncCollection.read(answer, since: cursor) { wire in
                upstream.memberHref(wire, in: answer.url)
            }
            switch page {
            case .tokenRejected: return .tokenRejected
            case .unsupported: return .unsupported
            case .page(let changes, let next, let isCut):
                let own = ownHrefs(answer.url)
                for change in changes where DAVCollection.isMember(change.href, own) {
                    if latest.updateValue(change, forKey: change.href) == nil { order.append(change.href) }
                }
                guard isCut else {
                    let all = order.compactMap { latest[$0] }
                    return .changes(token == nil ? all.filter(\.isPresence) : all, token: next)
                }
                guard next != cursor else {
                    throw DAVError(.badReply, "\(answer.call): a page repeats its own token", status: 207)
                }
                cursor = next
            }
        }
        throw DAVError(.badReply, "REPORT \(url): more than 10,000 pages")
    }

    func collectionURL() throws(DAVError) -> WebURL { try upstream.url(href).asCollection }

    /// The current ETag of one resource.
    func presence(of href: Href) async throws(DAVError) -> Presence {
        do {
            let (response, _) = try await upstream.properties([.getETag], of: try upstream.url(href))
            return .present(response.text(.getETag).map { ETag($0) })
        } catch  where error.code == .notFound {
            return .absent
        }
    }

    /// Whether something lies at an href, and under which ETag.
    enum Presence: Hashable {
        case absent
        case present(ETag?)

        /// True when a write with that condition would still go through.
        func satisfies(_ condition: WritePrecondition) -> Bool {
            switch (self, condition) {
            case (.absent, .absent): true
            case (.present(let now), .matches(let etag)): now == etag
            case (.absent, .matches), (.present, .absent): false
            }
        }
    }

    /// The collection's spellings with and without the final slash.
    private func ownHrefs(_ url: WebURL) -> Set<Href> {
        let long = upstream.href(url.asCollection)
        return [long, Href(String(long.rawValue.dropLast()))]
    }

    /// Not the collection itself (iCloud lists it in its own report), not a folder inside.
    private static func isMember(_ href: Href, _ own: Set<Href>) -> Bool {
        !href.rawValue.hasSuffix("/") && !own.contains(href)
    }
}

extension MemberChange {
    /// True for a member that is there.
    fileprivate var isPresence: Bool {
        switch self {
        case .changed: true
        case .vanished: false
        }
    }
}
