import Bridge
import Hummingbird
import Logging
import Mapping
import NIOCore

/// Answers HTTP requests: messages of phones, the page for people, the probes of a supervisor.
struct PhoneResponder: Sendable {
    let bridge: BridgeService
    let settings: Settings
    let trustedProxies: [Network]
    let store: Store
    let logger: Logger

    /// Answers one request; every reply has a Content-Length.
    func respond(to request: Request, context: PhoneContext) async throws -> Response {
        let started = OutsideWorld.milliseconds()
        var reply = try await reply(to: request, context: context)
        let wantsClose = request.headers[.connection]?.lowercased().contains("close") ?? false
        if wantsClose { reply.closes = true }
        let isHead = request.method == .head
        _ = try? await context.channel.triggerUserOutboundEvent(
            ConnectionOrder.reply(bodyBytes: isHead ? 0 : reply.body.count, closes: reply.closes)
        ).get()
        // The query is not logged: it holds the session's token.
        logger.debug(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.uri.path)", "status": "\(reply.status)",
                "bytes": "\(reply.body.count)", "milliseconds": "\(OutsideWorld.milliseconds() - started)",
                "remote": "\(facts(of: request, context).remoteAddress(trustedProxies: trustedProxies))",
            ])
        return reply.response(isHead: isHead)
    }

    private func reply(to request: Request, context: PhoneContext) async throws -> PlainReply {
        switch request.uri.path {
        case "/healthz/live": return guarded(request, allowed: "GET, HEAD") { .text(200, "alive") }
        case "/healthz/ready":
            return guarded(request, allowed: "GET, HEAD") {
                do {
                    _ = try store.read { try $0.account(named: "") }
                    return .text(200, "ready")
                } catch {
                    logger.error("the database does not answer", metadata: ["reason": "\(error)"])
                    return .text(503, "the database does not answer")
                }
            }
        case let path:
            let inner = PhoneURL.path(path, behind: settings.publicURL)
            guard Endpoint.matches(inner) else {
                if inner == "/" || inner.isEmpty {
                    return guarded(request, allowed: "GET, HEAD") { page(request, context, path: "/syncml") }
                }
                return .text(404, "Nothing is here. SyncML is at /syncml.")
            }
            switch request.method {
            case .post: return try await message(request, context, path: inner)
            case .get, .head: return page(request, context, path: inner)
            default: return .notAllowed("GET, HEAD, POST")
            }
        }
    }

    private func guarded(_ request: Request, allowed: String, _ make: () -> PlainReply) -> PlainReply {
        request.method == .get || request.method == .head ? make() : .notAllowed(allowed)
    }

    private func page(_ request: Request, _ context: PhoneContext, path: String) -> PlainReply {
        let url = facts(of: request, context, path: path)
            .absolute(publicURL: settings.publicURL, trustedProxies: trustedProxies)
        return PlainReply(
            status: 200, contentType: "text/html; charset=utf-8", body: Page(url: url, settings: settings).bytes,
            fields: [
                (.cacheControl, "no-store"),
                (.contentSecurityPolicy, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
            ])
    }

    private func message(_ request: Request, _ context: PhoneContext, path: String) async throws -> PlainReply {
        let facts = facts(of: request, context, path: path)
        let remote = facts.remoteAddress(trustedProxies: trustedProxies)
        if request.headers[.expect]?.lowercased() == "100-continue" {
            _ = try? await context.channel.triggerUserOutboundEvent(ConnectionOrder.sendContinue).get()
        }
        context.tell(.awaitsBody)
        switch try await BodyReader(limits: settings.limits).read(request) {
        case .tooLarge:
            logger.warning(
                "request is too large",
                metadata: ["remote": "\(remote)", "limit": "\(settings.limits.messageBytes)"])
            return .text(413, "The message is larger than \(settings.limits.messageBytes) bytes.", closes: true)
        case .tooSlow:
            logger.warning(
                "request came too slowly",
                metadata: ["remote": "\(remote)", "seconds": "\(settings.limits.bodyTimeout)"])
            return .text(408, "The message did not arrive in \(settings.limits.bodyTimeout) seconds.", closes: true)
        case .complete(let body):
            context.tell(.answers)
            let reply = await bridge.exchange(
                ExchangeRequest(
                    body: body, contentType: request.headers[.contentType],
                    url: facts.absolute(publicURL: settings.publicURL, trustedProxies: trustedProxies),
                    sessionToken: request.uri.queryParameters["s"].map { String($0) },
                    query: request.uri.query ?? "", userAgent: request.headers[.userAgent], remoteAddress: remote))
            return PlainReply(
                status: reply.status, contentType: reply.contentType, body: reply.body,
                fields: reply.retryAfter.map { [(.retryAfter, "\($0)")] } ?? [])
        }
    }

    private func facts(of request: Request, _ context: PhoneContext, path: String? = nil) -> PhoneURL {
        var forwarded: [String: String] = [:]
        for field in request.headers where field.name.canonicalName.hasPrefix("x-forwarded-") {
            let earlier = forwarded[field.name.canonicalName].map { "\($0), " } ?? ""
            forwarded[field.name.canonicalName] = earlier + field.value
        }
        let local = context.channel.localAddress
        let listener = ListenAddress(host: local?.ipAddress ?? "localhost", port: local?.port ?? 80)
        return PhoneURL(
            host: request.head.authority, forwarded: forwarded, peer: context.channel.remoteAddress?.ipAddress,
            path: path ?? request.uri.path, listener: listener.description)
    }
}
