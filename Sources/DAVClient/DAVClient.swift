import SyncTypes

/// One user's view of one CalDAV/CardDAV server. A value; the transport behind it is shared.
public struct DAVClient: Sendable {
    let upstream: Upstream

    /// A client. `base` is what the admin typed: a host's URL, a principal's, a home's or a collection's. The password is
    /// sent to that origin and those of `trusted` alone. A domain ("example.org") stands for the services that its DNS names (RFC
    /// 6764), on hosts of that domain. `names`: nil: DNS is not asked. An unusable URL shows as `.invalidURL` with the first call.
    public init(
        base: String, credentials: HTTPCredentials?, transport: any HTTPTransport, userAgent: String = "footbridge",
        trusted: TrustedHosts = [], names: (any NameService)? = nil
    ) {
        upstream = Upstream(
            base: base, credentials: credentials, transport: transport, userAgent: userAgent, trusted: trusted,
            names: names)
    }

    /// Asks for the user's principal, which proves the login (RFC 5397); a mere 2xx to OPTIONS would not.
    ///
    /// Throws `.unauthorized` for a wrong user or password. A server without principals answers for the given URL itself. `report` is
    /// told what DNS says.
    public func checkLogin(
        report: @escaping @Sendable (DiscoveryStep) -> Void = { _ in }
    ) async throws(DAVError) -> Href {
        let base = try upstream.base()
        var answering: Href?
        var firstError: DAVError?
        var bootstrap = try Bootstrap(upstream, report: report)
        while let place = await bootstrap.next(for: Set(DAVService.allCases)) {
            do {
                let (response, answer) = try await upstream.properties([.currentUserPrincipal], of: place.url)
                if let principal = try CurrentUserPrincipal.read(response, answer) { return upstream.href(principal) }
                answering = answering ?? upstream.href(answer.url)
            } catch {
                switch error.code {
                case .notFound, .forbidden, .unexpectedStatus, .badReply, .badRedirect:
                    firstError = firstError ?? error
                case .unauthorized where place.url != base && answering != nil: continue
                case .unauthorized, .unreachable, .timeout, .tls, .dropped, .serverBusy, .tooLarge, .invalidURL,
                    .noCalDAV, .notCreated, .cancelled:
                    throw error
                }
            }
        }
        if let answering { return answering }
        throw firstError ?? DAVError(.noCalDAV, "\(base) does not answer PROPFIND")
    }

    /// Finds principal and homes from the given URL, its well-known URLs, the root or DNS (RFC 6764), telling each step.
    public func discover(
        report: @escaping @Sendable (DiscoveryStep) -> Void = { _ in }
    ) async throws(DAVError) -> Discovery {
        var discoverer = Discoverer(upstream: upstream, report: report)
        return try await discoverer.run()
    }

    /// A collection by its href. With a kind no request is spent on learning whether it is a calendar or an address book.
    public func collection(_ href: Href, kind: ItemKind? = nil) -> DAVCollection {
        DAVCollection(href: href, upstream: upstream, flavour: kind.map(CollectionFlavour.init))
    }

    /// A folder of plain files.
    public func folder(_ href: Href) -> DAVCollection {
        DAVCollection(href: href, upstream: upstream, flavour: .files)
    }

    /// A collection as listed.
    public func collection(_ info: CollectionInfo) -> DAVCollection {
        if info.isPlainCollection { return folder(info.href) }
        return collection(info.href, kind: info.kinds.contains(.contact) ? .contact : .event)
    }
}
