import Mapping
import SyncTypes

/// One line of `footbridge history`.
public struct HistoryLine: Hashable, Sendable, Codable {
    /// Seconds since 1970 UTC.
    public var at: Int64
    /// The account's login name; nil when it is gone.
    public var account: String?
    /// The device's own name; nil when no device caused it, or it is forgotten.
    public var device: String?
    /// "sync", or the journal's word: "created", "conflict" ...
    public var what: String
    /// Of a sync: the datastore, the mode and the numbers.
    public var sync: Sync?
    /// Of a journal line: its number, by which `footbridge undo` takes it.
    public var entry: Int64?
    /// The session it belongs to; of a journal line nil when no session caused it. `footbridge undo s7` takes it.
    public var session: Int64?
    /// Of a journal line that an undo wrote: the undo's number. `footbridge undo u3` takes it.
    public var step: Int64?
    /// Of a journal line that an undo wrote: the entry whose change it took back.
    public var undoes: Int64?
    /// Of a journal line: the entry that took it back and still stands.
    public var undoneBy: Int64?
    /// Of a journal line: which item.
    public var summary: String?
    /// Of a journal line: why, or what lost.
    public var detail: String?

    /// The numbers of one datastore in one session.
    public struct Sync: Hashable, Sendable, Codable {
        /// The session's number.
        public var session: Int64
        /// Canonical name of the datastore; nil when it is forgotten.
        public var datastore: String?
        /// "two-way", "slow" ...
        public var mode: String
        /// What came from the device.
        public var fromDevice: Counts
        /// What went to the device.
        public var toDevice: Counts
        /// Properties both sides had changed.
        public var conflicts: Int
        /// Items not written.
        public var rejected: Int
    }

    /// Items by what happened to them.
    public struct Counts: Hashable, Sendable, Codable {
        /// New items.
        public var added: Int
        /// Changed items.
        public var changed: Int
        /// Removed items.
        public var deleted: Int

        /// Numbers.
        public init(added: Int = 0, changed: Int = 0, deleted: Int = 0) {
            self.added = added
            self.changed = changed
            self.deleted = deleted
        }
    }
}

/// What happened lately: syncs and journal in one order.
public struct History: Sendable {
    let store: Store

    /// A history over a store.
    public init(store: Store) { self.store = store }

    /// The newest lines, newest first; of one second, a session's sync stands above its journal. Throws `.notFound` or `.ambiguous` for the names.
    public func lines(account: String? = nil, device: String? = nil, limit: Int = 50) throws -> [HistoryLine] {
        try store.read { store in
            let account = try account.map { try AccountAdministration.account($0, in: store) }
            let device = try device.map { try DeviceAdministration.device($0, in: store) }
            let names = Dictionary(uniqueKeysWithValues: try store.accounts().map { ($0.id, $0.name) })
            let entries = try store.entries(account: account?.id, device: device?.id, limit: limit)
            let results = try store.results(account: account?.id, device: device?.id, limit: limit)
            // Within a second the journal's numbers tell the order; a sync ends after all that its session did.
            let newest = entries.reversed().reduce(into: [SessionRow: JournalEntry]()) { newest, entry in
                if let session = entry.session { newest[session] = entry }
            }
            let ordered =
                try entries.map { entry in
                    (Place(at: entry.at, entry: entry.id.rawValue), try History.line(entry, names: names, in: store))
                }
                + results.map { result in
                    let last = newest[result.session].flatMap { $0.at == result.at ? $0.id.rawValue : nil }
                    let place = Place(at: result.at, entry: last ?? .max, result: result.id.rawValue)
                    return (place, try History.line(result, names: names, in: store))
                }
            return ordered.sorted { $0.0 > $1.0 }.prefix(limit).map(\.1)
        }
    }

    /// Where a line stands in the order of time.
    private struct Place: Comparable {
        var at: Int64
        /// The journal entry it is, or follows.
        var entry: Int64
        /// Zero for a journal entry.
        var result: Int64 = 0

        static func < (left: Place, right: Place) -> Bool {
            (left.at, left.entry, left.result) < (right.at, right.entry, right.result)
        }
    }

    private static func line(
        _ entry: JournalEntry, names: [AccountRow: String], in store: StoreReader
    ) throws -> HistoryLine {
        HistoryLine(
            at: entry.at, account: names[entry.account],
            device: try entry.device.flatMap { try store.device($0)?.deviceID.rawValue }, what: entry.action.rawValue,
            entry: entry.id.rawValue, session: entry.session?.rawValue, step: entry.step?.rawValue,
            undoes: entry.undoes?.rawValue, undoneBy: try store.undoing(entry.id)?.id.rawValue, summary: entry.summary,
            detail: entry.detail.isEmpty ? nil : entry.detail)
    }

    private static func line(
        _ result: SyncResult, names: [AccountRow: String], in store: StoreReader
    ) throws -> HistoryLine {
        let datastore = try store.datastore(result.datastore)
        let device = try datastore.flatMap { try store.device($0.device) }
        let sync = HistoryLine.Sync(
            session: result.session.rawValue, datastore: datastore?.name, mode: result.mode.words,
            fromDevice: .init(added: result.inAdded, changed: result.inChanged, deleted: result.inDeleted),
            toDevice: .init(added: result.outAdded, changed: result.outChanged, deleted: result.outDeleted),
            conflicts: result.conflicts, rejected: result.rejected)
        return HistoryLine(
            at: result.at, account: device.flatMap { names[$0.account] }, device: device?.deviceID.rawValue,
            what: "sync", sync: sync, session: result.session.rawValue)
    }
}

extension SyncMode {
    /// The mode as people write it.
    var words: String {
        switch self {
        case .twoWay: "two-way"
        case .slow: "slow"
        case .oneWayFromClient: "one-way-from-device"
        case .refreshFromClient: "refresh-from-device"
        case .oneWayFromServer: "one-way-from-server"
        case .refreshFromServer: "refresh-from-server"
        case .slowFromClient: "slow-from-device"
        case .slowFromServer: "slow-from-server"
        case .resetClient: "reset-device"
        case .backup: "backup"
        }
    }
}
