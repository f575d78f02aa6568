import Mapping
import SyncTypes

/// One device as `device list` and `device show` tell it.
public struct DeviceReport: Hashable, Sendable, Codable {
    /// The number that names it on the command line.
    public var number: Int64
    /// Its account's login name.
    public var account: String
    /// Its own name for itself.
    public var deviceID: String
    /// DevInf Man.
    public var manufacturer: String?
    /// DevInf Mod.
    public var model: String?
    /// DevInf SwV.
    public var softwareVersion: String?
    /// Seconds since 1970 UTC.
    public var firstSeen: Int64
    /// Seconds since 1970 UTC.
    public var lastSeen: Int64
    /// When it was last alerted, in seconds since 1970 UTC; nil: never.
    public var lastAlerted: Int64?
    /// What `device set` stored, by key.
    public var settings: [String: String]
    /// Its databases.
    public var datastores: [DatastoreReport]

    init(_ device: Device, account: String, in store: StoreReader) throws {
        number = device.id.rawValue
        self.account = account
        deviceID = device.deviceID.rawValue
        manufacturer = device.manufacturer
        model = device.model
        softwareVersion = device.softwareVersion
        firstSeen = device.firstSeen
        lastSeen = device.lastSeen
        settings = device.settings
        let all = try store.datastores(of: device.id)
        lastAlerted = all.compactMap(\.alertedAt).max()
        datastores = try all.map { try DatastoreReport($0, in: store) }
    }
}

/// One database of a device.
public struct DatastoreReport: Hashable, Sendable, Codable {
    /// Canonical name, such as `contacts`.
    public var name: String
    /// Names of the collections it shows, in order.
    public var collections: [String]
    /// The text format agreed on.
    public var format: String?
    /// Items both sides know.
    public var items: Int
    /// True: the next session compares everything.
    public var needsSlowSync: Bool
    /// Seconds since 1970 UTC; nil: never.
    public var lastSyncedAt: Int64?
    /// The device's deletions that wait for approval.
    public var heldDeletions: Int
    /// Items of its collections that vanished at the server and wait for approval.
    public var heldVanishings: Int
    /// The device's changes that are not at the server yet.
    public var waitingChanges: Int
    /// The first of them.
    public var waiting: [WaitingChange]
    /// The device's deletions that happen once the server answers.
    public var waitingDeletions: Int
    /// How the last session ended.
    public var lastResult: String?

    init(_ datastore: Datastore, in store: StoreReader) throws {
        name = datastore.name
        collections = try store.collections(of: datastore.id).map { entry in
            let collection = try store.collection(entry.collection)
            return collection?.displayName ?? "?"
        }
        format = datastore.format?.rawValue
        items = try store.linkCount(datastore.id)
        needsSlowSync = datastore.needsSlowSync
        heldDeletions = try store.deletionCount(datastore.id, .awaited)
        heldVanishings = try store.collections(of: datastore.id).reduce(0) { sum, entry in
            let hold = try store.hold(of: entry.collection)
            return sum + (hold.answer == .awaited ? hold.count : 0)
        }
        waitingChanges = try store.pendingCount(datastore.id)
        waiting = try store.pendingLinks(datastore.id, limit: WaitingChange.most).map {
            try WaitingChange($0, kind: datastore.kind, in: store)
        }
        waitingDeletions =
            try store.deletionCount(datastore.id, .postponed) + store.deletionCount(datastore.id, .given)
        lastSyncedAt = datastore.lastSyncedAt
        lastResult = datastore.lastResult
    }
}
