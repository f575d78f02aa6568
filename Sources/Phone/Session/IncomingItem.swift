import SyncMLFront

/// An item of the server that comes in chunks (Representation Protocol, MoreData).
struct IncomingItem: Hashable, Sendable {
    /// What a chunk leads to.
    enum Outcome: Hashable, Sendable {
        /// More is to come: status 213.
        case more
        /// All is there.
        case complete([UInt8])
        /// It ends here, with a status.
        case refused(Int)
    }

    /// Store, command name and item name: two chunks of one item agree in them.
    struct Key: Hashable, Sendable {
        var store: Int
        var command: String
        var name: String
    }

    let key: Key
    /// Meta of the first chunk, which alone carries Type and Size.
    let meta: Meta
    private let size: Int
    private var bytes: [UInt8] = []

    /// Begins with the first chunk's Meta. Nil when Size is missing, which is required (status 411).
    init?(key: Key, meta: Meta) {
        guard let size = meta.size else { return nil }
        self.key = key
        self.meta = meta
        self.size = size
    }

    /// Takes a chunk. The sizes must agree in the end: status 424.
    mutating func append(_ chunk: [UInt8], isLast: Bool) -> Outcome {
        bytes += chunk
        if bytes.count > size { return .refused(StatusCode.sizeMismatch) }
        guard isLast else { return .more }
        return bytes.count == size ? .complete(bytes) : .refused(StatusCode.sizeMismatch)
    }

    /// The announced size in bytes.
    var announcedSize: Int { size }
}
