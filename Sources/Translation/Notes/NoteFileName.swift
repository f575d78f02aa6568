import SyncTypes

/// What a new text file of a note is called: by its title, as people and their programs name files.
public enum NoteFileName {
    /// Bytes of UTF-8 that a title may have: file systems stop at 255, and number and extension come after it.
    private static let longest = 120

    /// The file's name without extension; "Note" where the text has no title. `body`: a journal entry.
    public static func stem(of body: [UInt8]) throws(TranslationError) -> String {
        let note = NoteText(try NoteLens.journal(ResourceReader.document(body)))
        let title = TextPatch.collapsed(NoteText.title(note.text))
        var name = String.UnicodeScalarView()
        var length = 0
        // A heading of Markdown.
        for scalar in title.drop(while: { $0 == "#" || $0 == " " }).unicodeScalars {
            let kept = isPossible(scalar) ? scalar : " "
            length += UTF8.width(kept)
            if length > longest { break }
            name.append(kept)
        }
        let stem = trimmed(TextPatch.collapsed(String(name)))
        return stem.isEmpty ? "Note" : stem
    }

    /// The path of a file in a folder. `number`: 1 for the first of a name, 2 for "Name (2).txt".
    public static func href(in folder: Href, stem: String, number: Int, extension suffix: String) -> Href {
        let base = folder.rawValue.hasSuffix("/") ? folder.rawValue : folder.rawValue + "/"
        let name = number == 1 ? stem : "\(stem) (\(number))"
        return Href(base + Href(path: name + "." + suffix).rawValue)
    }

    /// Not what some file system refuses, or a shell or a URL reads as something else.
    private static func isPossible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "/", "\\", ":", "*", "?", "\"", "<", ">", "|", "%", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}",
            "\u{FFFD}":
            false
        default: scalar.value >= 0x20
        }
    }

    /// Without what hides a file, or what Windows takes off its end.
    private static func trimmed(_ name: String) -> String {
        var rest = name[...]
        while let first = rest.first, first == "." || first == " " { rest.removeFirst() }
        while let last = rest.last, last == "." || last == " " { rest.removeLast() }
        return String(rest)
    }
}
