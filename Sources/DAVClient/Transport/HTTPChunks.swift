/// A reply's body read in pieces, from memory or from disk.
public struct HTTPChunks: Sendable {
    /// Bytes of one piece at most.
    public static let size = 64 << 10

    private let reply: HTTPReply
    private var offset = 0

    init(of reply: HTTPReply) { self.reply = reply }

    /// The next piece; nil at the end. Throws `.storage` when the file cannot be read.
    public mutating func next() throws(TransportError) -> ArraySlice<UInt8>? {
        guard offset < reply.bodyCount else { return nil }
        let piece: ArraySlice<UInt8> =
            if let spooled = reply.spooled {
                try spooled.read(at: offset, most: HTTPChunks.size)[...]
            } else {
                reply.body[offset..<min(reply.body.count, offset + HTTPChunks.size)]
            }
        offset += piece.count
        return piece
    }
}
