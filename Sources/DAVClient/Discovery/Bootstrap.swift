/// Where a server may be, nearest first (RFC 6764 section 6): what was given, the well-known URLs, the root, and what DNS says of the
/// domain. A domain is asked about in DNS first, the host of a URL only when nothing else has helped.
struct Bootstrap {
    /// A place to ask, and for which services it is worth asking.
    struct Place: Hashable {
        let url: WebURL
        let services: Set<DAVService>
    }

    private enum Stop {
        case place(Place)
        case records(DAVService, domain: String)
    }

    private let upstream: Upstream
    private let report: @Sendable (DiscoveryStep) -> Void
    private var stops: [Stop]
    private var seen: Set<WebURL> = []

    init(_ upstream: Upstream, report: @escaping @Sendable (DiscoveryStep) -> Void = { _ in }) throws(DAVError) {
        self.upstream = upstream
        self.report = report
        let base = try upstream.base()
        let both = Set(DAVService.allCases)
        let wellKnown = DAVService.allCases.map { Stop.place(Place(url: base.at($0.wellKnownPath), services: [$0])) }
        let root = Stop.place(Place(url: base.at("/"), services: both))
        let address = try upstream.address()
        let domain = upstream.names == nil ? nil : address.namedDomain
        let records = domain.map { domain in DAVService.allCases.map { Stop.records($0, domain: domain) } } ?? []
        stops =
            address.domain == nil
            ? [.place(Place(url: base, services: both))] + wellKnown + [root] + records
            : records + wellKnown + [root]
    }

    /// The next place for one of the services that are lacking; nil when there is none any more.
    mutating func next(for lacking: Set<DAVService>) async -> Place? {
        while !stops.isEmpty {
            switch stops.removeFirst() {
            case .place(let place):
                guard !place.services.isDisjoint(with: lacking), seen.insert(place.url).inserted else { continue }
                return place
            case .records(let service, let domain):
                guard lacking.contains(service) else { continue }
                stops.insert(contentsOf: await places(of: service, in: domain).map(Stop.place), at: 0)
            }
        }
        return nil
    }

    // MARK: - DNS

    private func places(of service: DAVService, in domain: String) async -> [Place] {
        guard let names = upstream.names else { return [] }
        let name = service.name(in: domain)
        do {
            let records = try await names.services(of: name)
            if let refusal = records.first(where: { !$0.isOffer }), records.count == 1 {
                say(
                    name, "DNS says that there is no such service (\(refusal.priority) \(refusal.weight))",
                    isUseful: false)
                return []
            }
            let offers = ServiceRecord.sorted(records)
            guard !offers.isEmpty else {
                await tellPlain(service, in: domain, names)
                return []
            }
            let path = try await names.texts(of: name).lazy.compactMap(Bootstrap.path).first
            return offers.compactMap { place($0, path ?? service.wellKnownPath, service, name) }
        } catch {
            say(name, error.reason, isUseful: false)
            return []
        }
    }

    private func place(
        _ record: ServiceRecord, _ path: String, _ service: DAVService, _ name: String
    ) -> Place? {
        guard let url = WebURL("https://\(record.target):\(record.port)")?.at(path) else {
            say(name, "\(record.target) is no host", isUseful: false)
            return nil
        }
        // Nothing proves that the record is the domain's own.
        guard upstream.trusts(url.origin) else {
            say(
                name,
                "points to \(url.origin.host), another host: it gets the password only when upstream-hosts names it",
                isUseful: false)
            return nil
        }
        say(name, "points to \(url)", isUseful: true)
        return Place(url: url, services: [service])
    }

    private func tellPlain(_ service: DAVService, in domain: String, _ names: any NameService) async {
        let plain = service.plainName(in: domain)
        guard let records = try? await names.services(of: plain), records.contains(where: \.isOffer) else {
            say(service.name(in: domain), "DNS has no such record", isUseful: false)
            return
        }
        say(plain, "is a service without TLS: give its URL if the password may go there unprotected", isUseful: false)
    }

    private func say(_ name: String, _ finding: String, isUseful: Bool) {
        report(DiscoveryStep(place: name, finding: finding, isUseful: isUseful))
    }

    /// The value of "path=/dav/" (RFC 6764 section 4); keys are compared without case (RFC 6763 section 6.4).
    static func path(_ text: String) -> String? {
        guard let equals = text.firstIndex(of: "="), text[..<equals].lowercased() == "path" else { return nil }
        let path = text[text.index(after: equals)...].trimmed()
        return path.hasPrefix("/") && !path.hasPrefix("//") ? path : nil
    }
}
