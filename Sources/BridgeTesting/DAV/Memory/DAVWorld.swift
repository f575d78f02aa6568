import SyncTypes

/// Everything a simulated server knows, as a value. Paths are percent-decoded; collections end with "/".
struct DAVWorld: Sendable {
    struct Member: Sendable {
        var body: [UInt8]
        var etag: String?
        /// Seconds since 1970.
        var modified: Int64
        /// Writes since it was made.
        var version = 0
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
        /// Neither calendar nor address book: it holds any files, and has no marks and no reports.
        var isFolder = false
        /// Tells a collection from a later one of the same name.
        var generation: Int
        var sequence = 0
        /// Tokens below this are dead.
        var oldestToken = 0
        var members: [String: Member] = [:]
        /// Names of removed members, and when it was.
        var tombstones: [String: Tombstone] = [:]
        /// The second of the last change, or of the making.
        var changedAt: Int64

        var isAddressBook: Bool { components == nil && !isFolder }
    }

    struct Tombstone: Sendable {
        /// The collection's counter at the removal.
        var sequence: Int
        /// Seconds since 1970.
        var second: Int64
    }

    /// An ETag that a write has just replaced, for writers of the same instant.
    struct Race: Sendable {
        var path: String
        var replaced: String?
        var second: Int64
    }

    var behaviour: ServerBehaviour
    let origin: String
    var passwords: [String: String] = [:]
    var collections: [String: Collection] = [:]
    /// Under which names the principals of renamed users lie.
    var principals: [String: String] = [:]
    /// Counts collections and writes.
    var counter = 0
    /// Set by a PUT, ended by any other request.
    var race: Race?

    // MARK: Where things lie

    func principal(_ user: String) -> String { place("principals/", user) }
    func calendarHome(_ user: String) -> String { place("calendars/", user) }
    func addressBookHome(_ user: String) -> String { place("contacts/", user) }
    func files(_ user: String) -> String { place("files/", user) }

    private func place(_ folder: String, _ user: String) -> String {
        behaviour.root + (behaviour.hasOneHome ? "" : folder) + (principals[user] ?? user) + "/"
    }

    /// The user a path belongs to; nil for shared places.
    func owner(of path: String) -> String? {
        guard path.hasPrefix(behaviour.root) else { return nil }
        let segments = path.dropFirst(behaviour.root.count).split(separator: "/")
        let name = behaviour.hasOneHome ? segments.first : segments.dropFirst().first
        return name.map { name in principals.first { $0.value == name }?.key ?? String(name) }
    }

    /// The principal of a user, and with it all homes, gets another name; the login stays.
    mutating func renamePrincipal(_ user: String, to name: String) {
        let old = [calendarHome(user), addressBookHome(user), files(user)]
        principals[user] = name
        for (before, after) in zip(old, [calendarHome(user), addressBookHome(user), files(user)]) {
            for (path, collection) in collections where path.hasPrefix(before) && collection.owner == user {
                collections[path] = nil
                collections[after + path.dropFirst(before.count)] = collection
            }
        }
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

    /// A body as the collection at a path keeps it.
    func kept(_ body: [UInt8], at path: String) -> [UInt8] {
        let isFile = DAVWorld.split(path).map { collections[$0.collection]?.isFolder == true } ?? false
        return isFile ? body : behaviour.rewrite(body)
    }

    /// Stores a body as it is; the caller has checked everything.
    mutating func store(_ body: [UInt8], at path: String, now: Int64) {
        guard let (folder, name) = DAVWorld.split(path), collections[folder] != nil else { return }
        counter += 1
        let known = collections[folder]?.members[name]
        if known?.body == body, behaviour.etags == .contentHash { return }
        let version = known.map { $0.version + 1 } ?? 0
        let etag: String? =
            switch behaviour.etags {
            case .contentHash: "\"" + String(DAVWorld.hash(body), radix: 16) + "\""
            case .weak: "W/\"" + String(DAVWorld.hash(body), radix: 16) + "\""
            case .counter: "\"v\(counter)\""
            case .resourceCounter: "\"gcs" + String(String(100_000_000 + version).dropFirst()) + "\""
            case .none: nil
            }
        let (sequence, second) = tick(folder, now)
        collections[folder]?.members[name] = Member(
            body: body, etag: etag, modified: second, version: version, sequence: sequence, uid: DAVWorld.uid(body))
        collections[folder]?.tombstones[name] = nil
    }

    mutating func remove(_ path: String, now: Int64) {
        guard let (folder, name) = DAVWorld.split(path),
            collections[folder]?.members.removeValue(forKey: name) != nil
        else { return }
        let (sequence, second) = tick(folder, now)
        collections[folder]?.tombstones[name] = Tombstone(sequence: sequence, second: second)
    }

    /// Counts a change. The server's own clock never runs backwards.
    private mutating func tick(_ folder: String, _ now: Int64) -> (sequence: Int, second: Int64) {
        guard var collection = collections[folder] else { return (0, now) }
        collection.sequence += 1
        collection.changedAt = max(now, collection.changedAt)
        let marks = (collection.sequence, collection.changedAt)
        collections[folder]?.sequence = marks.0
        collections[folder]?.changedAt = marks.1
        return marks
    }

    /// FNV-1a, 64 bits.
    static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
