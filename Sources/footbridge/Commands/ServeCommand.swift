import ArgumentParser
import Bridge
import Glibc
import Logging
import Mapping

/// `footbridge serve`: the bridge itself.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves phones until it is stopped.",
        discussion: """
            SyncML is served at \(Endpoint.paths.joined(separator: ", ")). SIGTERM and Ctrl-C stop it in order: requests \
            being answered are finished first.

            Plain HTTP shows Basic passwords to everybody on the way. Beyond this machine put a proxy with TLS in front, \
            and set public-url.

            Keys of the configuration file; each is also a variable, such as FOOTBRIDGE_PUBLIC_URL or \
            FOOTBRIDGE_LIMITS_MESSAGE:
            \(ConfigurationKey.allCases.map { "  \($0.rawValue)  \($0.summary)" }.joined(separator: "\n"))

            Keys of each of the domains (the one named default takes everybody else): upstream, auth, enabled, local-part.

            Examples:
              footbridge serve --upstream https://cloud.example.org/
              footbridge serve --listen :8080 --public-url https://sync.example.org --trusted-proxies 10.0.0.0/8
              footbridge serve --config /etc/footbridge/footbridge.yaml
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("Where to listen (127.0.0.1:8080); :8080 is every address.", valueName: "address:port"))
    var listen: String?

    @Option(help: "The CalDAV/CardDAV server.")
    var upstream: String?

    @Option(help: "URL under which phones reach the bridge.")
    var publicURL: String?

    @Option(help: "Addresses or networks of proxies, with commas.")
    var trustedProxies: String?

    @Option(help: "trace, debug, info, notice, warning or error.")
    var logLevel: String?

    func run() async throws {
        let place = try Workplace.open(
            common,
            [
                .listen: listen, .upstream: upstream, .publicURL: publicURL, .trustedProxies: trustedProxies,
                .logLevel: logLevel,
            ], makesState: true, logs: true)
        defer { place.close() }
        let lock = try StateLock(place.folder)
        try place.store.requireSound()
        // A phone that hangs up must not end the process.
        signal(SIGPIPE, SIG_IGN)
        if let lack = OpenFileLimit.raise(for: place.settings.limits.connections) {
            place.dependencies.logger.warning("\(lack)")
        }
        try await BridgeServer(place: place).run()
        withExtendedLifetime(lock) {}
    }
}
