/// Writes content lines strictly: CRLF, at most 75 octets a line, never a break inside a UTF-8 sequence or an escape.
enum LineWriter {
    /// Octets of a physical line without its line end (RFC 5545 section 3.1, RFC 6350 section 3.2, RFC 2045 section 6.7).
    static let limit = 75
    /// For those who read no folds.
    static let unlimited = 1 << 40

    /// How lines are written.
    struct Style {
        /// Octets of a physical line that is written anew.
        var limit = LineWriter.limit
        /// True: what is unchanged gets CRLF at its ends, too.
        var isStrict = false
        /// How what is unchanged was read.
        var ends = PhysicalLines.Ends.crlf
    }

    /// The bytes of a line, line ends included: the original ones while it is unchanged.
    static func write(_ line: ContentLine, _ dialect: Dialect, _ style: Style, into out: inout [UInt8]) {
        if let original = line.original {
            out += style.isStrict ? LineEnds.strictLine(original, style.ends) : original
            return
        }
        let limit = style.limit
        guard line.isProperty else {
            out += line.value
            out += lineEnd
            return
        }
        let start = out.count
        writeHead(of: line, dialect, into: &out)
        out.append(UInt8(ascii: ":"))
        switch (dialect.isOld, line.encoding) {
        case (true, .base64): writeOldBase64(line.value, limit, into: &out)
        case (true, .quotedPrintable): writeSoftBroken(column: out.count - start, line.value, limit, into: &out)
        case (true, .none), (false, _): writeText(line.value, dialect, from: start, limit, into: &out)
        }
    }

    /// A value as it is, folded where the line has become too long. `start`: where the line begins.
    private static func writeText(
        _ value: ArraySlice<UInt8>, _ dialect: Dialect, from start: Int, _ limit: Int, into out: inout [UInt8]
    ) {
        let column = out.count - start
        if dialect == .plain || column + value.count <= limit {
            out += value
            out += lineEnd
        } else if !dialect.isOld, column < limit {
            writeFolded(value, column: column, limit, into: &out)
        } else {
            let text = out[start...] + value
            out.removeSubrange(start...)
            if dialect.isOld {
                writeFoldedAtBlanks(Array(text), limit, into: &out)
            } else {
                writeFolded(text, column: 0, limit, into: &out)
            }
        }
    }

    /// True when the last line of a text ends with a soft break.
    static func endsSoftly(_ out: [UInt8]) -> Bool {
        guard let last = out.lastIndex(where: { $0 != 0x0A && $0 != 0x0D && $0 != 0x20 && $0 != 0x09 }) else {
            return false
        }
        return out[last] == UInt8(ascii: "=") && out[last...].count(where: { $0 == 0x0A }) < 2
    }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]

    /// The bytes before the colon.
    private static func writeHead(of line: ContentLine, _ dialect: Dialect, into out: inout [UInt8]) {
        if let group = line.group {
            out += group.utf8
            out.append(UInt8(ascii: "."))
        }
        out += line.name.utf8
        for parameter in line.parameters {
            out.append(UInt8(ascii: ";"))
            out += parameter.written(dialect).utf8
        }
    }

    /// How many bytes stand before the colon.
    static func headLength(_ head: LineHead, _ dialect: Dialect) -> Int {
        let group = head.group.map { $0.utf8.count + 1 } ?? 0
        return head.parameters.reduce(group + head.name.utf8.count) { $0 + 1 + $1.written(dialect).utf8.count }
    }

    /// LF as CRLF: quoted-printable text has network line ends.
    static func withCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
        bytes.contains(0x0A) ? LineEnds.strict(bytes) : bytes
    }

    /// RFC 2425 section 5.8.1: CRLF and one blank, which a reader removes.
    /// `column`: octets of the line that are written already.
    private static func writeFolded(
        _ bytes: ArraySlice<UInt8>, column: Int, _ limit: Int, into out: inout [UInt8]
    ) {
        var start = bytes.startIndex
        var room = limit - column
        while bytes.endIndex - start > room {
            var end = start + room
            while end > start + 1, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            out += bytes[start..<end]
            out += fold
            start = end
            room = limit - 1
        }
        out += bytes[start...]
        out += lineEnd
    }

    private static let fold: [UInt8] = [0x0D, 0x0A, 0x20]

    /// vCard 2.1 section 2.1.3: a line end may go before a blank, which stays part of the value. A text without a blank in
    /// reach is left long: every reader copes with that, and none with more.
    private static func writeFoldedAtBlanks(_ bytes: [UInt8], _ limit: Int, into out: inout [UInt8]) {
        var start = 0
        while bytes.count - start > limit {
            let reach = bytes[(start + 1)...(start + limit)]
            guard let blank = reach.lastIndex(of: 0x20), bytes[start..<blank].contains(where: { $0 > 0x20 }) else {
                break
            }
            out += bytes[start..<blank] + [0x0D, 0x0A]
            start = blank
        }
        out += bytes[start...] + [0x0D, 0x0A]
    }

    /// True for words that, at the beginning of a line, readers take for the frame of a component before they undo soft breaks.
    private static func startsFrame(_ rest: ArraySlice<UInt8>) -> Bool {
        ["BEGIN:", "END:"].contains { rest.starts(with: $0.utf8) { $0 & 0xDF == $1 & 0xDF } }
    }

    /// RFC 2045 section 6.7 rule 5: a soft break is `=` at the end of a line. A blank behind it is escaped, since
    /// readers that unfold would eat it.
    private static func writeSoftBroken(
        column: Int, _ value: ArraySlice<UInt8>, _ limit: Int, into out: inout [UInt8]
    ) {
        var column = column
        var rest = value
        while column + rest.count > limit {
            let end = lastFitting(rest, limit - 1 - column)
            out += rest[..<end]
            out += softBreak
            rest = rest[end...]
            column = 0
            if let first = rest.first, first == 0x20 || startsFrame(rest) {
                out += QuotedPrintable.escaped(first)
                rest.removeFirst()
                column = 3
            }
        }
        out += rest
        out += lineEnd
    }

    private static let softBreak: [UInt8] = [UInt8(ascii: "="), 0x0D, 0x0A]

    /// Where a beginning of so many octets ends, no escape torn apart.
    private static func lastFitting(_ value: ArraySlice<UInt8>, _ room: Int) -> Int {
        var end = value.startIndex
        while end < value.endIndex {
            let length = value[end] == UInt8(ascii: "=") ? min(3, value.endIndex - end) : 1
            if end - value.startIndex + length > room { break }
            end += length
        }
        return end
    }

    /// vCard 2.1 section 2.4.2: lines that start with a blank, ended by an empty line.
    private static func writeOldBase64(_ value: ArraySlice<UInt8>, _ limit: Int, into out: inout [UInt8]) {
        guard limit < unlimited else {
            out += value
            out += lineEnd
            out += lineEnd
            return
        }
        out += lineEnd
        var start = value.startIndex
        while start < value.endIndex {
            let end = min(start + limit - 3, value.endIndex)
            out.append(0x20)
            out += value[start..<end]
            out += lineEnd
            start = end
        }
        out += lineEnd
    }
}
