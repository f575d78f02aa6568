/// Carries octets through the XML parser that XML forbids: control characters and what is not UTF-8.
///
/// Each such octet is replaced by a private-use character (U+E000 to U+F8FF) from a block of 256 that the document does
/// not use, and put back in the text afterwards. So one vCard in Latin-1 does not cost the other 199 in the message.
struct OctetShield {
    /// The second octet in UTF-8 of the block's first character; the first is `lead`.
    private let lead: UInt8
    private let second: UInt8

    /// A document that can be parsed, with the shield that restores it; nil when it is in another encoding than UTF-8,
    /// needs nothing, or uses every block.
    static func shielded(_ bytes: [UInt8]) -> (bytes: [UInt8], shield: OctetShield)? {
        guard !bytes.prefix(2).contains(0), let body = withoutDeclaration(bytes), let shield = free(in: bytes) else {
            return nil
        }
        var out: [UInt8] = []
        out.reserveCapacity(body.count + 64)
        var index = body.startIndex
        var touched = body.count != bytes.count
        while index < body.endIndex {
            let length = lengthOfCharacter(in: body, at: index)
            if length > 0 {
                out += body[index..<(index + length)]
                index += length
            } else {
                shield.append(body[index], to: &out)
                touched = true
                index += 1
            }
        }
        return touched ? (out, shield) : nil
    }

    /// The text with the octets put back.
    func restored(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(lead) else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == lead, index + 2 < text.count, text[index + 1] & 0xFC == second {
                out.append((text[index + 1] & 0x03) << 6 | text[index + 2] & 0x3F)
                index += 3
            } else {
                out.append(text[index])
                index += 1
            }
        }
        return out
    }

    private func append(_ octet: UInt8, to out: inout [UInt8]) {
        out.append(lead)
        out.append(second | octet >> 6)
        out.append(0x80 | octet & 0x3F)
    }

    /// A block of 256 private-use characters of which the document has none.
    private static func free(in bytes: [UInt8]) -> OctetShield? {
        var used: Set<UInt16> = []
        for (first, next) in zip(bytes, bytes.dropFirst()) where first == 0xEE || first == 0xEF {
            used.insert(UInt16(first) << 8 | UInt16(next & 0xFC))
        }
        for lead: UInt8 in [0xEE, 0xEF] {
            // U+E000 to U+EFFF are EE 80 to EE BF, U+F000 to U+F8FF are EF 80 to EF A3.
            for second in stride(from: UInt8(0x80), to: lead == 0xEE ? 0xC0 : 0xA4, by: 4)
            where !used.contains(UInt16(lead) << 8 | UInt16(second)) {
                return OctetShield(lead: lead, second: second)
            }
        }
        return nil
    }

    /// The document behind its XML declaration; nil when that names another encoding than UTF-8 or US-ASCII.
    private static func withoutDeclaration(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard bytes[start...].starts(with: Array("<?xml".utf8)) else { return bytes[...] }
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let words = String(decoding: bytes[start...end], as: UTF8.self).lowercased().split {
            " \t\r\n=\"'?".contains($0)
        }
        let rest = bytes[(end + 1)...]
        guard let name = words.firstIndex(of: "encoding").flatMap({ words.dropFirst($0 + 1).first }) else {
            return rest
        }
        return ["utf-8", "utf8", "us-ascii", "ascii"].contains(String(name)) ? rest : nil
    }

    /// How many octets the character at an index takes; 0 when it is not UTF-8 or not allowed (XML 1.0 section 2.2).
    private static func lengthOfCharacter(in bytes: ArraySlice<UInt8>, at index: Int) -> Int {
        func trail(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + offset < bytes.endIndex && range.contains(bytes[index + offset])
        }
        switch bytes[index] {
        case 0x09, 0x0A, 0x0D, 0x20...0x7F: return 1
        case 0xC2...0xDF: return trail(1) ? 2 : 0
        case 0xE0: return trail(1, 0xA0...0xBF) && trail(2) ? 3 : 0
        case 0xED: return trail(1, 0x80...0x9F) && trail(2) ? 3 : 0
        case 0xEF:
            guard trail(1), trail(2) else { return 0 }
            // U+FFFE and U+FFFF.
            return bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE ? 0 : 3
        case 0xE1...0xEE: return trail(1) && trail(2) ? 3 : 0
        case 0xF0: return trail(1, 0x90...0xBF) && trail(2) && trail(3) ? 4 : 0
        case 0xF1...0xF3: return trail(1) && trail(2) && trail(3) ? 4 : 0
        case 0xF4: return trail(1, 0x80...0x8F) && trail(2) && trail(3) ? 4 : 0
        default: return 0
        }
    }
}
