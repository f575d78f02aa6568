import Bridge
import Testing

/// The address phones are told to come back to.
@Suite struct PhoneURLTests {
    private static let proxies = [Network("10.0.0.0/8"), Network("::1")].compactMap { $0 }

    private func url(
        host: String? = "sync.example:8080", _ forwarded: [String: String] = [:], peer: String? = "10.1.2.3",
        path: String = "/syncml", publicURL: String? = nil
    ) -> String {
        PhoneURL(host: host, forwarded: forwarded, peer: peer, path: path, listener: "192.0.2.1:8080")
            .absolute(publicURL: publicURL, trustedProxies: PhoneURLTests.proxies)
    }

    @Test func withoutProxyTheHostCounts() {
        #expect(url() == "http://sync.example:8080/syncml")
        #expect(url(path: "/Funambol/DS/") == "http://sync.example:8080/Funambol/DS/")
        #expect(url(host: nil) == "http://192.0.2.1:8080/syncml")
        #expect(url(host: "evil\"><x>") == "http://192.0.2.1:8080/syncml")
        #expect(url(host: "user@evil") == "http://192.0.2.1:8080/syncml")
        #expect(url(host: "[::1]:8080") == "http://[::1]:8080/syncml")
    }

    @Test func trustedProxiesMayChangeEverything() {
        let all = [
            "x-forwarded-proto": "HTTPS", "x-forwarded-host": "Phones.example, inner", "x-forwarded-prefix": "/sync/",
        ]
        #expect(url(all) == "https://phones.example/sync/syncml")
        #expect(url(["x-forwarded-port": "8443", "x-forwarded-proto": "https"]) == "https://sync.example:8443/syncml")
        #expect(url(["x-forwarded-port": "443", "x-forwarded-proto": "https"]) == "https://sync.example/syncml")
        #expect(url(host: "[::1]:9", ["x-forwarded-port": "81"]) == "http://[::1]:81/syncml")
    }

    @Test func othersMayChangeNothing() {
        let all = [
            "x-forwarded-proto": "https", "x-forwarded-host": "evil.example", "x-forwarded-prefix": "/x",
            "x-forwarded-port": "1",
        ]
        for peer in ["192.0.2.9", nil, "::2"] { #expect(url(all, peer: peer) == "http://sync.example:8080/syncml") }
        #expect(url(all, peer: "::1") == "https://evil.example:1/x/syncml")
        #expect(url(all, peer: "::ffff:10.0.0.1") == "https://evil.example:1/x/syncml")
    }

    @Test(arguments: [
        ("x-forwarded-proto", "gopher"), ("x-forwarded-host", "a/b"), ("x-forwarded-host", ""),
        ("x-forwarded-port", "0"), ("x-forwarded-port", "x"), ("x-forwarded-prefix", "//evil"),
        ("x-forwarded-prefix", "x"), ("x-forwarded-prefix", "/a?b"), ("x-forwarded-prefix", "/<"),
    ])
    func nonsenseIsPassedOver(name: String, value: String) {
        #expect(url([name: value]) == "http://sync.example:8080/syncml")
    }

    @Test func aPublicURLWins() {
        let forwarded = ["x-forwarded-host": "other.example"]
        #expect(url(forwarded, publicURL: "https://p.example") == "https://p.example/syncml")
        #expect(url(publicURL: "https://p.example/") == "https://p.example/syncml")
        #expect(url(publicURL: "https://p.example/a/b/") == "https://p.example/a/b/syncml")
        #expect(url(publicURL: "https://p.example/a/syncml") == "https://p.example/a/syncml")
        #expect(url(path: "/a/syncml", publicURL: "https://p.example/a") == "https://p.example/a/syncml")
    }

    @Test func aPrefixTheProxyLeftIsTakenOff() {
        #expect(PhoneURL.path("/a/syncml", behind: "https://p.example/a/") == "/syncml")
        #expect(PhoneURL.path("/syncml", behind: "https://p.example/a") == "/syncml")
        #expect(PhoneURL.path("/ab/syncml", behind: "https://p.example/a") == "/ab/syncml")
        #expect(PhoneURL.path("/a", behind: "https://p.example/a") == "/")
        #expect(PhoneURL.path("/my/sync", behind: nil) == "/my/sync")
        #expect(PhoneURL.path("/my/syncml", behind: "https://p.example/my/syncml") == "/syncml")
    }

    @Test func theLogNamesTheNearestStranger() {
        func remote(_ chain: String?, peer: String? = "10.0.0.1") -> String {
            PhoneURL(
                host: nil, forwarded: chain.map { ["x-forwarded-for": $0] } ?? [:], peer: peer, path: "/", listener: ""
            ).remoteAddress(trustedProxies: PhoneURLTests.proxies)
        }
        #expect(remote("203.0.113.7, 10.0.0.2") == "203.0.113.7")
        #expect(remote("1.2.3.4, 203.0.113.7") == "203.0.113.7")
        #expect(remote("nonsense") == "10.0.0.1")
        #expect(remote(nil) == "10.0.0.1")
        #expect(remote("1.2.3.4", peer: "203.0.113.9") == "203.0.113.9")
        #expect(remote("1.2.3.4", peer: nil) == "unknown")
    }

    @Test(arguments: [
        ("/syncml", true), ("/SyncML/", true), ("/mdsyncml.DLL", true), ("/syncml/index.html", true),
        ("/funambol/ds", true), ("/syncml/x", false), ("/", false), ("", false), ("syncml", false),
    ])
    func endpoints(path: String, expected: Bool) { #expect(Endpoint.matches(path) == expected) }
}
