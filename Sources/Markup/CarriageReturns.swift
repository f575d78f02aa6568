/// Protects carriage returns from XML's line-end handling (XML 1.0 section 2.11).
///
/// A reference `&#13;` is not normalised, so each CR inside an element's text becomes one; a CDATA section that holds a CR
/// becomes ordinary text. Works on octets, so for every encoding that contains ASCII; UTF-16 is left alone.
enum CarriageReturns {
    private static let cr = UInt8(ascii: "\r")
    private static let less = UInt8(ascii: "<")
    private static let reference = Array("&#13;".utf8)
    private static let cdataStart = Array("<![CDATA[".utf8)
    private static let cdataEnd = Array("]]>".utf8)
    private static let commentStart = Array("<!--".utf8)
    private static let commentEnd = Array("-->".utf8)
    private static let instructionEnd = Array("?>".utf8)

    /// The document with its carriage returns protected.
    static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.prefix(2).contains(0), bytes.contains(cr) else { return bytes }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 4)
        var depth = 0
        var index = 0
        while index < bytes.count {
            let next = bytes[index...].firstIndex(of: less) ?? bytes.count
            append(bytes[index..<next], replacing: depth > 0 ? reference : nil, to: &out)
            guard next < bytes.count else { break }
            index = construct(in: bytes, at: next, depth: &depth, to: &out)
        }
        return out
    }

    /// Copies the construct that starts at a '<' and returns where it ends.
    private static func construct(in bytes: [UInt8], at start: Int, depth: inout Int, to out: inout [UInt8]) -> Int {
        let rest = bytes[start...]
        if rest.starts(with: cdataStart) {
            let content = start + cdataStart.count
            let end = endOf(cdataEnd, in: bytes, from: content)
            let isClosed = end - cdataEnd.count >= content && bytes[..<end].suffix(cdataEnd.count) == cdataEnd[...]
            if isClosed, bytes[content..<(end - cdataEnd.count)].contains(cr) {
                appendAsText(bytes[content..<(end - cdataEnd.count)], to: &out)
            } else {
                out += bytes[start..<end]
            }
            return end
        }
        let end: Int
        if rest.starts(with: commentStart) {
            end = endOf(commentEnd, in: bytes, from: start + commentStart.count)
        } else if start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "?") {
            end = endOf(instructionEnd, in: bytes, from: start + 2)
        } else {
            end = endOfTag(in: bytes, from: start + 1)
            let second = start + 1 < bytes.count ? bytes[start + 1] : 0
            if second == UInt8(ascii: "/") {
                depth -= 1
            } else if second != UInt8(ascii: "!"), end - 2 <= start || bytes[end - 2] != UInt8(ascii: "/") {
                depth += 1
            }
        }
        out += bytes[start..<end]
        return end
    }

    private static func appendAsText(_ part: ArraySlice<UInt8>, to out: inout [UInt8]) {
        for byte in part {
            switch byte {
            case cr: out += reference
            case less: out += Array("&lt;".utf8)
            case UInt8(ascii: "&"): out += Array("&amp;".utf8)
            case UInt8(ascii: ">"): out += Array("&gt;".utf8)
            default: out.append(byte)
            }
        }
    }

    private static func append(_ part: ArraySlice<UInt8>, replacing new: [UInt8]?, to out: inout [UInt8]) {
        guard let new else {
            out += part
            return
        }
        var rest = part
        while let found = rest.firstIndex(of: cr) {
            out += rest[..<found]
            out += new
            rest = rest[(found + 1)...]
        }
        out += rest
    }

    /// Behind the next occurrence of a mark, or the end of the document.
    private static func endOf(_ mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int {
        var index = start
        while let found = bytes[min(index, bytes.count)...].firstIndex(of: mark[0]) {
            if bytes[found...].starts(with: mark) { return found + mark.count }
            index = found + 1
        }
        return bytes.count
    }

    /// Behind the '>' of a tag; quoted attribute values may hold one.
    private static func endOfTag(in bytes: [UInt8], from start: Int) -> Int {
        var quote: UInt8 = 0
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return index
            }
        }
        return index
    }
}
