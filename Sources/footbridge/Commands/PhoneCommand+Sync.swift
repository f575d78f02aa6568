import ArgumentParser
import DAVClient
import Phone
import SyncMLFront
import SyncTypes

/// `footbridge phone DIR sync`: one sync, and a table of what moved.
struct PhoneSync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Syncs and shows what moved where.",
        usage: """
            footbridge phone <dir> sync [--mode <mode>] [--filter <store>=<filter> ...] [--inclusive] \
            [--parameters <query>] [--suspend-after <messages> | --resume] [<store> ...] [--json] [--verbose]
            """,
        discussion: """
            Columns count new, changed and deleted items. Exit code 0 when all went well, 1 when the session failed or \
            an item was refused. What could not be sent is sent again next time.
            """)

    @ParentCommand var phone: PhoneCommand

    @Option(
        help: ArgumentHelp(
            "How to sync.",
            discussion: """
                The first sync of a store is slow by itself. refresh-from-client makes the server's side like the phone, \
                refresh-from-server the phone's side like the server.
                """,
            valueName: "mode"))
    var mode: PhoneMode = .twoWay

    @Option(
        help: ArgumentHelp(
            "Suspend the session after so many messages (SyncML 1.2); sync --resume goes on.", valueName: "messages"))
    var suspendAfter: Int?

    @Flag(help: "Resume the session that was suspended or broke off.")
    var resume = false

    @Option(
        help: ArgumentHelp(
            "What to ask for of a store, in this sync.",
            discussion: """
                A CGI filter such as calendar=SINCE&EQ;20061206T120000, which goes as a Filter element in 1.2 and in the name of \
                the database before, or options such as calendar=/dr(-30,90), which always stand in the name.
                """,
            valueName: "store=filter"))
    var filter: [String] = []

    @Flag(help: "What does not match the filter stays on the phone (1.2).")
    var inclusive = false

    @Option(
        help: ArgumentHelp(
            "Words behind the URL in this sync, such as backup=old or sync=3.", valueName: "query"))
    var parameters: String?

    @Argument(help: "The stores to sync; all without it.")
    var stores: [String] = []

    @Flag(help: "Print the report as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Tell each message on standard error.")
    var verbose = false

    func run() async throws {
        let folder = phone.folder
        let settings: PhoneConfiguration
        let store: FolderStore
        do {
            var known = try folder.configuration()
            if let parameters { known.url += (known.url.contains("?") ? "&" : "?") + parameters }
            settings = try filtered(known)
            try checkSuspension(settings)
            let lock = try PhoneLock(folder)
            defer { lock.release() }
            store = try FolderStore(folder)
            let modes = try modes(settings)
            let report = await sync(settings, store, modes)
            Console.say(json ? try JSON.text(report) : report.table)
            if !report.isSuccess { throw ExitCode(ExitStatus.failed) }
        } catch let error as PhoneError {
            throw Failure(error.reason)
        }
    }

    private func sync(
        _ settings: PhoneConfiguration, _ store: FolderStore, _ modes: [String: SyncMode]
    ) async -> PhoneReport {
        let curl = CurlTransport(
            configuration: CurlConfiguration(userAgent: "footbridge-phone/\(Version.text)", stallTimeoutSeconds: 300))
        defer { curl.shutdown() }
        var environment = PhoneEnvironment(now: OutsideWorld.now())
        environment.suspendsAfter = suspendAfter
        environment.resumes = resume
        var session = PhoneSession(settings, store: store, modes: modes, environment: environment)
        _ = await PhoneDriver.run(&session, over: PhoneLine(transport: curl)) { traffic in
            if verbose { Console.complain(PhoneSync.line(traffic)) }
        }
        return session.report
    }

    private func checkSuspension(_ settings: PhoneConfiguration) throws {
        guard suspendAfter != nil || resume else { return }
        if suspendAfter != nil, resume {
            throw ValidationError("--suspend-after and --resume exclude each other.")
        }
        if let suspendAfter, suspendAfter < 1 {
            throw ValidationError("--suspend-after is a number of messages, 1 or more.")
        }
        switch settings.version {
        case .v12: return
        case .v10, .v11:
            throw Failure(
                "This phone speaks SyncML \(settings.version.rawValue); only 1.2 suspends and resumes (setup --syncml 1.2)."
            )
        }
    }

    private func filtered(_ settings: PhoneConfiguration) throws -> PhoneConfiguration {
        var settings = settings
        for argument in filter {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let index = settings.stores.firstIndex(where: { $0.name == parts[0] }) else {
                throw ValidationError("--filter \(argument) is not STORE=FILTER with a store of this phone.")
            }
            settings.stores[index].filter = PhoneFilter(parts[1], isInclusive: inclusive)
        }
        return settings
    }

    private func modes(_ settings: PhoneConfiguration) throws -> [String: SyncMode] {
        let names = settings.stores.map(\.name)
        for name in stores where !names.contains(name) {
            throw ValidationError("This phone has no store \"\(name)\"; it has \(names.joined(separator: ", ")).")
        }
        return Dictionary(
            (stores.isEmpty ? names : stores).map { ($0, mode.mode) }, uniquingKeysWith: { first, _ in first })
    }

    private static func line(_ traffic: PhoneDriver.Traffic) -> String {
        switch traffic {
        case .sent(let message): "-> \(message.body.count) bytes to \(message.url)"
        case .received(let reply): "<- \(reply.status) \(reply.contentType), \(reply.body.count) bytes"
        case .lost(let error): "<- nothing: \(error.reason)"
        }
    }
}
