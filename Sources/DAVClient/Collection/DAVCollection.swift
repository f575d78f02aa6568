import SyncTypes

/// One upstream calendar, address book or folder. A value: it remembers nothing between calls.
public struct DAVCollection: Sendable {
    /// The collection's own href.
    public let href: Href
    let upstream: Upstream
    /// Nil: asked of the server when it matters.
    let flavour: CollectionFlavour?
    /// Members that one listing, or all pages of one report, may name; more is `.tooLarge`.
    public var mostMembers = 1_000_000

    /// Its marks now: `getctag` and `sync-token` (PROPFIND Depth 0).
    public func state() async throws(DAVError) -> CollectionState {
        let url = try collectionURL()
        let (response, _) = try await upstream.properties([.getCTag, .syncToken], of: url)
        return CollectionState(
            ctag: response.text(.getCTag), syncToken: response.text(.syncToken).map { SyncToken($0) })
    }

    func collectionURL() throws(DAVError) -> WebURL { try upstream.url(href).asCollection }

    /// The current ETag of one resource. A multistatus about nothing (Calypso) says neither that it is there nor that it is not: then
    /// the resource itself is asked for.
    func presence(of href: Href) async throws(DAVError) -> Presence {
        do {
            let (response, _) = try await upstream.properties([.getETag], of: try upstream.url(href))
            return .present(told(response.text(.getETag).map { ETag($0) }))
        } catch  where error.code == .notFound {
            return .absent
        } catch  where error.code == .badReply && error.status == 207 {
            switch try await get(href) {
            case .missing: return .absent
            case .found(let resource): return .present(resource.etag)
            case .unreadable: throw error
            }
        }
    }

    /// An ETag as a property tells it, in the spelling of the header. WsgiDAV leaves the quotes out of the property, and a folder's files
    /// are read by GET.
    func told(_ etag: ETag?) -> ETag? {
        guard flavour == .files, let etag, !etag.rawValue.contains("\"") else { return etag }
        return ETag("\"\(etag.rawValue)\"")
    }

    /// A member as a listing tells it.
    func member(_ href: Href, _ response: MultistatusResponse) -> Member {
        var member = Member(href: href, response: response)
        member.etag = told(member.etag)
        return member
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
    func ownHrefs(_ url: WebURL) -> Set<Href> {
        let long = upstream.href(url.asCollection)
        return [long, Href(String(long.rawValue.dropLast()))]
    }

    /// Not the collection itself (iCloud lists it in its own report), not a folder inside.
    static func isMember(_ href: Href, _ own: Set<Href>) -> Bool {
        !href.rawValue.hasSuffix("/") && !own.contains(href)
    }
}
