/// Takes white space, NUL and the byte order mark of UTF-8 off the ends of a document that comes in chunks, as `XMLReader`
/// does with a whole one.
struct DocumentEdges {
    private enum Phase {
        /// Too few octets to tell whether this is UTF-16.
        case start
        /// Before the first octet that is not blank, and until there are four of them.
        case blanks
        /// Octets go on as they are, up to the first NUL.
        case inside
        /// UTF-16, where every second octet is NUL.
        case wide
        /// After a NUL: only blanks may follow.
        case tail
    }

    private var phase = Phase.start
    private var held: [UInt8] = []

    /// The octets to parse, in order. The first piece has exactly four of them: from these libxml2 guesses the encoding.
    mutating func pieces(_ chunk: [UInt8]) throws(MarkupError) -> [[UInt8]] {
        switch phase {
        case .start:
            held += chunk
            guard held.count >= 4 else { return [] }
            if held.starts(with: [0xFE, 0xFF]) || held.starts(with: [0xFF, 0xFE]) || held.prefix(2).contains(0) {
                phase = .wide
                return begin()
            }
            if held.starts(with: DocumentEdges.mark) { held.removeFirst(3) }
            phase = .blanks
            return try afterBlanks()
        case .blanks:
            held += chunk
            return try afterBlanks()
        case .inside: return [try upToNull(chunk)]
        case .wide: return [chunk]
        case .tail:
            try requireBlanks(chunk[...])
            return []
        }
    }

    /// What a document of very few octets leaves at its end; nil when there was no document.
    mutating func rest() -> [UInt8]? {
        switch phase {
        case .inside, .wide, .tail: return []
        case .start, .blanks:
            if held.starts(with: DocumentEdges.mark) { held.removeFirst(3) }
            guard let first = held.firstIndex(where: { !DocumentEdges.isBlank($0) }),
                let last = held.lastIndex(where: { !DocumentEdges.isBlank($0) })
            else { return nil }
            return Array(held[first...last])
        }
    }

    private mutating func afterBlanks() throws(MarkupError) -> [[UInt8]] {
        held = Array(held.drop(while: DocumentEdges.isBlank))
        guard held.count >= 4 else { return [] }
        phase = .inside
        let pieces = begin()
        return [try upToNull(pieces[0]), try upToNull(pieces[1])]
    }

    private mutating func begin() -> [[UInt8]] {
        defer { held = [] }
        return [Array(held.prefix(4)), Array(held.dropFirst(4))]
    }

    private mutating func upToNull(_ bytes: [UInt8]) throws(MarkupError) -> [UInt8] {
        let end = phase == .tail ? 0 : bytes.firstIndex(of: 0) ?? bytes.count
        if end < bytes.count {
            phase = .tail
            try requireBlanks(bytes[end...])
        }
        return end == bytes.count ? bytes : Array(bytes[..<end])
    }

    private func requireBlanks(_ bytes: ArraySlice<UInt8>) throws(MarkupError) {
        guard bytes.allSatisfy(DocumentEdges.isBlank) else {
            throw MarkupError(.encoding, "the document goes on after a NUL")
        }
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || byte == 0
    }
}
