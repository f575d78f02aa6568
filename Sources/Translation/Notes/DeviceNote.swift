import SyncTypes
import Versit

/// A note in a text of a device: bare, or a vNote 1.1 (IrMC 1.1) with fields beside its words.
struct DeviceNote {
    /// All its words: line ends as `\n`, without those at the end (SyncEvolution's peers add some).
    let text: String
    /// The vNote; nil: a bare text, which cannot have any fields.
    let component: Component?

    /// Reads a text of any kind, in any character set.
    init(_ bytes: [UInt8]) {
        component = ItemFormat.isVNote(bytes) ? DeviceNote.vNote(bytes) : nil
        text = DeviceNote.trimmed(component.map(DeviceNote.words) ?? Charset.decode(bytes, charset: nil))
    }

    private static func vNote(_ bytes: [UInt8]) -> Component? {
        (try? Document.parse(bytes, hint: .vCalendar10).document)?.first("VNOTE")
    }

    /// BODY. Where a SUMMARY is no beginning of it, that is a line of its own before it.
    private static func words(_ note: Component) -> String {
        joined(title: note.text("SUMMARY") ?? "", body: note.text("BODY") ?? "")
    }

    /// One text of a title and a body; a program that cuts the title short leaves the beginning of the first line.
    static func joined(title: String, body: String) -> String {
        let title = TextPatch.collapsed(title)
        guard !title.isEmpty else { return body }
        guard !TextPatch.collapsed(body).isEmpty else { return title }
        return TextPatch.collapsed(NoteText.title(body)).hasPrefix(title) ? body : title + "\n" + body
    }

    /// Line ends as `\n`, without a byte order mark, and without white space and zero bytes at the end.
    static func trimmed(_ words: String) -> String {
        var text = LineEnds.unified(words)
        if text.unicodeScalars.first == "\u{FEFF}" { text = String(text.unicodeScalars.dropFirst()) }
        while let last = text.unicodeScalars.last, last == "\n" || last == " " || last == "\0" {
            text.unicodeScalars.removeLast()
        }
        return text
    }
}
