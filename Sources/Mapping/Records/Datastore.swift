import SyncTypes

/// One database of a device and how far its synchronisation has come.
public struct Datastore: Hashable, Sendable {
    /// Zero until inserted.
    public var id: DatastoreRow
    /// The device it is on.
    public var device: DeviceRow
    /// Canonical name, such as `contacts`; unique on the device.
    public var name: String
    /// What it mainly holds.
    public var kind: ItemKind
    /// All it takes, the main kind first: a calendar may hold tasks.
    public var kinds: [ItemKind]
    /// The device's Next of the last committed session.
    public var clientAnchor: Anchor?
    /// The device's Next of the committed session before that.
    public var previousClientAnchor: Anchor?
    /// Our Next of the last committed session.
    public var serverAnchor: Anchor?
    /// The GUID to be given next; only `allocateGUID` moves it.
    public var nextGUID: Int64
    /// The text format agreed on.
    public var format: ItemFormat?
    /// What this device has itself returned, opaque to the store.
    public var evidence: [UInt8]?
    /// True: the next session is answered with 508.
    public var needsSlowSync: Bool
    /// Which items it was last served, in the bridge's words; empty for all.
    public var scope: String
    /// Seconds since 1970 UTC.
    public var lastSyncedAt: Int64?
    /// How the last session ended, for people.
    public var lastResult: String?
    /// The first session after that of `clientAnchor` in which the device sent items; nil: none.
    public var openSince: SessionRow?
    /// The first session after that of `previousClientAnchor` that moved anything; nil: none.
    public var previousOpenSince: SessionRow?
    /// True when since `openSince` the device may also lack what it was sent: it has been restored from a backup, and has not
    /// spoken yet.
    public var openIncludesOurs: Bool
    /// True when the device has items of which the server was not told: it showed them in a sync that takes nothing.
    public var hasUntaken: Bool
    /// The server's database as the device wrote it in its last Alert (Target); nil: it has not alerted since this is kept.
    public var serverURI: String?
    /// The device's own database as it wrote it there (Source); nil: the same.
    public var deviceURI: String?
    /// When the device was last alerted about it, in seconds since 1970 UTC; only `noteAlert` moves it.
    public var alertedAt: Int64?

    /// A record; `insert` gives it its id.
    public init(
        id: DatastoreRow = .new, device: DeviceRow, name: String, kind: ItemKind, kinds: [ItemKind],
        clientAnchor: Anchor? = nil, previousClientAnchor: Anchor? = nil, serverAnchor: Anchor? = nil,
        nextGUID: Int64 = 1, format: ItemFormat? = nil, evidence: [UInt8]? = nil, needsSlowSync: Bool = false,
        scope: String = "", lastSyncedAt: Int64? = nil, lastResult: String? = nil, openSince: SessionRow? = nil,
        previousOpenSince: SessionRow? = nil, openIncludesOurs: Bool = false, hasUntaken: Bool = false,
        serverURI: String? = nil, deviceURI: String? = nil, alertedAt: Int64? = nil
    ) {
        self.id = id
        self.device = device
        self.name = name
        self.kind = kind
        self.kinds = kinds
        self.clientAnchor = clientAnchor
        self.previousClientAnchor = previousClientAnchor
        self.serverAnchor = serverAnchor
        self.nextGUID = nextGUID
        self.format = format
        self.evidence = evidence
        self.needsSlowSync = needsSlowSync
        self.scope = scope
        self.lastSyncedAt = lastSyncedAt
        self.lastResult = lastResult
        self.openSince = openSince
        self.previousOpenSince = previousOpenSince
        self.openIncludesOurs = openIncludesOurs
        self.hasUntaken = hasUntaken
        self.serverURI = serverURI
        self.deviceURI = deviceURI
        self.alertedAt = alertedAt
    }
}

extension Datastore: StoredRecord {
    static let layout = TableLayout(
        "datastore",
        [
            "device", "name", "kind", "kinds", "client_anchor", "previous_client_anchor", "server_anchor",
            "next_guid", "format", "evidence", "needs_slow_sync", "scope", "last_synced_at", "last_result",
            "open_since", "previous_open_since", "open_includes_ours", "has_untaken", "server_uri",
            "device_uri", "alerted_at",
        ], fixed: ["device", "next_guid", "alerted_at"])

    var values: [any ColumnValue] {
        [
            device, name, kind, KindList(kinds), clientAnchor, previousClientAnchor, serverAnchor, nextGUID, format,
            evidence, needsSlowSync, scope, lastSyncedAt, lastResult, openSince, previousOpenSince, openIncludesOurs,
            hasUntaken, serverURI, deviceURI, alertedAt,
        ]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), device: columns.next(), name: columns.next(), kind: columns.next(),
            kinds: columns.next(KindList.self).kinds, clientAnchor: columns.next(),
            previousClientAnchor: columns.next(), serverAnchor: columns.next(), nextGUID: columns.next(),
            format: columns.next(), evidence: columns.next(), needsSlowSync: columns.next(), scope: columns.next(),
            lastSyncedAt: columns.next(), lastResult: columns.next(), openSince: columns.next(),
            previousOpenSince: columns.next(), openIncludesOurs: columns.next(),
            hasUntaken: columns.next(), serverURI: columns.next(), deviceURI: columns.next(),
            alertedAt: columns.next())
    }
}
