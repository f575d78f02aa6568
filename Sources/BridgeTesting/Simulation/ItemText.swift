import SyncTypes

/// A vCard, vCalendar, iCalendar or bare text as a list of lines, read and written by the simulated world's own hands:
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
                let words = parameter.split(separator: "=", maxSplits: 1)
                guard let list = words.last, words.count == 1 || words[0] == "TYPE" else { return false }
                return list.replacing("\"", with: "").split(separator: ",").contains { $0 == type }
            }
        }
    }

    /// All lines in order. A bare text has none.
    public var lines: [Line]
    /// True for vCard 2.1 and vCalendar 1.0: quoted-printable, no escapes but of semicolons.
    public let isOld: Bool
    /// The bare text; nil for the others.
    public var bare: String?

    /// Reads any text.
    public init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        guard text.hasPrefix("BEGIN:") else {
            lines = []
            isOld = false
            bare = text
            return
        }
        isOld = text.contains("VERSION:2.1") || text.contains("VERSION:1.0")
        bare = nil
        var physical: [String] = []
        for part in text.split(separator: "\n", omittingEmptySubsequences: true) {
            let line = String(part)
            if let last = physical.last {
                let isSoft = last.hasSuffix("=") && ItemText.isQuotedPrintable(last)
                if isSoft || line.hasPrefix(" ") || line.hasPrefix("\t") {
                    physical[physical.count - 1] = last + "\n" + line
                    continue
                }
            }
            physical.append(line)
        }
        let old = isOld
        lines = physical.map { ItemText.line($0, isOld: old) }
    }

    /// The text again.
    public var bytes: [UInt8] {
        if let bare { return Array(bare.utf8) }
        return Array(lines.map { $0.written.replacing("\n", with: "\r\n") + "\r\n" }.joined().utf8)
    }

    /// Reads one logical line.
    static func line(_ written: String, isOld: Bool) -> Line {
        var unfolded = written
        if isQuotedPrintable(written) {
            unfolded = unfolded.replacing("=\n", with: "")
        } else if isOld {
            unfolded = unfolded.replacing("\n", with: "")
        } else {
            unfolded = unfolded.replacing("\n ", with: "").replacing("\n\t", with: "")
        }
        var isQuoted = false
        var colon = unfolded.endIndex
        for index in unfolded.indices {
            if unfolded[index] == "\"" { isQuoted.toggle() }
            if unfolded[index] == ":", !isQuoted {
                colon = index
                break
            }
        }
        let head = unfolded[..<colon].split(separator: ";").map { $0.uppercased() }
        let full = head.first ?? ""
        let name = full.split(separator: ".").last.map(String.init) ?? full
        let raw = colon == unfolded.endIndex ? "" : String(unfolded[unfolded.index(after: colon)...])
        return Line(name: name, parameters: Array(head.dropFirst()), raw: raw, written: written)
    }

    private static func isQuotedPrintable(_ line: String) -> Bool {
        line.prefix { $0 != ":" }.uppercased().contains("QUOTED-PRINTABLE")
    }
}
