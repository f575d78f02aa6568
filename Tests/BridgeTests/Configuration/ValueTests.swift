import Bridge
import Testing

/// The small readers: sizes, times, addresses, networks, URLs, domains, hints.
@Suite struct ConfigurationValueTests {
    @Test(
        arguments: [
            ("1", 1), ("100000", 100_000), ("100 KB", 100_000), ("100k", 102_400), ("4 MiB", 4 << 20), ("4M", 4 << 20),
            ("1GiB", 1 << 30), ("2 mb", 2_000_000), ("0", nil), ("", nil), ("-1", nil), ("4 quarts", nil),
            ("9223372036854775807", .max), ("9223372036854775807 KB", nil), ("99999999999999999999", nil),
        ] as [(String, Int?)])
    func bytes(text: String, expected: Int?) { #expect(Quantity.bytes(text) == expected) }

    @Test(
        arguments: [
            ("30", 30), ("30 s", 30), ("5min", 300), ("5 m", 300), ("2 hours", 7200), ("1d", 86400), ("0", nil),
            ("x", nil),
        ] as [(String, Int?)])
    func seconds(text: String, expected: Int?) { #expect(Quantity.seconds(text) == expected) }

    @Test(
        arguments: [
            ("8080", "127.0.0.1:8080"), (":8080", "0.0.0.0:8080"), ("*:80", "0.0.0.0:80"), ("[::1]:80", "[::1]:80"),
            ("host:0", "host:0"), ("::1:80", nil), ("host", nil), ("host:", "host:0"), ("http://host:80", nil),
            ("a b:8", nil),
        ] as [(String, String?)])
    func listenAddresses(text: String, expected: String?) {
        let read = ListenAddress(text)?.description
        #expect(read == (text == "host:" ? nil : expected))
    }

    @Test func loopback() {
        #expect(ListenAddress("127.0.0.5:1")?.isLoopback == true)
        #expect(ListenAddress("[::1]:1")?.isLoopback == true)
        #expect(ListenAddress("localhost:1")?.isLoopback == true)
        #expect(ListenAddress(":1")?.isLoopback == false)
        #expect(ListenAddress("phones.example:1")?.isLoopback == false)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.200.3.4", true), ("10.0.0.0/8", "11.0.0.1", false), ("0.0.0.0/0", "8.8.8.8", true),
        ("192.168.1.7", "192.168.1.7", true), ("192.168.1.0/25", "192.168.1.127", true),
        ("192.168.1.0/25", "192.168.1.128", false), ("fd00::/8", "fd12::1", true), ("::1", "::1", true),
        ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("10.0.0.0/8", "fd00::1", false),
    ])
    func networks(network: String, address: String, expected: Bool) throws {
        let network = try #require(Network(network))
        #expect(network.contains(try #require(Network(address))) == expected)
    }

    @Test(arguments: ["", "example.org", "10.0.0.0/33", "10.0.0", "::/129", "10.0.0.0/x", "1.2.3.4/"])
    func badNetworks(text: String) { #expect(Network(text) == nil) }

    @Test(
        arguments: [
            ("https://Dav.Example.org/remote.php/Dav", "https://dav.example.org/remote.php/Dav"),
            ("HTTP://host:80", "http://host:80"), ("http://[::1]:5232/", "http://[::1]:5232/"),
            ("https://host:0/", nil),
            ("https://", nil), ("https:///path", nil), ("dav.example.org", nil), ("https://a b/", nil),
            ("https://user@host/", nil), ("https://host/?q", nil), ("https://host/#f", nil),
            ("file:///etc/passwd", nil),
            ("https://host\"/", nil), ("https://[::1/", nil), ("https://[example]/", nil), ("https://host:99999/", nil),
        ] as [(String, String?)])
    func urls(text: String, expected: String?) { #expect(BaseURL(text)?.description == expected) }

    @Test func usersFindTheirDomain() {
        let settings = Settings(
            upstream: "https://main/", authentication: .basic,
            domains: [
                Domain(name: "example.org", upstream: "https://other/", authentication: .md5, usesLocalPart: true),
                Domain(name: "default", isEnabled: false),
            ])
        #expect(settings.domain(for: "ann@Example.ORG").name == "example.org")
        #expect(settings.upstream(for: "ann@example.org") == "https://other/")
        #expect(settings.authentication(for: "ann@example.org") == .md5)
        #expect(settings.domain(for: "ann@example.org").upstreamUser(for: "ann@example.org") == "ann")
        #expect(settings.domain(for: "ann").isEnabled == false)
        #expect(settings.upstream(for: "ann@default") == "https://main/")
        #expect(settings.authentication(for: "ann") == .basic)
        #expect(Settings().domain(for: "x").isEnabled)
    }

    @Test func suggestions() {
        #expect(Suggestion.nearest(to: "Public_Url", among: ["public-url", "auth"]) == "public-url")
        #expect(Suggestion.nearest(to: "atuh", among: ["public-url", "auth"]) == "auth")
        #expect(Suggestion.nearest(to: "colour", among: ["public-url", "auth"]) == nil)
        #expect(Suggestion.hint(for: "x", among: ["a1", "b2"]) == "known: a1, b2")
    }

    @Test func ports() { #expect(ListenAddress("host:") == nil) }
}
