import SyncTypes

/// Everything a simulated server knows, as a value. Paths are percent-decoded; collections end with "/".
struct DAVWorld: Sendable {
    struct Member: Sendable {
        var body: [UInt8]
        var etag: String?
        /// Seconds since 1970.
        var modified: Int64
        /// The collection's counter at the last write.
        var sequence: Int
        /// The UID property; nil when the body has none.
        var uid: String?
    }

    struct Collection: Sendable {
        var owner: String
        var displayName: String
        /// Nil: an address book.
        var components: [String]?
        var isWritable = true
        /// Tells a collection from a later one of the same name.
        var generation: Int
        var sequence = 0
        /// Tokens below this are dead.
        var oldestToken = 0
        var members: [String: Member] = [:]
        /// Names of removed members, and the counter at their removal.
        var tombstones: [String: Int] = [:]

        var isAddressBook: Bool { components == nil }
    }

    var behaviour: ServerBehaviour
    let origin: String
    var passwords: [String: String] = [:]
    var collections: [String: Collection] = [:]
    /// Counts collections and writes.
    var counter = 0

    // MARK: Where things lie

    func principal(_ user: String) -> String { behaviour.hasOneHome ? "/\(user)/" : "/principals/\(user)/" }
    func calendarHome(_ user: String) -> String { behaviour.hasOneHome ? "/\(user)/" : "/calendars/\(user)/" }
    func addressBookHome(_ user: String) -> String { behaviour.hasOneHome ? "/\(user)/" : "/contacts/\(user)/" }

    /// The user a path belongs to; nil for shared places.
    func owner(of path: String) -> String? {
        let segments = path.split(separator: "/")
        if behaviour.hasOneHome { return segments.first.map(String.init) }
        return segments.count > 1 ? String(segments[1]) : nil
    }

    /// Collection and name of a member's path.
    static func split(_ path: String) -> (collection: String, name: String)? {
        guard let slash = path.lastIndex(of: "/"), !path.hasSuffix("/") else { return nil }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
    }

    func member(_ path: String) -> Member? {
        guard let (collection, name) = DAVWorld.split(path) else { return nil }
        return collections[collection]?.members[name]
    }

    // MARK: Changes

    /// Stores a body as it is; the caller has checked everything.
    mutating func store(_ body: [UInt8], at path: String, now: Int64) {
        guard let (folder, name) = DAVWorld.split(path), collections[folder] != nil else { return }
        counter += 1
        let same = collections[folder]?.members[name].map { $0.body == body } ?? false
        if same, behaviour.etags == .contentHash { return }
        let etag: String? =
            switch behaviour.etags {
            case .contentHash: "\"" + String(DAVWorld.hash(body), radix: 16) + "\""
            case .counter: "\"v\(counter)\""
            case .none: nil
            }
        collections[folder]?.sequence += 1
        let sequence = collections[folder]?.sequence ?? 0
        collections[folder]?.members[name] = Member(
            body: body, etag: etag, modified: now, sequence: sequence, uid: DAVWorld.uid(body))
        collections[folder]?.tombstones[name] = nil
    }

    mutating func remove(_ path: String) {
        guard let (folder, name) = DAVWorld.split(path),
            collections[folder]?.members.removeValue(forKey: name) != nil
        else { return }
        collections[folder]?.sequence += 1
        let sequence = collections[folder]?.sequence
        collections[folder]?.tombstones[name] = sequence
    }

    /// FNV-1a, 64 bits.
    static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
