import Testing

@testable import DAVClient

@Suite("What servers let know of themselves")
struct ServerSoftwareTests {
    private func recognised(_ status: Int = 200, _ headers: (String, String)...) -> String? {
        ServerSoftware(HTTPReply(status: status, headers: headers.map { HTTPField($0.0, $0.1) }))?.description
    }

    @Test func byHeaders() {
        #expect(recognised(200, ("X-DAViCal-Version", "DAViCal/1.1.12; DB/1.3.5")) == "DAViCal 1.1.12")
        #expect(recognised(200, ("X-Sabre-Version", "4.6.0")) == "sabre/dav 4.6.0")
        #expect(
            recognised(200, ("Server", "Cyrus-HTTP/3.6.1-Debian-3.6.1-4+deb12u5 Cyrus-SASL/2.1.28")) == "Cyrus 3.6.1")
        #expect(recognised(200, ("Server", "SOPE 4.9.37/WebDAV")) == "SOGo")
        #expect(
            recognised(200, ("Server", "Python/3.11 aiohttp/3.8.4"), ("DAV", "1, 2"), ("DAV", "add-member"))
                == "Xandikos")
    }

    @Test func byRealms() {
        #expect(recognised(401, ("WWW-Authenticate", "Basic realm=\"Radicale - Password Required\"")) == "Radicale")
        #expect(
            recognised(
                401, ("WWW-Authenticate", "Digest realm=\"BaikalDAV\", qop=\"auth\""),
                ("WWW-Authenticate", "Basic realm=\"BaikalDAV\"")) == "Baikal")
    }

    @Test func othersAreNotGuessed() {
        #expect(recognised(200, ("Server", "Apache/2.4.62 (Debian)"), ("DAV", "1, 3, calendar-access")) == nil)
        #expect(recognised(200, ("Server", "Python/3.11 aiohttp/3.8.4")) == nil)
        #expect(recognised(401, ("WWW-Authenticate", "Basic realm=\"Members\"")) == nil)
        #expect(recognised(200, ("X-DAViCal-Version", "unheard of")) == "DAViCal")
    }
}
