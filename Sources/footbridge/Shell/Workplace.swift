import Bridge
import DAVClient
import Glibc
import Logging
import Mapping

/// What most commands work with: settings, the open state and a way to the upstream servers.
struct Workplace {
    let configuration: Configuration
    let folder: StateFolder
    let dependencies: Dependencies
    let transport: CurlTransport

    var settings: Settings { configuration.settings }
    var store: Store { dependencies.store }

    /// Opens the state of some options.
    ///
    /// - Parameter makesState: false: a state that is not there yet is an error rather than made.
    static func open(
        _ options: CommonOptions, _ values: [ConfigurationKey: String?] = [:], makesState: Bool, logs: Bool = false
    ) throws -> Workplace {
        let configuration = try options.configuration(values)
        let path = try options.statePath(configuration)
        if !makesState, access("\(path)/footbridge.sqlite", F_OK) != 0 {
            throw Failure(
                "there is no state in \(path); say which with --state DIR, or begin with footbridge serve or account add"
            )
        }
        let level = Logger.Level(rawValue: configuration.server.logLevel.rawValue) ?? .info
        let logger = ReadableLog.logger("footbridge", level: logs ? level : max(level, .error))
        return try Workplace(configuration: configuration, folder: try StateFolder(path), logger: logger)
    }

    private init(configuration: Configuration, folder: StateFolder, logger: Logger) throws {
        self.configuration = configuration
        self.folder = folder
        let key = try folder.key { OutsideWorld.random(SecretBox.keyLength) }
        guard key.count == SecretBox.keyLength else {
            throw Failure(
                "\(folder.keyPath) is damaged: it must hold \(SecretBox.keyLength) bytes; bring it back from a backup")
        }
        transport = CurlTransport(configuration: Workplace.curl(configuration, folder: folder.path))
        var dependencies = OutsideWorld.dependencies(
            store: try Store(file: folder.databasePath), key: key, transport: transport, logger: logger,
            nameServer: configuration.server.nameServer)
        dependencies.alerts = OutsideWorld.alerts(configuration.settings.alerts, transport: transport)
        dependencies.traces = TraceFolder(
            configuration.server.traceFolder ?? folder.path + "/traces", logger: logger)
        dependencies.backups = BackupFolder(folder.path + "/backup-files")
        self.dependencies = dependencies
    }

    /// Where the traces of devices lie.
    var traceFolder: String { configuration.server.traceFolder ?? folder.path + "/traces" }

    /// What devices have sent with `?backup`.
    var backups: BackupFolder { BackupFolder(folder.path + "/backup-files") }

    /// How upstream servers are reached.
    static func curl(_ configuration: Configuration, folder: String?) -> CurlConfiguration {
        var curl = CurlConfiguration()
        // Long listings wait in a file without a name; /tmp is often memory.
        curl.spoolFolder = folder
        curl.caFile = configuration.server.caFile
        curl.userAgent = "\(configuration.settings.serverName)/\(configuration.settings.version)"
        return curl
    }

    /// Ends what was opened.
    func close() {
        transport.shutdown()
        do {
            try store.close()
        } catch {
            dependencies.logger.warning("the database was not closed in order", metadata: ["reason": "\(error)"])
        }
    }

    var accounts: AccountAdministration { AccountAdministration(settings: settings, dependencies: dependencies) }
    var devices: DeviceAdministration { DeviceAdministration(store: store) }
    var alerts: AlertAdministration { AlertAdministration(settings: settings, dependencies: dependencies) }
    var provisioning: ProvisioningAdministration {
        ProvisioningAdministration(settings: settings, dependencies: dependencies)
    }
}
