import Hummingbird

/// A reply whose body is known: it goes out with its length, never in chunks.
struct PlainReply {
    var status: Int
    var contentType: String
    var body: [UInt8]
    var fields: [(HTTPFields.Element.Name, String)] = []
    /// True: the connection ends with it.
    var closes = false

    /// A line for people and logs.
    static func text(_ status: Int, _ text: String, closes: Bool = false) -> PlainReply {
        PlainReply(
            status: status, contentType: "text/plain; charset=utf-8", body: Array((text + "\n").utf8), closes: closes)
    }

    /// 405 with what is allowed instead (RFC 9110 section 15.5.6).
    static func notAllowed(_ methods: String) -> PlainReply {
        var reply = text(405, "Only \(methods) can be used here.")
        reply.fields.append((.allow, methods))
        return reply
    }

    /// The reply in the server's words; for HEAD the same without its body.
    func response(isHead: Bool) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = contentType
        headers[.contentLength] = "\(body.count)"
        if let name = HTTPFields.Element.Name("X-Content-Type-Options") { headers[name] = "nosniff" }
        for (name, value) in fields { headers[name] = value }
        if closes { headers[.connection] = "close" }
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: isHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
