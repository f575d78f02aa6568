import DAVClient
import Mapping
import SyncTypes

/// `footbridge backup-files import`: what phones sent with `?backup` becomes items at the server.
///
/// Only what the server does not have is made; nothing that is there is changed. Each write is conditional and read back, all of it
/// is one step that `footbridge undo` takes back, and the phones get what is new at their next sync.
public struct BackupImport: Sendable {
    let settings: Settings
    let dependencies: Dependencies

    /// Imports into the accounts of a store.
    public init(settings: Settings, dependencies: Dependencies) {
        self.settings = settings
        self.dependencies = dependencies
    }

    /// Imports files, in their order.
    ///
    /// - Parameters:
    ///   - device: the device whose way of writing counts: its number, its own name or the name of its folder; nil: none is known.
    ///   - isDryRun: true: nothing is written.
    ///   - password: the upstream password, for an account that keeps none.
    ///   - progress: told after each file.
    ///
    /// Throws `AdministrationError` for what cannot be begun at all; what a server refuses stands in the report.
    public func run(
        _ files: [BackupFile], into account: String, device: String? = nil, isDryRun: Bool = false,
        password: String? = nil, progress: (_ done: Int) -> Void = { _ in }
    ) async throws -> BackupImportReport {
        let store = dependencies.store
        let (row, device) = try store.read { store in
            let row = try AccountAdministration.account(account, in: store)
            return (row, try device.flatMap { name in try Self.device(name, of: row, in: store) })
        }
        let directory = AccountDirectory(settings: settings, dependencies: dependencies)
        let client = DAVClient(
            at: row.upstreamURL, try directory.credentials(of: row, given: password), settings, dependencies)
        var run = BackupImportRun(
            settings: settings, dependencies: dependencies, account: row, device: device, client: client,
            isDryRun: isDryRun)
        var lines: [BackupImportReport.Line] = []
        for file in files {
            lines.append(try await run.take(file))
            progress(lines.count)
        }
        return BackupImportReport(lines: lines, step: run.step?.rawValue, isDryRun: isDryRun)
    }

    /// The device by number or name, else by what its name becomes in the file system; nil when it was forgotten.
    private static func device(_ name: String, of account: Account, in store: StoreReader) throws -> Device? {
        let all = try store.devices(of: account.id)
        return all.first { "\($0.id)" == name || $0.deviceID.rawValue == name }
            ?? all.first { FileName.folder($0.deviceID.rawValue) == name }
    }
}
