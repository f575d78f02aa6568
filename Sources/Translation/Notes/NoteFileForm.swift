import Versit

/// How a file writes its text.
struct NoteFileForm: Hashable, Sendable {
    enum LineEnd: String, CaseIterable {
        case lineFeed = "\n"
        case both = "\r\n"
        case carriageReturn = "\r"
    }

    /// The property that a file's journal entry keeps it in, where it is not the usual one.
    static let property = "X-FOOTBRIDGE-FILE"

    private var lineEnd = LineEnd.lineFeed
    private var hasMark = false
    private var isWindows1252 = false
    /// The last line has no end.
    private var isOpen = false

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// As new files are written: UTF-8, each line with a line feed.
    init() {}

    /// Reads `value`.
    init(_ value: String) {
        for word in value.split(separator: ",") {
            switch word {
            case "CRLF": lineEnd = .both
            case "CR": lineEnd = .carriageReturn
            case "BOM": hasMark = true
            case "WINDOWS-1252": isWindows1252 = true
            case "OPEN": isOpen = true
            default: break
            }
        }
    }

    /// What differs from a new file; nil: nothing does.
    var value: String? {
        var words: [String] = []
        switch lineEnd {
        case .lineFeed: break
        case .both: words.append("CRLF")
        case .carriageReturn: words.append("CR")
        }
        if hasMark { words.append("BOM") }
        if isWindows1252 { words.append("WINDOWS-1252") }
        if isOpen { words.append("OPEN") }
        return words.isEmpty ? nil : words.joined(separator: ",")
    }

    /// The text of a file, line ends as `\n`; nil for bytes that are no text in UTF-8 or Windows-1252.
    static func read(_ file: [UInt8]) -> (text: String, form: NoteFileForm)? {
        guard !file.contains(0) else { return nil }
        var form = NoteFileForm()
        form.hasMark = file.starts(with: mark)
        let bytes = form.hasMark ? Array(file.dropFirst(mark.count)) : file
        let text: String
        if let unicode = String(validating: bytes, as: UTF8.self) {
            text = unicode
        } else {
            guard !form.hasMark, let old = Charset.decodeWindows1252(bytes) else { return nil }
            form.isWindows1252 = true
            text = old
        }
        form.lineEnd = LineEnd.mostly(in: bytes)
        guard let unified = hidden(LineEnds.unified(text)) else { return nil }
        form.isOpen = !unified.isEmpty && !unified.hasSuffix("\n")
        return (unified, form)
    }

    /// The file of a text. A letter that Windows-1252 does not have makes it UTF-8.
    func file(of text: String) -> [UInt8] {
        var text = NoteFileForm.shown(text)
        if !isOpen, !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
        if lineEnd != .lineFeed { text = text.replacing("\n", with: lineEnd.rawValue) }
        if isWindows1252, let old = Charset.encodeWindows1252(text) { return old }
        return (hasMark ? NoteFileForm.mark : []) + Array(text.utf8)
    }
}

/// Control characters, which no calendar text may have (RFC 5545 section 3.1), and files do: form feeds, escapes.
extension NoteFileForm {
    /// Where they are while the text is a journal entry: in a private area of Unicode.
    private static let area: UInt32 = 0xF_0000

    /// The text with its control characters in the area; nil when it has characters of the area already.
    private static func hidden(_ text: String) -> String? {
        guard !text.unicodeScalars.contains(where: { isOfArea($0) }) else { return nil }
        guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
        return mapped(text) { isControl($0) ? Unicode.Scalar(area + $0.value) : $0 }
    }

    /// The text as it was.
    private static func shown(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isOfArea($0) }) else { return text }
        return mapped(text) { isOfArea($0) ? Unicode.Scalar($0.value - area) : $0 }
    }

    private static func mapped(_ text: String, _ change: (Unicode.Scalar) -> Unicode.Scalar?) -> String {
        var out = String.UnicodeScalarView()
        out.append(contentsOf: text.unicodeScalars.map { change($0) ?? $0 })
        return String(out)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || scalar.value == 0x7F
    }

    private static func isOfArea(_ scalar: Unicode.Scalar) -> Bool { (area...(area + 0x7F)).contains(scalar.value) }
}

extension NoteFileForm.LineEnd {
    /// The one that most lines have; in doubt the line feed.
    fileprivate static func mostly(in bytes: [UInt8]) -> Self {
        var (feeds, both, returns) = (0, 0, 0)
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if byte == 0x0D { next == 0x0A ? (both += 1) : (returns += 1) }
            if byte == 0x0A, index == 0 || bytes[index - 1] != 0x0D { feeds += 1 }
        }
        if both > feeds, both >= returns { return .both }
        return returns > feeds ? .carriageReturn : .lineFeed
    }
}
