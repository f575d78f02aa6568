import Mapping

/// What an undo is asked to take back, as `footbridge history` names it.
public enum UndoTarget: Hashable, Sendable, CustomStringConvertible {
    /// One journal entry: "12".
    case entry(JournalRow)
    /// All changes of one session: "s7".
    case session(SessionRow)
    /// All that one undo did: "u3".
    case step(UndoStepRow)

    /// Reads "12", "s7" or "u3". Nil for anything else.
    public init?(_ text: String) {
        let mark = text.first?.lowercased()
        let digits = mark == "s" || mark == "u" ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int64(digits), number > 0
        else { return nil }
        switch mark {
        case "s": self = .session(SessionRow(number))
        case "u": self = .step(UndoStepRow(number))
        default: self = .entry(JournalRow(number))
        }
    }

    /// The form that is read back.
    public var description: String {
        switch self {
        case .entry(let row): "\(row)"
        case .session(let row): "s\(row)"
        case .step(let row): "u\(row)"
        }
    }
}
