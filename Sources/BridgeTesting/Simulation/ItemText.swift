import SyncTypes

/// A vCard, vCalendar, iCalendar, vNote or bare text as a list of lines, read and written by the simulated world's own hands:
/// nothing here is shared with the product's readers, so both would have to be wrong in the same way.
public struct ItemText: Hashable, Sendable {
    /// One logical line.
    public struct Line: Hashable, Sendable {
        /// Name in upper case, without a group.
        public var name: String
        /// What stands between the name and the colon, in upper case, split at semicolons.
        public var parameters: [String]
        /// What stands behind the colon, unfolded, still escaped and encoded.
        public var raw: String
        /// The line's own bytes, folds and all, without the last line break.
        public var written: String

        /// True when the property has a type, as `TYPE=CELL`, `TYPE=CELL,VOICE` or `CELL`.
        func has(_ type: String) -> Bool {
            parameters.contains { parameter in
                if parameter == type { return true }
                var list = parameter.utf8[...]
                if let sign = list.firstIndex(of: UInt8(ascii: "=")), sign > list.startIndex {
                    guard list[..<sign].elementsEqual("TYPE".utf8) else { return false }
                    list = list[list.index(after: sign)...]
                }
                return list.split(separator: UInt8(ascii: ",")).contains { word in
                    word.lazy.filter { $0 != UInt8(ascii: "\"") }.elementsEqual(type.utf8)
                }
            }
        }
    }

    /// All lines in order. A bare text has none.
    public var lines: [Line]
    /// True for vCard 2.1, vCalendar 1.0 and vNote: quoted-printable, no escapes but of semicolons.
    public let isOld: Bool
    /// The bare text; nil for the others.
    public var bare: String?
    /// The root element of SIF, whose elements are the lines; nil for the others.
    let root: String?

    /// Reads any text.
    public init(_ bytes: [UInt8]) {
        let text = LineOctets.withPlainBreaks(bytes)
        if let sif = ItemText.sif(text) {
            (root, lines) = sif
            isOld = false
            bare = nil
            return
        }
        root = nil
        guard text.starts(with: "BEGIN:".utf8) else {
            lines = []
            isOld = false
            bare = String(decoding: text, as: UTF8.self)
            return
        }
        let old =
            LineOctets.contains(text, "VERSION:2.1") || LineOctets.contains(text, "VERSION:1.0")
            || text.starts(with: "BEGIN:VNOTE".utf8)
        isOld = old
        bare = nil
        lines = LineOctets.logical(text).map { ItemText.line($0, isOld: old) }
    }

    /// The lines; of a bare text its title and its rest.
    var comparable: [Line] {
        guard let bare else { return lines }
        let title = bare.prefix { $0 != "\n" }
        let rest = bare.dropFirst(title.count)
        return [("SUMMARY", title), ("DESCRIPTION", rest)].map { name, words in
            Line(name: name, parameters: [], raw: String(words), written: name + ":" + words)
        }
    }

    /// The text again.
    public var bytes: [UInt8] {
        if let bare { return Array(bare.utf8) }
        if let root { return sifBytes(root) }
        var out: [UInt8] = []
        for line in lines {
            for byte in line.written.utf8 {
                if byte == LineOctets.lineFeed { out.append(LineOctets.carriageReturn) }
                out.append(byte)
            }
            out.append(LineOctets.carriageReturn)
            out.append(LineOctets.lineFeed)
        }
        return out
    }

    /// Reads one logical line.
    static func line(_ written: String, isOld: Bool) -> Line { line(Array(written.utf8)[...], isOld: isOld) }

    private static func line(_ written: ArraySlice<UInt8>, isOld: Bool) -> Line {
        let unfolded = LineOctets.unfolded(written, isOld: isOld)
        let colon = LineOctets.colon(in: unfolded) ?? unfolded.endIndex
        let head = unfolded[..<colon].split(separator: UInt8(ascii: ";")).map(LineOctets.upperCase)
        let full = head.first ?? ""
        let name = full.split(separator: ".").last.map(String.init) ?? full
        let raw = colon == unfolded.endIndex ? "" : String(decoding: unfolded[(colon + 1)...], as: UTF8.self)
        return Line(
            name: name, parameters: Array(head.dropFirst()), raw: raw, written: String(decoding: written, as: UTF8.self)
        )
    }
}
