/// A place in a WBXML document, and the numbers and strings read from there (WBXML 1.3 section 5).
struct WBXMLCursor {
    let bytes: ArraySlice<UInt8>
    private(set) var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index >= bytes.endIndex }
    var rest: ArraySlice<UInt8> { bytes[index...] }
    /// Bytes from the start of the document.
    var offset: Int { index - bytes.startIndex }

    /// The next octet without moving; nil at the end.
    var next: UInt8? { isAtEnd ? nil : bytes[index] }

    /// u_int8.
    mutating func octet() throws(WireError) -> UInt8 {
        guard !isAtEnd else { throw WireError(.truncated, "the document ends too early", offset: offset) }
        defer { index += 1 }
        return bytes[index]
    }

    /// mb_u_int32 (section 5.1): seven bits an octet, at most five octets.
    mutating func integer() throws(WireError) -> UInt32 {
        var value: UInt64 = 0
        for _ in 0..<5 {
            let octet = try octet()
            value = value << 7 | UInt64(octet & 0x7F)
            guard value <= UInt64(UInt32.max) else { break }
            if octet & 0x80 == 0 { return UInt32(value) }
        }
        throw WireError(.integer, "an integer has more than 32 bits", offset: offset)
    }

    /// A number of octets.
    mutating func octets(_ count: UInt32) throws(WireError) -> ArraySlice<UInt8> {
        guard Int(count) <= bytes.endIndex - index else {
            throw WireError(.truncated, "\(count) octets announced, \(bytes.endIndex - index) left", offset: offset)
        }
        defer { index += Int(count) }
        return bytes[index..<(index + Int(count))]
    }

    /// termstr (section 5.8.4.1): up to NUL.
    mutating func terminatedString() throws(WireError) -> ArraySlice<UInt8> {
        guard let end = rest.firstIndex(of: 0) else {
            throw WireError(.truncated, "a string has no end", offset: offset)
        }
        defer { index = end + 1 }
        return bytes[index..<end]
    }
}
