import Glibc
import Mapping
import SyncTypes

/// The two ways to open a store; every behaviour is tested with both.
enum StoreKind: String, CaseIterable, Sendable {
    case memory
    case file

    /// Opens an empty store of this kind for the length of a body.
    func open<T>(_ body: (Store) throws -> T) throws -> T {
        switch self {
        case .memory:
            return try body(try Store(inMemory: ()))
        case .file:
            return try TestFolder.use { path in
                let store = try Store(file: path + "/footbridge.sqlite")
                defer { try? store.close() }
                return try body(store)
            }
        }
    }

    /// Opens a store of this kind that holds a small world.
    func world<T>(_ body: (Store, World) throws -> T) throws -> T {
        try open { store in try body(store, try store.write(World.init)) }
    }
}

/// A folder that is there for the length of a body.
enum TestFolder {
    static func use<T>(_ body: (String) throws -> T) throws -> T {
        let path = try make()
        defer { remove(path) }
        return try body(path)
    }

    static func make() throws -> String {
        var template = Array("/tmp/footbridge-mapping-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StoreError(.cannotOpen, "no temporary folder") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func remove(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." { continue }
                remove(path + "/" + name)
            }
            closedir(folder)
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}

/// One account with one device, one datastore and one collection that it shows.
struct World {
    var account: AccountRow
    var device: DeviceRow
    var datastore: DatastoreRow
    var collection: CollectionRow
    var session: SessionRow

    init(_ writer: StoreWriter) throws {
        try self.init(writer, name: "milan")
    }

    init(_ writer: StoreWriter, name: String) throws {
        account = try writer.insert(Sample.account(name))
        device = try writer.insert(Sample.device(account))
        datastore = try writer.insert(Sample.datastore(device))
        collection = try writer.insert(Sample.collection(account))
        session = try writer.insert(Sample.session(device, token: "token-\(name)"))
        try writer.setCollections(datastore, [collection])
    }
}

/// Records with every required field, for tests to change.
enum Sample {
    static func account(_ name: String) -> Account {
        Account(
            name: name, kind: .stored, upstreamURL: "https://dav.example/", upstreamUser: "\(name)@example",
            createdAt: 1_000)
    }

    static func device(_ account: AccountRow, _ name: String = "IMEI:1234") -> Device {
        Device(account: account, deviceID: DeviceID(name), firstSeen: 1_000, lastSeen: 1_000)
    }

    static func datastore(_ device: DeviceRow, _ name: String = "contacts") -> Datastore {
        Datastore(device: device, name: name, kind: .contact, kinds: [.contact])
    }

    static func collection(_ account: AccountRow, _ href: String = "/milan/contacts/") -> CollectionRecord {
        CollectionRecord(account: account, href: Href(href), displayName: "Contacts", kinds: [.contact])
    }

    static func resource(_ collection: CollectionRow, _ name: String, body: String = "BEGIN:VCARD") -> ResourceRecord {
        ResourceRecord(
            collection: collection, href: Href("/milan/contacts/\(name).vcf"), etag: ETag("\"\(name)\""),
            body: Array(body.utf8), bodyHash: hash(body), uid: "uid-\(name)", kind: .contact)
    }

    static func link(
        _ datastore: DatastoreRow, _ resource: ResourceRow?, guid: Int64, luid: String?, part: String = "uid"
    ) -> Link {
        Link(
            datastore: datastore, resource: resource, part: PartKey(uid: part), luid: luid.map { LUID($0) },
            guid: GUID(guid))
    }

    static func session(_ device: DeviceRow, token: String, id: String = "1") -> SessionRecord {
        SessionRecord(
            device: device, sessionID: id, fence: 1, token: token, startedAt: 10, updatedAt: 10, version: "1.2",
            encoding: "wbxml")
    }

    /// FNV-1a, so that all 64 bits are in use.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
