/// A large object on its way from the device: chunks with MoreData, the size in the first (SyncML 1.1 section 5.6, "Large
/// Object Handling").
///
/// The bytes lie with the caller; this value says what to do with each chunk.
public struct IncomingObject: Hashable, Sendable, Codable {
    /// What identifies the object a chunk belongs to.
    public struct Key: Hashable, Sendable, Codable {
        /// The datastore's name as the device wrote it.
        public let datastore: String
        /// The command's element name.
        public let command: String
        /// The item's name on the device.
        public let luid: String

        /// An object's identity.
        public init(datastore: String, command: String, luid: String) {
            self.datastore = datastore
            self.command = command
            self.luid = luid
        }
    }

    private struct Open: Hashable, Sendable, Codable {
        var key: Key
        var size: Int?
        var received: Int
        var meta: Meta?
    }

    /// What to do with a chunk or item.
    public enum Step: Hashable, Sendable {
        /// An ordinary whole item.
        case whole
        /// Append the chunk to what lies there; status 213.
        case buffer
        /// Append the chunk: the object is complete. `meta` is that of its first chunk.
        case complete(meta: Meta?)
        /// The announced size is above the limit: keep nothing; status 416.
        case tooLarge
        /// More or fewer bytes came than were announced: drop what lies there; status 424.
        case sizeMismatch
        /// A first chunk without its size in a protocol that wants one: keep nothing; status 411.
        case sizeMissing
    }

    private var open: Open?

    /// No object on its way.
    public init() {}

    /// True while the end of an object is awaited.
    public var isWaiting: Bool { open != nil }

    /// True when the awaited object is another one than `key`: what lies there must be dropped and Alert 223 sent.
    public func isInterrupted(by key: Key) -> Bool { open.map { $0.key != key } ?? false }

    /// Forgets the object on its way.
    public mutating func drop() { open = nil }

    /// An item or chunk of `length` bytes came. Size counts only together with MoreData: phones send it at random else.
    public mutating func received(
        _ key: Key, length: Int, moreData: Bool, size: Int?, meta: Meta?, limit: Int
    ) -> Step {
        guard var object = open, object.key == key else {
            guard moreData else { return .whole }
            guard let size else { return .sizeMissing }
            guard size <= limit else { return .tooLarge }
            open = Open(key: key, size: size, received: length, meta: meta)
            return .buffer
        }
        object.received += length
        guard object.received <= limit else {
            open = nil
            return .tooLarge
        }
        if moreData {
            open = object
            return .buffer
        }
        open = nil
        if let size = object.size, size != object.received { return .sizeMismatch }
        return .complete(meta: object.meta)
    }
}
