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
    /// Of a journal line: its number, by which it can be named.
    public var entry: Int64?
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

    /// The newest lines, newest first. Throws `.notFound` or `.ambiguous` for the names.
    public func lines(account: String? = nil, device: String? = nil, limit: Int = 50) throws -> [HistoryLine] {
        try store.read { store in
            let account = try account.map { try AccountAdministration.account($0, in: store) }
            let device = try device.map { try DeviceAdministration.device($0, in: store) }
            let names = Dictionary(uniqueKeysWithValues: try store.accounts().map { ($0.id, $0.name) })
            let entries = try store.entries(account: account?.id, device: device?.id, limit: limit)
            let results = try store.results(account: account?.id, device: device?.id, limit: limit)
            let lines =
                try entries.map { try History.line($0, names: names, in: store) }
                + results.map { try History.line($0, names: names, in: store) }
            let newestFirst = lines.enumerated().sorted {
                ($0.element.at, -$0.offset) > ($1.element.at, -$1.offset)
            }
            return newestFirst.prefix(limit).map(\.element)
        }
    }

    private static func line(
        _ entry: JournalEntry, names: [AccountRow: String], in store: StoreReader
    ) throws -> HistoryLine {
        HistoryLine(
            at: entry.at, account: names[entry.account],
            device: try entry.device.flatMap { try store.device($0)?.deviceID.rawValue }, what: entry.action.rawValue,
            entry: entry.id.rawValue, summary: entry.summary, detail: entry.detail.isEmpty ? nil : entry.detail)
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
            what: "sync", sync: sync)
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
        }
    }
}
