import Bridge
import DAVClient
import Glibc
import Logging
import Mapping

/// The only place that knows the clock and the random source of the machine.
enum OutsideWorld {
    /// Seconds since 1970 UTC.
    @Sendable static func now() -> Int64 { Int64(time(nil)) }

    /// Milliseconds that never go back.
    @Sendable static func milliseconds() -> Int64 {
        var moment = timespec()
        clock_gettime(CLOCK_MONOTONIC, &moment)
        return Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000
    }

    /// Bytes of the system's random generator.
    @Sendable static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// Everything the bridge takes from outside.
    static func dependencies(
        store: Store, key: [UInt8], transport: any HTTPTransport, logger: Logger,
        nameServer: SystemNameService.Server?
    ) -> Dependencies {
        var dependencies = Dependencies(
            store: store, transport: RetryAfterTransport(transport, stopwatch: milliseconds), clock: now,
            stopwatch: milliseconds, random: random,
            zones: SystemZones.source,
            secrets: SecretBox(key: key), logger: logger)
        dependencies.names = SystemNameService(server: nameServer)
        dependencies.wait = { try? await Task.sleep(for: .milliseconds($0)) }
        return dependencies
    }

    /// The configured way of alerts to phones; nil: none.
    static func alerts(_ settings: AlertSettings, transport: any HTTPTransport) -> (any AlertHook)? {
        if let url = settings.url {
            return GatewayHook(url, transport: transport, timeoutSeconds: settings.timeoutSeconds)
        }
        return settings.command.isEmpty
            ? nil : CommandHook(command: settings.command, patience: settings.timeoutSeconds)
    }
}
