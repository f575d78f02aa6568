import Versit

/// A journal entry as one text, and back (RFC 5545 section 3.6.3).
///
/// The first line of the text is SUMMARY. Where DESCRIPTION starts with the words of SUMMARY it is the whole text; where it does
/// not, it is what follows the first line. A one-line entry may have either of them, or both the same.
struct NoteText: Hashable, Sendable {
    /// How SUMMARY and DESCRIPTION share the text.
    enum Shape: Hashable, Sendable {
        /// No DESCRIPTION: the text is SUMMARY.
        case summaryOnly
        /// No SUMMARY: the text is DESCRIPTION.
        case descriptionOnly
        /// DESCRIPTION is the whole text, SUMMARY its first line or the start of that.
        case inside
        /// SUMMARY is the first line, DESCRIPTION the rest.
        case apart
    }

    /// SUMMARY; nil: absent.
    var summary: String?
    /// DESCRIPTION; nil: absent.
    var description: String?

    /// Reads an entry.
    init(_ journal: Component) {
        summary = NoteText.filled(journal.text("SUMMARY"))
        description = NoteText.filled(journal.text("DESCRIPTION"))
    }

    /// A new entry of a text: SUMMARY is its first line that says something, DESCRIPTION all of it.
    init(_ text: String) {
        summary = NoteText.filled(NoteText.title(text))
        description = NoteText.filled(text)
    }

    private static func filled(_ text: String?) -> String? {
        text.flatMap { TextPatch.collapsed($0).isEmpty ? nil : $0 }
    }

    /// How the two share the text.
    var shape: Shape {
        guard let summary else { return .descriptionOnly }
        guard let description else { return .summaryOnly }
        let isStart = NoteText.title(description).hasPrefix(LineEnds.trimmed(oneLine(summary)))
        return isStart ? .inside : .apart
    }

    /// The first line that says something, trimmed; empty when none does.
    static func title(_ text: String) -> String {
        text.split(separator: "\n").lazy.map { LineEnds.trimmed(String($0)) }.first { !$0.isEmpty } ?? ""
    }

    /// The whole text, line ends as `\n`.
    var text: String {
        switch shape {
        case .summaryOnly: oneLine(summary ?? "")
        case .descriptionOnly, .inside: description ?? ""
        case .apart: oneLine(summary ?? "") + "\n" + (description ?? "")
        }
    }

    /// The entry with another whole text: what does not change stays as it is.
    func replacing(with text: String) -> NoteText {
        var result = self
        let (first, rest) = NoteText.split(text)
        let isSameTitle = NoteText.title(text) == NoteText.title(self.text)
        switch shape {
        case .descriptionOnly:
            result.description = text
        case .inside:
            result.description = text
            if !isSameTitle { result.summary = NoteText.title(text) }
        case .apart:
            if first != NoteText.split(self.text).first { result.summary = first }
            result.description = rest
        case .summaryOnly:
            if !isSameTitle || rest == nil { result.summary = rest == nil ? first : NoteText.title(text) }
            result.description = rest.flatMap(NoteText.filled) == nil ? nil : text
        }
        result.summary = NoteText.filled(result.summary)
        result.description = NoteText.filled(result.description)
        // A text that this sharing could not give back: DESCRIPTION holds it all.
        return LineEnds.trimmed(result.text) == LineEnds.trimmed(text) ? result : NoteText(text)
    }

    private func oneLine(_ text: String) -> String { text.contains("\n") ? TextPatch.collapsed(text) : text }

    /// The first line, and what follows it; nil: nothing does.
    static func split(_ text: String) -> (first: String, rest: String?) {
        guard let end = text.firstIndex(of: "\n") else { return (text, nil) }
        return (String(text[..<end]), String(text[text.index(after: end)...]))
    }
}
