extension ItemFormat {
    /// True for a text that begins as a vNote does, whatever its sender calls it.
    public static func isVNote(_ text: [UInt8]) -> Bool {
        var rest = text[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        rest = rest.drop { $0 <= 0x20 }
        return rest.prefix(vNoteStart.count).elementsEqual(vNoteStart) { $0 & 0xDF == $1 & 0xDF }
    }

    private static let vNoteStart = Array("BEGIN:VNOTE".utf8)
}
