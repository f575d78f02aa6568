import SyncTypes

/// The walk from a URL to homes (RFC 6764, RFC 5397, RFC 4791, RFC 6352).
struct Discoverer {
    let upstream: Upstream
    let report: @Sendable (DiscoveryStep) -> Void
    private var found = Discovery()
    private var errors: [DAVError] = []
    private var principalsSeen: Set<String> = []

    init(upstream: Upstream, report: @escaping @Sendable (DiscoveryStep) -> Void) {
        self.upstream = upstream
        self.report = report
    }

    /// Throws what the given URL answered when nothing was found anywhere, and at once when the login is wrong or the
    /// server cannot be reached.
    mutating func run() async throws(DAVError) -> Discovery {
        let base = try upstream.base()
        var bootstrap = try Bootstrap(upstream, report: report)
        while let place = await bootstrap.next(for: lacking) {
            do {
                try await look(at: place.url, isGiven: place.url == base)
            } catch {
                report(DiscoveryStep(place: place.url.description, finding: error.description, isUseful: false))
                if place.url == base, Discoverer.endsAtOnce(error) { throw error }
                errors.append(error)
            }
            if !found.explicitCollections.isEmpty { return found }
        }
        if found.isEmpty { try await takeGivenHome(base) }
        guard found.isEmpty else { return found }
        let reason = "no calendars or address books found from \(base)"
        // Where a place refused the login, that is why.
        if let refusal = errors.first(where: { $0.code == .unauthorized }) { throw refusal }
        guard let first = errors.first else { throw DAVError(.noCalDAV, reason) }
        throw DAVError(.noCalDAV, "\(reason) (\(first.reason))", status: first.status)
    }

    private var lacking: Set<DAVService> {
        var services: Set<DAVService> = []
        if found.calendarHomes.isEmpty { services.insert(.caldav) }
        if found.addressBookHomes.isEmpty { services.insert(.carddav) }
        return services
    }

    private static func endsAtOnce(_ error: DAVError) -> Bool {
        switch error.code {
        case .unauthorized, .unreachable, .timeout, .tls, .serverBusy, .invalidURL, .cancelled: true
        case .forbidden, .notFound, .dropped, .unexpectedStatus, .badReply, .tooLarge, .badRedirect, .noCalDAV,
            .notCreated:
            false
        }
    }

    private mutating func look(at url: WebURL, isGiven: Bool) async throws(DAVError) {
        let (response, answer) = try await upstream.properties(Discoverer.properties, of: url)
        let type = ResourceType(response[.resourceType])
        if isGiven, type.isCalendar || type.isAddressBook, try await !isHome(response, answer) {
            let href = Href(answer.url.asCollection.description)
            found.explicitCollections = [href]
            say(url, type.isCalendar ? "is a calendar itself" : "is an address book itself")
            return
        }
        let principal = try CurrentUserPrincipal.read(response, answer)
        if takeHomes(response, answer) {
            // DAViCal tells a user's homes at any place.
            found.principal = found.principal ?? upstream.href(principal ?? answer.url)
            return
        }
        guard let principal else {
            say(url, "answers, but names no principal", isUseful: false)
            return
        }
        guard principalsSeen.insert(principal.description).inserted else { return }
        say(url, "the user's principal is \(principal.path)")
        let (own, ownAnswer) = try await upstream.properties(Discoverer.properties, of: principal)
        found.principal = found.principal ?? upstream.href(principal)
        if !takeHomes(own, ownAnswer) { say(principal, "names no homes", isUseful: false) }
    }

    /// True for what names itself as a home and has collections inside: Calypso calls each home a calendar, and each calendar a home.
    private func isHome(
        _ response: MultistatusResponse, _ answer: Upstream.Answer
    ) async throws(DAVError) -> Bool {
        let own = answer.url.asCollection
        let namesItself = [PropertyName.calendarHomeSet, .addressBookHomeSet].contains { name in
            response.hrefs(in: name).contains { answer.url.resolve($0)?.asCollection == own }
        }
        guard namesItself else { return false }
        let (inside, _) = try await upstream.listing([.resourceType], of: own)
        return inside.contains { member in
            let type = ResourceType(member[.resourceType])
            let place = member.hrefs.first.flatMap { own.resolve($0)?.asCollection }
            return place != own && (type.isCalendar || type.isAddressBook)
        }
    }

    /// Takes the home sets of a principal. True when there were any.
    private mutating func takeHomes(_ response: MultistatusResponse, _ answer: Upstream.Answer) -> Bool {
        func urls(_ name: PropertyName) -> [WebURL] {
            response.hrefs(in: name).compactMap { answer.url.resolve($0)?.asCollection }
        }
        let (calendars, books) = (urls(.calendarHomeSet), urls(.addressBookHomeSet))
        guard !calendars.isEmpty || !books.isEmpty else { return false }
        if found.calendarHomes.isEmpty, !calendars.isEmpty {
            found.calendarHomes = calendars.map { Href($0.description) }
            say(answer.url, "calendars are in " + calendars.map(\.description).joined(separator: ", "))
        }
        if found.addressBookHomes.isEmpty, !books.isEmpty {
            found.addressBookHomes = books.map { Href($0.description) }
            say(answer.url, "address books are in " + books.map(\.description).joined(separator: ", "))
        }
        if found.scheduleInbox == nil, let inbox = response.hrefs(in: .scheduleInbox).first {
            found.scheduleInbox = answer.url.resolve(inbox).map { Href($0.description) }
        }
        return true
    }

    /// Without any principal: a folder whose children are calendars or address books is a home given by hand.
    private mutating func takeGivenHome(_ base: WebURL) async throws(DAVError) {
        let call = Propfind.call([.resourceType], depth: "1")
        guard let (multistatus, answer) = try? await upstream.multistatus(call, to: base.asCollection) else { return }
        let hasCollections = multistatus.responses.contains { response in
            let type = ResourceType(response[.resourceType])
            return type.isCalendar || type.isAddressBook
        }
        guard hasCollections else { return }
        let home = Href(answer.url.asCollection.description)
        (found.calendarHomes, found.addressBookHomes) = ([home], [home])
        say(base, "is a home itself")
    }

    private func say(_ url: WebURL, _ finding: String, isUseful: Bool = true) {
        report(DiscoveryStep(place: url.description, finding: finding, isUseful: isUseful))
    }

    private static let properties: [PropertyName] = [
        .resourceType, .currentUserPrincipal, .calendarHomeSet, .addressBookHomeSet, .scheduleInbox,
    ]
}
