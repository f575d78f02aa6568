/// Lines of a text as octets: a world reads each item dozens of times, and characters would cost more than the bridge.
enum LineOctets {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    /// The text with LF alone at the end of each line.
    static func withPlainBreaks(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(carriageReturn) else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        for (index, byte) in text.enumerated() {
            if byte == carriageReturn, index + 1 < text.count, text[index + 1] == lineFeed { continue }
            out.append(byte)
        }
        return out
    }

    /// Lines with their continuations, joined by LF; empty lines do not count.
    static func logical(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        for line in text.split(separator: lineFeed) {
            if let last = lines.last {
                let isSoft = last.last == UInt8(ascii: "=") && isQuotedPrintable(last)
                if isSoft || line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t") {
                    lines[lines.count - 1] = last + [lineFeed] + line
                    continue
                }
            }
            lines.append(line)
        }
        return lines
    }

    /// A logical line without its folds.
    static func unfolded(_ line: ArraySlice<UInt8>, isOld: Bool) -> ArraySlice<UInt8> {
        guard line.contains(lineFeed) else { return line }
        let isSoft = isQuotedPrintable(line)
        var out: [UInt8] = []
        out.reserveCapacity(line.count)
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            let next = index + 1 < line.endIndex ? line[index + 1] : 0
            let isBlank = next == UInt8(ascii: " ") || next == UInt8(ascii: "\t")
            if isSoft, byte == UInt8(ascii: "="), next == lineFeed {
                index += 2
            } else if !isSoft, isOld, byte == lineFeed {
                index += 1
            } else if !isSoft, !isOld, byte == lineFeed, isBlank {
                index += 2
            } else {
                out.append(byte)
                index += 1
            }
        }
        return out[...]
    }

    /// Where the value begins: the first colon outside quotes.
    static func colon(in line: ArraySlice<UInt8>) -> Int? {
        var isQuoted = false
        for index in line.indices {
            if line[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if line[index] == UInt8(ascii: ":"), !isQuoted { return index }
        }
        return nil
    }

    /// A part of a line's head in upper case.
    static func upperCase(_ part: ArraySlice<UInt8>) -> String {
        guard part.allSatisfy({ $0 < 0x80 }) else { return String(decoding: part, as: UTF8.self).uppercased() }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        return String(unsafeUninitializedCapacity: part.count) { buffer in
            var count = 0
            for byte in part {
                buffer[count] = letters.contains(byte) ? byte - 0x20 : byte
                count += 1
            }
            return count
        }
    }

    /// True when a mark stands anywhere.
    static func contains(_ text: some Collection<UInt8>, _ mark: String) -> Bool {
        position(of: mark, in: text) != nil
    }

    /// Behind the first occurrence of a mark.
    static func position<Text: Collection<UInt8>>(of mark: String, in text: Text) -> Text.Index? {
        let mark = mark.utf8
        guard let first = mark.first else { return text.startIndex }
        var rest = text[...]
        while let found = rest.firstIndex(of: first) {
            rest = rest[found...]
            if rest.starts(with: mark) { return text.index(found, offsetBy: mark.count) }
            rest = rest.dropFirst()
        }
        return nil
    }

    private static func isQuotedPrintable(_ line: ArraySlice<UInt8>) -> Bool {
        upperCase(line.prefix { $0 != UInt8(ascii: ":") }).utf8.withContiguousStorageIfAvailable {
            contains($0, "QUOTED-PRINTABLE")
        } ?? false
    }
}
