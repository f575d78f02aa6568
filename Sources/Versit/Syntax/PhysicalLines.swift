/// The physical lines of a text: what stands between line ends, whatever those look like.
struct PhysicalLines {
    /// One line: its content, and where the next one starts.
    struct Line {
        /// Bytes without the line end.
        let content: Range<Int>
        /// Index behind the line end.
        let end: Int
    }

    /// Which line ends a text uses: the same bytes are the same lines only where this is the same.
    struct Ends: Hashable, Sendable {
        var hasLF = false
        var usesCRLF = false
        var isSwapped = false

        /// As they should.
        static let crlf = Ends(hasLF: true, usesCRLF: true)
    }

    /// The lines in their order; together they cover the text.
    private(set) var lines: [Line] = []
    let ends: Ends
    private let bytes: [UInt8]

    /// Finds all lines. Ends are CRLF, LF, CR CR LF; CR alone when the text has no LF; LF CR when it starts so. In a text of
    /// CRLF a lone LF behind a CRLF belongs to it (K750i: the pair was torn apart between two chunks).
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let ends = bytes.withUnsafeBufferPointer(PhysicalLines.ends)
        self.ends = ends
        lines = bytes.withUnsafeBufferPointer { PhysicalLines.lines(of: $0, ends) }
    }

    private static func ends(of bytes: UnsafeBufferPointer<UInt8>) -> Ends {
        guard let first = bytes.firstIndex(of: 0x0A) else { return Ends() }
        let usesCRLF = first > 0 && bytes[first - 1] == 0x0D
        let isSwapped = !usesCRLF && first + 1 < bytes.count && bytes[first + 1] == 0x0D
        return Ends(hasLF: true, usesCRLF: usesCRLF, isSwapped: isSwapped)
    }

    /// The lines of a part of a text that ends so.
    static func lines(of part: ArraySlice<UInt8>, _ ends: Ends) -> [Line] {
        let start = part.startIndex
        return part.withUnsafeBufferPointer { lines(of: $0, ends) }.map { line in
            let content = line.content.lowerBound + start..<line.content.upperBound + start
            return Line(content: content, end: line.end + start)
        }
    }

    private static func lines(of bytes: UnsafeBufferPointer<UInt8>, _ ends: Ends) -> [Line] {
        var lines: [Line] = []
        lines.reserveCapacity(min(bytes.count / 32 + 1, 64))
        var start = 0
        var index = 0
        while true {
            index = endSign(bytes, from: index)
            if index == bytes.count { break }
            let length = endLength(bytes, at: index, ends)
            guard length > 0 else {
                index += 1
                continue
            }
            lines.append(Line(content: start..<index, end: index + length))
            index += length
            start = index
        }
        if start < bytes.count { lines.append(Line(content: start..<bytes.count, end: bytes.count)) }
        return lines
    }

    /// The next LF or CR; the end when there is none.
    private static func endSign(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        let raw = UnsafeRawBufferPointer(bytes)
        while index < bytes.count {
            // Eight bytes at once: none of them is below 0x10, then none is an end.
            while index + 8 <= bytes.count {
                let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if (word &- 0x1010_1010_1010_1010) & ~word & 0x8080_8080_8080_8080 != 0 { break }
                index += 8
            }
            let stop = min(index + 8, bytes.count)
            while index < stop {
                if bytes[index] == 0x0A || bytes[index] == 0x0D { return index }
                index += 1
            }
        }
        return bytes.count
    }

    /// Bytes of the line end at an index; 0 when there is none.
    private static func endLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, _ ends: Ends) -> Int {
        func byte(_ offset: Int) -> UInt8? { index + offset < bytes.count ? bytes[index + offset] : nil }
        switch bytes[index] {
        case 0x0A:
            return ends.isSwapped && byte(1) == 0x0D ? 2 : 1
        case 0x0D where byte(1) == 0x0A:
            return ends.usesCRLF && byte(2) == 0x0A ? 3 : 2
        case 0x0D where byte(1) == 0x0D && byte(2) == 0x0A:
            return 3
        case 0x0D:
            return ends.hasLF ? 0 : 1
        default:
            return 0
        }
    }

    /// True when these bytes stand at an index.
    func has(_ wanted: ArraySlice<UInt8>, at start: Int) -> Bool {
        guard wanted.count <= bytes.count - start else { return false }
        return bytes.withUnsafeBufferPointer { own in
            wanted.withUnsafeBufferPointer { other in
                for index in other.indices where own[start + index] != other[index] { return false }
                return true
            }
        }
    }

    /// The content of a line.
    func content(_ index: Int) -> ArraySlice<UInt8> { bytes[lines[index].content] }

    /// Lines with their ends.
    func bytes(of range: Range<Int>) -> ArraySlice<UInt8> {
        bytes[lines[range.lowerBound].content.lowerBound..<lines[range.upperBound - 1].end]
    }

    /// True when a line holds nothing but blanks and tabs.
    func isBlank(_ index: Int) -> Bool { content(index).allSatisfy { $0 == 0x20 || $0 == 0x09 } }

    /// True when a line starts with a blank or a tab: a fold (RFC 5545 section 3.1).
    func isFolded(_ index: Int) -> Bool {
        let content = lines[index].content
        return !content.isEmpty && (bytes[content.lowerBound] == 0x20 || bytes[content.lowerBound] == 0x09)
    }
}
