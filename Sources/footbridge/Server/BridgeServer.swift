import Bridge
import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import Mapping
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The HTTP listener with what runs beside it, until a signal ends them in order.
struct BridgeServer {
    let place: Workplace

    /// Connections that may be on their way out beside those that may be open: when they close slower than others come, the
    /// others wait in the system's queue.
    private static let closing = 64

    /// Serves until SIGTERM or SIGINT; requests that are being answered then are finished.
    func run() async throws {
        let server = place.configuration.server
        let logger = place.dependencies.logger
        let bridge = BridgeService(settings: place.settings, dependencies: place.dependencies)
        let responder = PhoneResponder(
            bridge: bridge, settings: place.settings, trustedProxies: server.trustedProxies, store: place.store,
            logger: logger)
        let limits = place.settings.limits
        let book = ConnectionBook(
            connections: limits.connections, bytes: limits.requestBytes, bytesEach: limits.messageBytes, logger: logger)
        let application = Application(
            responder: CallbackResponder<PhoneContext> { try await responder.respond(to: $0, context: $1) },
            server: HTTPServerBuilder { respond in
                PhoneChannel(responder: respond, idleSeconds: limits.headerTimeout, book: book)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(server.listen.host, port: server.listen.port), serverName: "footbridge",
                availableConnectionsDelegate: .maximum(limits.connections + Self.closing, logger: quiet(logger))),
            services: [Housekeeping(bridge: bridge, seconds: min(60, place.settings.alerts.pollSeconds))],
            onServerRunning: { channel in announce(channel.localAddress?.port ?? server.listen.port) },
            logger: quiet(logger))
        var group = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(logger))
        group.maximumGracefulShutdownDuration = .seconds(120)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as IOError {
            let problem = String(cString: strerror(error.errnoCode))
            throw Failure("cannot listen on \(server.listen): \(problem); choose another with --listen ADDRESS:PORT")
        } catch let error as SocketAddressError {
            throw Failure("cannot listen on \(server.listen): \(error); choose another with --listen ADDRESS:PORT")
        }
        logger.notice("stopped")
    }

    /// The libraries' own lines are for those who look for trouble.
    private func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        if quiet.logLevel > .debug { quiet.logLevel = .critical }
        return quiet
    }

    /// What this machine is called, for an address that stands for all of its own.
    private func machineName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        let result = gethostname(&name, name.count - 1)
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return result == 0 && !text.isEmpty ? text : "localhost"
    }

    private func announce(_ port: Int) {
        let logger = place.dependencies.logger
        var server = place.configuration.server
        server.listen.port = port
        let address = server.listen
        let reachable = ListenAddress(host: address.isEverywhere ? machineName() : address.host, port: port)
        let base = place.settings.publicURL.map { PhoneURL.endpoint(publicURL: $0) } ?? "http://\(reachable)/syncml"
        let upstreams = ([place.settings.upstream] + place.settings.domains.map(\.upstream)).compactMap { $0 }
        logger.notice(
            "serving phones",
            metadata: [
                "url": "\(base)", "listen": "\(address)",
                "upstream": "\(upstreams.isEmpty ? "none" : upstreams.joined(separator: ", "))",
                "state": "\(place.folder.path)",
                "version": "\(place.settings.version)",
            ])
        if let exposure = server.exposure(publicURL: place.settings.publicURL) {
            logger.warning("\(exposure)")
        }
        if upstreams.isEmpty {
            logger.warning("no upstream is set: only stored accounts can sign in; see footbridge account add --help")
        }
    }
}
