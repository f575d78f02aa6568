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
        /// Where the last chunk begins: its status may not have reached the device; nil: in a session of an earlier release.
        var lastStart: Int?
        /// All of it has come; nil: it has not.
        var isFinished: Bool?
        /// True when its session was resumed since the last chunk; nil: it was not.
        var isResumed: Bool?
    }

    /// What to do with a chunk or item.
    public enum Step: Hashable, Sendable {
        /// An ordinary whole item.
        case whole
        /// Append the chunk to the first so many bytes of what lies there, nil to all of it; status 213.
        case buffer(at: Int?)
        /// The same, and the object is complete. `meta` is that of its first chunk.
        case complete(at: Int?, meta: Meta?)
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
    public var isWaiting: Bool { open.map { $0.isFinished != true } ?? false }

    /// True when all of an object has come, and the device has not been heard of since: in a resumed session it may send the end of it
    /// again.
    public var isFinished: Bool { open?.isFinished == true && open?.isResumed != true }

    /// True when the awaited object is another one than `key`: what lies there must be dropped and Alert 223 sent.
    public func isInterrupted(by key: Key) -> Bool { isWaiting && open?.key != key }

    /// True when the object whose bytes lie there is another one than `key`.
    public func isOther(than key: Key) -> Bool { open.map { $0.key != key } ?? false }

    /// Forgets the object on its way.
    public mutating func drop() { open = nil }

    /// Where the first chunk of a resumed session belongs, if it does not say so: where the last one began when it is that one again,
    /// whose status was lost, else behind all of them. Nil: nowhere in this object.
    public func place(of chunk: [UInt8], isLast: Bool, in kept: [UInt8]) -> Int? {
        guard let open else { return nil }
        let places = [open.lastStart, open.isFinished == true ? nil : open.received].compactMap { $0 }
        let fitting = places.filter { place in
            guard place <= kept.count, !isLast || open.size.map({ place + chunk.count == $0 }) ?? true else {
                return false
            }
            return zip(kept[place...], chunk).allSatisfy { $0 == $1 }
        }
        return fitting.first
    }

    /// True when the next chunk of `key` is the first since its session was resumed.
    public func isResumed(_ key: Key) -> Bool { open?.key == key && open?.isResumed == true }

    /// The session is resumed: the next chunk says where it belongs, may be one that was acknowledged in vain, or begins the object
    /// anew.
    public mutating func resume() { open?.isResumed = true }

    /// An item or chunk of `length` bytes came. Size counts only together with MoreData: phones send it at random else. `position`:
    /// where in the object the chunk begins, if that is known; it counts for the first chunk after a resumption.
    public mutating func received(
        _ key: Key, length: Int, moreData: Bool, size: Int?, meta: Meta?, limit: Int, position: Int? = nil
    ) -> Step {
        let isResumed = isResumed(key)
        let isAnew = isResumed && (size != nil || position == 0) || open?.isFinished == true && position == nil
        guard var object = open, object.key == key, !isAnew else {
            if open?.key == key { open = nil }
            guard moreData else { return .whole }
            guard let size else { return .sizeMissing }
            guard size <= limit else { return .tooLarge }
            open = Open(key: key, size: size, received: length, meta: meta, lastStart: 0)
            return .buffer(at: isResumed ? 0 : nil)
        }
        var start: Int?
        if isResumed, let position {
            guard position <= object.received else {
                open = nil
                return .sizeMismatch
            }
            object.received = position
            start = position
        }
        object.isResumed = nil
        object.isFinished = nil
        object.lastStart = object.received
        object.received += length
        guard object.received <= limit else {
            open = nil
            return .tooLarge
        }
        if moreData {
            open = object
            return .buffer(at: start)
        }
        open = nil
        if let size = object.size, size != object.received { return .sizeMismatch }
        object.isFinished = true
        open = object
        return .complete(at: start, meta: object.meta)
    }
}
