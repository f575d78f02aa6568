import DAVClient
import Synchronization

/// A transport whose answers a test writes down.
final class ScriptedTransport: HTTPTransport {
    private let answer: @Sendable (HTTPRequest) throws(TransportError) -> HTTPReply
    private let seen = Mutex<[HTTPRequest]>([])

    init(_ answer: @escaping @Sendable (HTTPRequest) throws(TransportError) -> HTTPReply) { self.answer = answer }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        seen.withLock { $0.append(request) }
        return try answer(request)
    }

    var requests: [HTTPRequest] { seen.withLock { $0 } }
}

extension HTTPReply {
    /// A 207 whose inside is given with the prefixes d, c, a and s bound.
    static func multistatus(_ inside: String) -> HTTPReply {
        xml(
            207,
            """
            <?xml version="1.0"?>
            <d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" \
            xmlns:a="urn:ietf:params:xml:ns:carddav" xmlns:s="http://calendarserver.org/ns/">\(inside)</d:multistatus>
            """)
    }

    /// One resource with some properties.
    static func properties(_ href: String, _ properties: String) -> HTTPReply {
        multistatus(
            """
            <d:response><d:href>\(href)</d:href><d:propstat><d:prop>\(properties)</d:prop>\
            <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
            """)
    }

    static func xml(_ status: Int, _ text: String) -> HTTPReply {
        HTTPReply(status: status, headers: [HTTPField("Content-Type", "application/xml")], body: Array(text.utf8))
    }
}
