import SyncTypes
import Versit

/// A note that is a text file of a WebDAV folder (`.txt`, `.md`), as the journal entry that mirror, lens and undo know.
///
/// The entry's UID is the file's name, its DESCRIPTION the whole text. What else makes the file's bytes (line ends, byte order
/// mark, character set, a last line without an end) stands in a property of its own, so the file comes back byte for byte.
/// Lost: a file of mixed line ends gets those that most of its lines have, once somebody changes it; what a vNote has beside
/// its words has no place in a file.
public enum NoteFile {
    /// True for the name of a file that holds a note. Pictures and whatever else lies beside them are none.
    public static func isNamed(_ href: Href) -> Bool {
        let name = href.lastSegment.lowercased()
        return !name.hasPrefix(".") && (name.hasSuffix(".txt") || name.hasSuffix(".md"))
    }

    /// The media type of such a file (RFC 7763 for Markdown).
    public static func contentType(_ href: Href) -> String {
        href.lastSegment.lowercased().hasSuffix(".md") ? "text/markdown" : "text/plain"
    }

    /// A file as a resource's body; nil for bytes that are no text.
    public static func journal(of file: [UInt8], at href: Href) -> [UInt8]? {
        guard let (text, form) = NoteFileForm.read(file) else { return nil }
        var journal = Component("VJOURNAL", .iCalendar20)
        journal.entries = [.line(ContentLine("UID", text: href.lastSegment, .iCalendar20))]
        if let value = form.value { journal.entries.append(.line(ContentLine(NoteFileForm.property, raw: value))) }
        if !text.isEmpty { journal.entries.append(.line(ContentLine("DESCRIPTION", text: text, .iCalendar20))) }
        var calendar = Component("VCALENDAR", .iCalendar20)
        calendar.entries = [.line(ContentLine("VERSION", raw: "2.0")), .component(journal)]
        return Document([calendar]).serialise()
    }

    /// A resource's body as a file. Throws `.unreadableResource` for one that is no journal entry.
    public static func file(of body: [UInt8]) throws(TranslationError) -> [UInt8] {
        let journal = try NoteLens.journal(try ResourceReader.document(body))
        // As it is, where it is all: also white space alone is a text.
        let whole = journal.first("SUMMARY") == nil ? journal.text("DESCRIPTION") ?? "" : NoteText(journal).text
        return NoteFileForm(journal.first(NoteFileForm.property)?.raw ?? "").file(of: whole)
    }

    /// A body as it will be read once it has been a file.
    public static func asRead(_ body: [UInt8], at href: Href) throws(TranslationError) -> [UInt8] {
        guard let read = journal(of: try file(of: body), at: href) else {
            throw TranslationError(.unsupported, "the note holds characters that no text file can")
        }
        return read
    }
}
