/// What a login name may be: it travels before a colon (RFC 7617 section 2) and is typed on a phone.
public enum AccountName {
    /// True for 1 to 255 bytes without colon, control characters and blanks at the ends.
    public static func isPossible(_ name: String) -> Bool {
        guard let first = name.first, let last = name.last, name.utf8.count <= 255 else { return false }
        return !first.isWhitespace && !last.isWhitespace
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != ":" }
    }
}
