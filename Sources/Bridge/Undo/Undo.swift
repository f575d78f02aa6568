import DAVClient
import Mapping
import SyncTypes

/// `footbridge undo`: takes back what a change, a session or an undo did upstream (design section 6).
///
/// Each change is merged out of what lies there now, so later edits survive; each write is conditional and read back. What
/// comes of it is a new revision in the mirror, which all devices get at their next sync.
public struct Undo: Sendable {
    let settings: Settings
    let dependencies: Dependencies

    /// Undoes over the store's journal.
    public init(settings: Settings, dependencies: Dependencies) {
        self.settings = settings
        self.dependencies = dependencies
    }

    /// Undoes a target, its newest change first.
    ///
    /// - Parameters:
    ///   - isDryRun: true: nothing is written, upstream or here.
    ///   - password: the upstream password, for an account that keeps none.
    ///
    /// Throws `.notFound`, or `.notPossible` for what cannot be undone at all; what a server refuses stands in the report.
    public func run(
        _ target: UndoTarget, isDryRun: Bool = false, password: String? = nil
    ) async throws -> UndoReport {
        let (account, entries) = try dependencies.store.read { try Undo.entries(of: target, in: $0) }
        var run = UndoRun(
            store: dependencies.store, account: account, target: target, isDryRun: isDryRun,
            client: DAVClient(
                at: account.upstreamURL,
                try AccountDirectory(settings: settings, dependencies: dependencies)
                    .credentials(of: account, given: password),
                settings, dependencies),
            clock: dependencies.clock, logger: dependencies.logger)
        var lines: [UndoLine] = []
        for entry in entries { lines.append(try await run.undo(entry)) }
        return UndoReport(lines: lines, step: run.step?.rawValue, isDryRun: isDryRun)
    }

    // MARK: - What is asked for

    private static func entries(of target: UndoTarget, in store: StoreReader) throws -> (Account, [JournalEntry]) {
        let changes: [JournalEntry]
        switch target {
        case .entry(let row):
            guard let entry = try store.entry(row) else {
                throw AdministrationError(
                    .notFound,
                    "the journal has no entry \(row) (any more); footbridge history shows them, and a session is named "
                        + "s\(row)")
            }
            guard isChange(entry) else {
                throw AdministrationError(
                    .notPossible,
                    "entry \(row) (\(entry.action.rawValue)) changed nothing at the server, so there is nothing to undo; "
                        + "created, updated and deleted entries of footbridge history can be undone")
            }
            changes = [entry]
        case .session(let row): changes = try store.entries(of: row).filter(isChange)
        case .step(let row): changes = try store.entries(of: row).filter(isChange)
        }
        guard let first = changes.first, let account = try store.account(first.account) else {
            throw AdministrationError(
                .notFound,
                "the journal knows no change at the server by \(target); footbridge history shows sessions and entries")
        }
        return (account, changes)
    }

    /// True for a line that tells of a change upstream.
    static func isChange(_ entry: JournalEntry) -> Bool {
        switch entry.action {
        case .created, .updated, .deleted: entry.href != nil
        case .conflict, .rejected, .pending, .held, .login, .note: false
        }
    }
}
