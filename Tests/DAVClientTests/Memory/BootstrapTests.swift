import DAVClient
import SyncTypes
import Synchronization
import Testing

/// What DNS says of a domain's services (RFC 6764), and which hosts get the password for it.
@Suite struct BootstrapTests {
    /// Names as a test writes them down.
    private final class Names: NameService {
        let services: [String: [ServiceRecord]]
        let texts: [String: [String]]
        let isSilent: Bool
        private let seen = Mutex<[String]>([])

        init(_ services: [String: [ServiceRecord]], texts: [String: [String]] = [:], isSilent: Bool = false) {
            self.services = services
            self.texts = texts
            self.isSilent = isSilent
        }

        var asked: [String] { seen.withLock { $0 } }

        func services(of name: String) async throws(NameError) -> [ServiceRecord] {
            seen.withLock { $0.append(name) }
            if isSilent { throw NameError(.noAnswer, "nobody can be asked about \(name)") }
            return services[name] ?? []
        }

        func texts(of name: String) async throws(NameError) -> [String] { texts[name] ?? [] }
    }

    private static let alice = HTTPCredentials(user: "alice", password: "secret")
    private static let caldav = "_caldavs._tcp.example.org"
    private static let carddav = "_carddavs._tcp.example.org"

    private static func homes(_ path: String) -> String {
        """
        <d:current-user-principal><d:href>\(path)me/</d:href></d:current-user-principal>\
        <c:calendar-home-set><d:href>\(path)cal/</d:href></c:calendar-home-set>\
        <a:addressbook-home-set><d:href>\(path)card/</d:href></a:addressbook-home-set>
        """
    }

    /// A server at one origin that answers to alice alone, below a path.
    private static func server(_ origins: Set<String>, _ path: String = "/dav/") -> ScriptedTransport {
        ScriptedTransport { (request) throws(TransportError) -> HTTPReply in
            guard let origin = origins.first(where: { request.url.hasPrefix($0 + "/") }) else {
                throw TransportError(.unreachable, "no such host")
            }
            guard request.credentials == alice else { return HTTPReply(status: 401) }
            guard request.url.hasPrefix(origin + path) else { return HTTPReply(status: 404) }
            return .properties(path, homes(path))
        }
    }

    private func client(
        _ base: String, _ transport: ScriptedTransport, _ names: Names?, trusted: TrustedHosts = []
    ) -> DAVClient {
        DAVClient(base: base, credentials: Self.alice, transport: transport, trusted: trusted, names: names)
    }

    @Test func aDomainLeadsToItsHostAndPath() async throws {
        let record = ServiceRecord(port: 8443, target: "dav.example.org")
        let names = Names([Self.caldav: [record]], texts: [Self.caldav: ["txtvers=1", "PATH=/dav/"]])
        let transport = Self.server(["https://dav.example.org:8443"])
        let steps = Steps()
        let found = try await client("example.org", transport, names).discover { steps.add($0) }
        #expect(found.calendarHomes == [Href("https://dav.example.org:8443/dav/cal/")])
        #expect(found.addressBookHomes == [Href("https://dav.example.org:8443/dav/card/")])
        #expect(steps.all.first?.description == "\(Self.caldav): points to https://dav.example.org:8443/dav/")
        #expect(names.asked == [Self.caldav], "both homes are known by then")
        let login = try await client("example.org", transport, names).checkLogin()
        #expect(login == Href("https://dav.example.org:8443/dav/me/"))
    }

    @Test func withoutAPathTheWellKnownURLLeadsOn() async throws {
        let names = Names([Self.caldav: [ServiceRecord(port: 443, target: "dav.example.org")]])
        let transport = ScriptedTransport { request in
            switch request.url {
            case "https://dav.example.org/.well-known/caldav":
                HTTPReply(status: 301, headers: [HTTPField("Location", "/dav/")])
            case "https://dav.example.org/dav/": .properties("/dav/", Self.homes("/dav/"))
            default: HTTPReply(status: 404)
            }
        }
        let found = try await client("example.org", transport, names).discover()
        #expect(found.isComplete)
    }

    @Test func calendarsAndAddressBooksOnHostsOfTheirOwn() async throws {
        let names = Names(
            [
                Self.caldav: [ServiceRecord(port: 443, target: "cal.example.org.")],
                Self.carddav: [ServiceRecord(port: 443, target: "card.example.org")],
            ], texts: [Self.caldav: ["path=/dav/"], Self.carddav: ["path=/dav/"]])
        let transport = ScriptedTransport { request in
            let isCalendar = request.url == "https://cal.example.org/dav/"
            guard isCalendar || request.url == "https://card.example.org/dav/" else { return HTTPReply(status: 404) }
            return .properties(
                "/dav/",
                isCalendar
                    ? "<c:calendar-home-set><d:href>/dav/a/</d:href></c:calendar-home-set>"
                    : "<a:addressbook-home-set><d:href>/dav/b/</d:href></a:addressbook-home-set>")
        }
        let found = try await client("example.org", transport, names).discover()
        #expect(found.calendarHomes == [Href("https://cal.example.org/dav/a/")])
        #expect(found.addressBookHomes == [Href("https://card.example.org/dav/b/")])
        #expect(transport.requests.allSatisfy { $0.credentials == Self.alice })
    }

    @Test func theFirstByPriorityThatAnswersIsTaken() async throws {
        let names = Names(
            [
                Self.caldav: [
                    ServiceRecord(priority: 20, port: 443, target: "last.example.org"),
                    ServiceRecord(priority: 10, weight: 1, port: 443, target: "second.example.org"),
                    ServiceRecord(priority: 10, weight: 5, port: 443, target: "first.example.org"),
                ]
            ], texts: [Self.caldav: ["path=/dav/"]])
        let transport = Self.server(["https://second.example.org", "https://last.example.org"])
        let found = try await client("example.org", transport, names).discover()
        #expect(found.calendarHomes == [Href("https://second.example.org/dav/cal/")])
        #expect(transport.requests.first?.url == "https://first.example.org/dav/")
    }

    @Test(arguments: ["dav.provider.net", "example.org.evil.net", "evilexample.org"])
    func anotherHostGetsThePasswordOnlyByLeave(_ host: String) async throws {
        let names = Names(
            [Self.caldav: [ServiceRecord(port: 443, target: host)]], texts: [Self.caldav: ["path=/dav/"]])
        let transport = Self.server(["https://\(host)"])
        let steps = Steps()
        await #expect(throws: DAVError.self) {
            try await client("example.org", transport, names).discover { steps.add($0) }
        }
        #expect(!transport.requests.contains { $0.url.contains(host) })
        #expect(steps.all.contains { $0.finding.contains("upstream-hosts") && $0.finding.contains(host) })
        let allowed: TrustedHosts = [host]
        let found = try await client("example.org", transport, names, trusted: allowed).discover()
        #expect(found.calendarHomes == [Href("https://\(host)/dav/cal/")])
    }

    @Test func aPlainServiceIsToldAndNotUsed() async throws {
        let names = Names(["_caldav._tcp.example.org": [ServiceRecord(port: 80, target: "dav.example.org")]])
        let transport = Self.server(["http://dav.example.org"])
        let steps = Steps()
        await #expect(throws: DAVError.self) {
            try await client("example.org", transport, names).discover { steps.add($0) }
        }
        #expect(steps.all.contains { $0.place == "_caldav._tcp.example.org" && $0.finding.contains("without TLS") })
        #expect(transport.requests.allSatisfy { $0.url.hasPrefix("https://example.org/") })
    }

    @Test func noSuchService() async throws {
        let names = Names([Self.caldav: [ServiceRecord(port: 0, target: ".")]])
        let steps = Steps()
        await #expect(throws: DAVError.self) {
            try await client("example.org", Self.server([]), names).discover { steps.add($0) }
        }
        #expect(steps.all.first?.finding.contains("no such service") == true)
    }

    @Test func aURLIsAskedFirstAndDNSOnlyWhenNothingHelped() async throws {
        let names = Names(
            [Self.caldav: [ServiceRecord(port: 443, target: "example.org")]], texts: [Self.caldav: ["path=/hidden/"]])
        let transport = Self.server(["https://example.org"], "/hidden/")
        let found = try await client("https://example.org/", transport, names).discover()
        #expect(found.isComplete)
        #expect(transport.requests.first?.url == "https://example.org/")
        #expect(names.asked.first == Self.caldav)

        let there = Names([:])
        _ = try await client("https://example.org/hidden/", transport, there).discover()
        #expect(there.asked.isEmpty)
    }

    @Test func anAddressHasNoRecords() async throws {
        let names = Names([:])
        for base in ["https://192.0.2.7/", "https://[2001:db8::1]/", "https://dav/"] {
            _ = try? await client(base, Self.server([]), names).discover()
            _ = try? await client(base, ScriptedTransport { _ in HTTPReply(status: 404) }, names).discover()
        }
        #expect(names.asked.isEmpty)
    }

    @Test func whereDNSIsSilentTheDomainsOwnHostIsAsked() async throws {
        let names = Names([:], isSilent: true)
        let steps = Steps()
        let found = try await client("example.org", Self.server(["https://example.org"], "/"), names).discover {
            steps.add($0)
        }
        #expect(found.isComplete)
        #expect(steps.all.contains { $0.place == Self.caldav && !$0.isUseful })
    }

    @Test func homesOnAnotherHost() async throws {
        let transport = ScriptedTransport { request in
            guard request.credentials == Self.alice else { return HTTPReply(status: 401) }
            return request.url == "https://dav.example.org/"
                ? .properties(
                    "/",
                    """
                    <c:calendar-home-set><d:href>https://p07.provider.net/cal/</d:href></c:calendar-home-set>\
                    <a:addressbook-home-set><d:href>https://p07.provider.net/card/</d:href></a:addressbook-home-set>
                    """)
                : .properties("/", "<d:resourcetype><d:collection/></d:resourcetype>")
        }
        let stranger = client("https://dav.example.org/", transport, nil)
        let found = try await stranger.discover()
        await #expect(throws: DAVError(.unauthorized, "")) { try await stranger.collections(found) }
        #expect(transport.requests.allSatisfy { $0.url.hasPrefix("https://dav.example.org/") || $0.credentials == nil })
        let allowed = client("https://dav.example.org/", transport, nil, trusted: ["p07.provider.net"])
        _ = try await allowed.collections(found)
        #expect(transport.requests.last?.credentials == Self.alice)
    }

    @Test(arguments: [
        ("dav.example.net", "https://dav.example.net/", true), ("dav.example.net", "http://dav.example.net/", false),
        ("dav.example.net", "https://dav.example.net:8443/", false),
        ("dav.example.net:8443", "https://dav.example.net:8443/", true),
        ("http://192.0.2.7:81", "http://192.0.2.7:81/", true), ("DAV.example.net", "https://dav.example.net/", true),
    ])
    func trustedHostsAreOrigins(_ host: String, _ place: String, _ isTrusted: Bool) async throws {
        let transport = ScriptedTransport { request in
            request.url == "https://a.example/"
                ? HTTPReply(status: 301, headers: [HTTPField("Location", place)]) : HTTPReply(status: 404)
        }
        var hosts = TrustedHosts()
        let isAdded = hosts.add(host)
        #expect(isAdded)
        _ = try? await client("https://a.example/", transport, nil, trusted: hosts).checkLogin()
        #expect((transport.requests[1].credentials != nil) == isTrusted)
    }

    @Test(arguments: ["", "dav.example.net/path", "http://a.example/x", "a b", "ftp://a.example", "user@a.example"])
    func whatIsNoHostIsRefused(_ text: String) {
        var hosts = TrustedHosts()
        let isAdded = hosts.add(text)
        #expect(!isAdded)
    }

    @Test(arguments: [
        ("example.org", "example.org"), (" Example.ORG ", "example.org"), ("localhost", "localhost"),
        ("dav", nil), ("example.org:443", nil), ("192.0.2.7", nil), ("https://example.org", nil), ("-a.org", nil),
        ("a..org", nil), ("münchen.example", nil), ("example.org/", nil), ("me@example.org", nil), ("", nil),
    ])
    func domains(_ text: String, _ domain: String?) { #expect(ServerAddress.domain(text) == domain) }
}
