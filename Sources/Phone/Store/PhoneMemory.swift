import SyncMLFront
import SyncTypes

/// What a phone remembers from one sync to the next, besides its items.
public struct PhoneMemory: Hashable, Sendable, Codable {
    /// Sessions begun so far; the next SessionID is one more.
    public var sessions = 0
    /// The nonce for the next md5 digest, base64 as the server wrote it.
    public var nonce: String?
    /// The way of proving the password the server asked for last.
    public var scheme: AuthenticationScheme?
    /// By store name.
    public var stores: [String: StoreMemory] = [:]
    /// The report of the last sync, whatever came of it.
    public var lastReport: PhoneReport?

    /// A new phone's memory.
    public init() {}

    /// What stays true when the phone gets other settings: nothing agreed with another server or account, and nothing of
    /// a store that changed its format or its name there.
    public mutating func adapt(from old: PhoneConfiguration, to new: PhoneConfiguration) {
        scheme = nil
        if (old.url, old.user, old.deviceID) != (new.url, new.user, new.deviceID) {
            nonce = nil
            stores = [:]
        }
        for store in new.stores where old.stores.first(where: { $0.name == store.name }) != store {
            stores[store.name] = nil
        }
    }
}

/// What a phone remembers of one store.
public struct StoreMemory: Hashable, Sendable, Codable {
    /// The phone's Next of the last completed sync; nil when there was none, or a slow sync is due.
    public var lastAnchor: String?
    /// The server's Next of the last completed sync.
    public var serverAnchor: String?
    /// Digests of the items as the server knows them, by LUID: what differs from it is a change.
    public var known: [String: String] = [:]
    /// Names the server has not confirmed yet, oldest first.
    public var pendingMaps: [PendingMap] = []
    /// LUIDs given so far.
    public var lastNumber = 0
    /// The sync that has begun and not ended: what Alert 225 resumes; nil: none.
    public var open: OpenSync?

    /// A store never synced.
    public init() {}
}

/// A server's item that got a LUID here, until the server has confirmed the Map.
public struct PendingMap: Hashable, Sendable, Codable {
    /// The server's name.
    public var guid: String
    /// The phone's name.
    public var luid: String

    /// A pair of names.
    public init(guid: String, luid: String) {
        self.guid = guid
        self.luid = luid
    }
}

/// A sync of one store that has begun and not ended.
public struct OpenSync: Hashable, Sendable, Codable {
    /// The mode in force.
    public var mode: SyncMode
    /// The Last it began with, as it was sent.
    public var lastAnchor: String?
    /// Its Next.
    public var nextAnchor: String
    /// The store was emptied, as a refresh from the server wants it.
    public var isEmptied = false
    /// The item that was on its way in chunks; nil: none.
    public var transfer: Transfer?

    /// An item of which the server has acknowledged the first bytes.
    public struct Transfer: Hashable, Sendable, Codable {
        /// The item's name.
        public var luid: String
        /// The digest of its text.
        public var digest: String
        /// Acknowledged bytes.
        public var offset: Int
    }
}
