import ArgumentParser
import Bridge
import DAVClient
import Glibc
import Logging
import Mapping

/// `footbridge check`: from the configuration to the last collection, one line a step.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Looks whether everything is in place, one line a step.",
        discussion: """
            Each line starts with ok, note, warn or fail. Exit code 0 when nothing failed, else 1. Nothing is changed,
            but by --write: it makes an item in that collection, changes it and removes it again.

            Without ACCOUNT: configuration, state, every configured server and every stored login.
            With ACCOUNT: its login, discovery step by step, and every collection with what it holds.

            Examples:
              footbridge check
              footbridge check ann
              footbridge check ann --write Work
              echo secret | footbridge check ann@example.org --password-stdin
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "Login name to check.")
    var account: String?

    @Flag(help: "Take the upstream password from the first line of standard input.")
    var passwordStdin = false

    @Option(help: ArgumentHelp("Prove that this collection can be written: its name or path.", valueName: "collection"))
    var write: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if passwordStdin, account == nil {
            throw ValidationError("--password-stdin needs the ACCOUNT whose password it is.")
        }
        if write != nil, account == nil { throw ValidationError("--write needs the ACCOUNT whose collection it is.") }
    }

    func run() async throws {
        let report = CheckReport(isJSON: json)
        let isGood = try await check(report)
        try report.finish()
        if !isGood { throw ExitCode(ExitStatus.failed) }
    }

    private func check(_ report: CheckReport) async throws -> Bool {
        let configuration: Configuration
        let path: String
        do {
            configuration = try common.configuration { report.add(CheckLine(.warn, "configuration", $0)) }
            path = try common.statePath(configuration)
        } catch {
            report.add(CheckLine(.fail, "configuration", "\(error)"))
            return false
        }
        report.add(CheckLine(.ok, "configuration", common.file ?? "no file; options, variables and defaults"))
        if let exposure = configuration.server.exposure(publicURL: configuration.settings.publicURL) {
            report.add(CheckLine(.warn, "listen", exposure))
        }
        let zone = configuration.settings.timeZone
        if let zone, !SystemZones.has(zone) {
            report.add(
                CheckLine(.fail, "time-zone", "\(zone) is unknown", advice: "write a name such as Europe/Prague"))
        }
        if let program = configuration.settings.alerts.command.first?.filled({ _ in "" }), access(program, X_OK) != 0 {
            report.add(CheckLine(.fail, "alerts", "\(program) cannot be run: \(Console.problem())"))
        }
        let transport = CurlTransport(configuration: Workplace.curl(configuration, folder: nil))
        defer { transport.shutdown() }
        guard let dependencies = state(path, transport, configuration.server.nameServer, report) else { return false }
        let checkup = Checkup(settings: configuration.settings, dependencies: dependencies) { report.add($0) }
        guard let account else { return await checkup.run() && !report.hasFailed }
        let password = passwordStdin ? try Console.secret("password of \(account) at the server") : nil
        return await checkup.run(account: account, password: password, writing: write) && !report.hasFailed
    }

    /// Opens the state, but makes none.
    private func state(
        _ path: String, _ transport: CurlTransport, _ nameServer: SystemNameService.Server?, _ report: CheckReport
    ) -> Dependencies? {
        let logger = ReadableLog.logger("footbridge", level: .critical)
        do {
            guard access("\(path)/footbridge.sqlite", F_OK) == 0 else {
                report.add(CheckLine(.note, "state", "\(path) has none yet; footbridge serve makes it"))
                return OutsideWorld.dependencies(
                    store: try Store(inMemory: ()), key: OutsideWorld.random(SecretBox.keyLength), transport: transport,
                    logger: logger, nameServer: nameServer)
            }
            let folder = try StateFolder(path)
            let key = try folder.key { OutsideWorld.random(SecretBox.keyLength) }
            guard key.count == SecretBox.keyLength else { throw Failure("\(folder.keyPath) is damaged") }
            let store = try Store(file: folder.databasePath)
            let count = try store.read { try $0.accounts().count }
            report.add(CheckLine(.ok, "state", "\(path), accounts: \(count)"))
            return OutsideWorld.dependencies(
                store: store, key: key, transport: transport, logger: logger, nameServer: nameServer)
        } catch {
            report.add(CheckLine(.fail, "state", "\(path): \(error)"))
            return nil
        }
    }
}
