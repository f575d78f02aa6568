/// Letters of ASCII, in which names and words of the grammars are written: most texts need no look at Unicode.
enum ASCII {
    /// The text in upper case; itself where it is so already.
    static func uppercased(_ text: String) -> String {
        contains(text) { $0 >= 0x61 } ? text.uppercased() : text
    }

    /// True when a text holds an octet of a kind.
    @inline(__always)
    static func contains(_ text: String, where test: (UInt8) -> Bool) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            for byte in bytes where test(byte) { return true }
            return false
        } ?? text.utf8.contains(where: test)
    }

    /// True when bytes hold one of a set or are no ASCII.
    @inline(__always)
    static func needsCare(_ bytes: ArraySlice<UInt8>, _ isSpecial: (UInt8) -> Bool) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            for byte in bytes where byte >= 0x80 || isSpecial(byte) { return true }
            return false
        }
    }

    /// Where a byte is first; nil: nowhere.
    static func index(of wanted: UInt8, in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            for index in buffer.indices where buffer[index] == wanted { return bytes.startIndex + index }
            return nil
        }
    }
}
