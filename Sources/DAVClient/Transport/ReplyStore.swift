/// Where one reply's body goes while it comes in: memory, and from a size on a file without a name.
struct ReplyStore {
    /// A body that may be spooled stays in memory up to here.
    static let memoryBytes = 256 << 10

    /// `Content-Length` of the reply; nil when it did not say.
    var announced: Int?
    private let spools: Bool
    private let maxBytes: Int
    private let folder: String?
    private var body: [UInt8] = []
    private var file: SpooledBody.Writer?

    init(spools: Bool, _ configuration: CurlConfiguration) {
        self.spools = spools
        maxBytes = spools ? configuration.maxSpooledBytes : configuration.maxReplyBytes
        folder = configuration.spoolFolder
    }

    /// True before the first piece.
    var isEmpty: Bool { body.isEmpty && file == nil }

    /// Takes a piece. Throws `.tooLarge` beyond the cap, `.storage` when the file cannot be written.
    mutating func append(_ piece: UnsafeRawBufferPointer) throws(TransportError) {
        let known = file?.count ?? body.count
        guard known + piece.count <= maxBytes, announced ?? 0 <= maxBytes else {
            throw TransportError(.tooLarge, "the reply is larger than \(maxBytes) bytes")
        }
        if let file { return try file.append(piece) }
        let needed = max(announced ?? 0, known + piece.count)
        guard spools, needed > ReplyStore.memoryBytes else {
            if body.isEmpty { body.reserveCapacity(needed) }
            return body.append(contentsOf: piece)
        }
        let file = try SpooledBody.Writer(folder: folder)
        self.file = file
        let moved = body.withUnsafeBytes { bytes in Result { () throws(TransportError) in try file.append(bytes) } }
        try moved.get()
        body = []
        try file.append(piece)
    }

    /// The reply with what came in.
    func reply(status: Int, headers: [HTTPField]) -> HTTPReply {
        HTTPReply(status: status, headers: headers, body: body, spooled: file?.finished)
    }

    /// Forgets a body: another reply follows on the same request.
    mutating func clear() { (announced, body, file) = (nil, [], nil) }
}
