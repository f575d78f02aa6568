import SyncMLFront
import SyncTypes

/// One store's part of one session.
struct StoreExchange: Hashable, Sendable {
    let configuration: StoreConfiguration
    /// What was asked for.
    let requested: SyncMode
    /// What is in force: the server's Alert may have changed it.
    var mode: SyncMode
    /// The phone's Next of this session.
    let nextAnchor: String
    /// The server's Next of this session.
    var serverAnchor: String?
    /// The server's MaxObjSize for this store.
    var maxObjectSize: Int?
    /// The status that took the store out of the session.
    var failure: Int?
    /// Changes still to be sent, the first one next.
    var queue: [PhoneChange] = []
    /// How many there were.
    var total = 0
    /// The item that is being sent in chunks.
    var transfer: Transfer?
    /// True when a first Sync has been written.
    var hasBegun = false
    /// True when nothing is left to send.
    var isSent = false
    /// True when a refresh from the server has emptied the store.
    var isEmptied = false
    /// LUIDs the server wrote or deleted in this session: a late Status for an older change says nothing about them.
    var overwritten: Set<String> = []
    /// Names given in this session and not told yet.
    var newMaps: [PendingMap] = []

    /// An item on its way in chunks.
    struct Transfer: Hashable, Sendable {
        var change: PhoneChange
        var text: [UInt8]
        var offset: Int
    }

    /// What an earlier session has left, while the server agrees to resume it; nil: everything begins.
    var resumed: OpenSync?

    init(_ configuration: StoreConfiguration, requested: SyncMode, nextAnchor: String) {
        self.configuration = configuration
        self.requested = requested
        mode = requested
        self.nextAnchor = nextAnchor
    }

    /// Goes on with what an earlier session has left.
    init(_ configuration: StoreConfiguration, resuming open: OpenSync, nextAnchor: String) {
        self.init(configuration, requested: open.mode, nextAnchor: nextAnchor)
        isEmptied = open.isEmptied
        resumed = open
    }

    /// The server resumes nothing: what an earlier session has left does not count.
    mutating func startOver() {
        resumed = nil
        isEmptied = false
    }

    /// True while the store takes part.
    var isAlive: Bool { failure == nil }

    /// True when this is the store a server's Alert or Sync means: by the phone's name, or by its own.
    func isMeant(target: Location?, source: Location?) -> Bool {
        if let target, !target.uri.isEmpty { return target.uri == configuration.localURI }
        return source?.uri == configuration.uri
    }
}
