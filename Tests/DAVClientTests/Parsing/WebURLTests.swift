import Testing

@testable import DAVClient

/// URLs read, resolved and escaped (RFC 3986).
@Suite struct WebURLTests {
    @Test(arguments: [
        ("http://Dav.Example", "http://dav.example/"), ("HTTPS://dav.example:443/a", "https://dav.example/a"),
        ("http://dav.example:8080?x=1", "http://dav.example:8080/?x=1"), ("http://[::1]:81/a", "http://[::1]:81/a"),
        ("http://[::1]", "http://[::1]/"), (" http://dav.example/a#frag ", "http://dav.example/a"),
        ("http://dav.example/ü b", "http://dav.example/%C3%BC%20b"), ("http://dav.example:/", "http://dav.example/"),
        ("http://dav.example/%c3%bc@:'", "http://dav.example/%c3%bc@:'"),
    ])
    func reads(_ text: String, _ expected: String) {
        #expect(WebURL(text)?.description == expected)
    }

    @Test(arguments: [
        "", "/path", "dav.example", "ftp://dav.example/", "http://", "http:///a", "http://a:b@dav.example/",
        "http://dav.example:0/", "http://dav.example:99999/", "http://dav.example:x/", "http://da v.example/",
        "http://dav\r\n.example/", "file:///etc/passwd",
    ])
    func refuses(_ text: String) {
        #expect(WebURL(text) == nil)
    }

    /// The reference examples of RFC 3986 section 5.4, as far as they concern http.
    @Test(arguments: [
        ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
        ("//g", "http://g/"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"), ("..", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"),
        ("../../g", "http://a/g"), ("../../../g", "http://a/g"), ("https://x/y", "https://x/y"),
        ("http%3A//a/g", "http://a/b/c/http%3A//a/g"),
    ])
    func resolves(_ reference: String, _ expected: String) {
        #expect(WebURL("http://a/b/c/d;p?q")?.resolve(reference)?.description == expected)
    }

    @Test func refusesOtherSchemesInReferences() {
        #expect(WebURL("http://a/")?.resolve("ftp://b/") == nil)
    }
}
