import DAVClient
import SyncTypes
import Testing

/// Discovery where servers differ: roots that say nothing, homes given by hand, homes on another host.
@Suite struct DiscoveryTests {
    /// SOGo behind a proxy: the root refuses PROPFIND, only the well-known URL leads on.
    @Test func wellKnownLeadsOn() async throws {
        let transport = ScriptedTransport { request in
            switch request.url {
            case "http://dav.example/.well-known/caldav", "http://dav.example/.well-known/carddav":
                HTTPReply(status: 301, headers: [HTTPField("Location", "http://dav.example/SOGo/dav/")])
            case "http://dav.example/SOGo/dav/":
                .properties(
                    "/SOGo/dav/",
                    "<d:current-user-principal><d:href>/SOGo/dav/alice/</d:href></d:current-user-principal>")
            case "http://dav.example/SOGo/dav/alice/":
                .properties(
                    "/SOGo/dav/alice/",
                    """
                    <c:calendar-home-set><d:href>Calendar</d:href></c:calendar-home-set>\
                    <a:addressbook-home-set><d:href>http://dav.example/SOGo/dav/alice/Contacts/</d:href>\
                    </a:addressbook-home-set>
                    """)
            default: HTTPReply(status: 405)
            }
        }
        let client = DAVClient(base: "http://dav.example/", credentials: nil, transport: transport)
        let found = try await client.discover()
        #expect(found.principal == Href("/SOGo/dav/alice/"))
        #expect(found.calendarHomes == [Href("http://dav.example/SOGo/dav/alice/Calendar/")])
        #expect(found.addressBookHomes == [Href("http://dav.example/SOGo/dav/alice/Contacts/")])
    }

    @Test func homeGivenByHand() async throws {
        let transport = ScriptedTransport { request in
            guard request.url.hasPrefix("http://dav.example/private") else { return HTTPReply(status: 404) }
            if request.header("Depth") == "0" {
                return .properties("/private/", "<d:resourcetype><d:collection/></d:resourcetype>")
            }
            return .multistatus(
                DiscoveryTests.response("/private/", "<d:resourcetype><d:collection/></d:resourcetype>")
                    + DiscoveryTests.response(
                        "/private/cal", "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"))
        }
        let client = DAVClient(base: "http://dav.example/private", credentials: nil, transport: transport)
        let found = try await client.discover()
        #expect(found.homes == [Href("http://dav.example/private/")])
        #expect(try await client.collections(found).map(\.href) == [Href("/private/cal/")])
    }

    @Test func nothingThere() async throws {
        let transport = ScriptedTransport { _ in HTTPReply(status: 404) }
        let client = DAVClient(base: "http://dav.example/", credentials: nil, transport: transport)
        await #expect(throws: DAVError(.noCalDAV, "")) { try await client.discover() }
        #expect(transport.requests.map(\.url).contains("http://dav.example/.well-known/carddav"))
    }

    /// What SOGo, DAViCal and Xandikos put into a home's listing.
    @Test func listsWhatHoldsItems() async throws {
        let listing = [
            ("/home/", "<d:resourcetype><d:collection/></d:resourcetype>"),
            (
                "/home/personal/",
                """
                <d:resourcetype><d:collection/><c:calendar/><c:schedule-outbox/></d:resourcetype>\
                <d:displayname> Personal </d:displayname><s:getctag>7</s:getctag>\
                <c:supported-calendar-component-set><c:comp name="VEVENT"/><c:comp name="vtodo"/>\
                <c:comp name="VFREEBUSY"/></c:supported-calendar-component-set>\
                <d:supported-report-set><d:supported-report><d:sync-collection/></d:supported-report>\
                </d:supported-report-set>\
                <d:current-user-privilege-set><d:privilege><d:read/></d:privilege></d:current-user-privilege-set>
                """
            ),
            ("/home/personal.ics/", "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"),
            ("/home/inbox/", "<d:resourcetype><d:collection/><c:schedule-inbox/></d:resourcetype>"),
            (
                "http://proxied.example/home/book",
                "<d:resourcetype><d:collection/><a:addressbook/></d:resourcetype><d:sync-token>t</d:sync-token>"
            ),
            (
                "/home/public/",
                "<d:resourcetype><d:collection/><a:addressbook/><a:directory/></d:resourcetype>"
            ),
            ("/home/files/", "<d:resourcetype><d:collection/></d:resourcetype>"),
            ("/home/stray.txt", "<d:resourcetype/>"),
        ]
        let transport = ScriptedTransport { request in
            if request.url.hasSuffix("/inbox/") {
                return .properties(
                    "/home/inbox/",
                    "<c:schedule-default-calendar-URL><d:href>/home/personal</d:href></c:schedule-default-calendar-URL>"
                )
            }
            return .multistatus(listing.map { DiscoveryTests.response($0.0, $0.1) }.joined())
        }
        let client = DAVClient(base: "http://dav.example/", credentials: nil, transport: transport)
        let home = Href("http://dav.example/home/")
        let found = try await client.collections(
            Discovery(
                calendarHomes: [home], addressBookHomes: [home],
                scheduleInbox: Href("http://dav.example/home/inbox/")))
        #expect(
            found == [
                CollectionInfo(
                    href: Href("/home/personal/"), displayName: "Personal", kinds: [.event, .task],
                    isWritable: false, ctag: "7", supportsSync: true, isDefault: true),
                CollectionInfo(
                    href: Href("/home/book/"), displayName: "book", kinds: [.contact], syncToken: SyncToken("t"),
                    supportsSync: true),
                CollectionInfo(href: Href("/home/files/"), displayName: "files", kinds: [], isPlainCollection: true),
            ])
    }

    @Test func namesForCollections() async throws {
        let transport = ScriptedTransport { _ in HTTPReply(status: 500) }
        let client = DAVClient(base: "http://dav.example/", credentials: nil, transport: transport)
        for name in ["", "a b", "a/b", "ü", "..", String(repeating: "x", count: 101)] {
            await #expect(throws: DAVError(.notCreated, "")) {
                try await client.makeCollection(home: Href("/h/"), name: name, displayName: "x", kind: .event)
            }
        }
        #expect(transport.requests.isEmpty)
    }

    private static func response(_ href: String, _ properties: String) -> String {
        """
        <d:response><d:href>\(href)</d:href><d:propstat><d:prop>\(properties)</d:prop>\
        <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
        """
    }
}
