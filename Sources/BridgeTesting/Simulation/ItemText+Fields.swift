import Foundation
import SyncTypes

/// What a text shows of each field, and the hand that types into one field and touches no other line.
extension ItemText {
    /// The lines of the item itself: not those of alarms, zones and the frame.
    private var ownLines: [Int] {
        var frames: [String] = []
        var own: [Int] = []
        for (index, line) in lines.enumerated() {
            if line.name == "BEGIN" {
                frames.append(line.raw.uppercased())
            } else if line.name == "END" {
                _ = frames.popLast()
            } else if let frame = frames.last, ItemText.frames.contains(frame) {
                own.append(index)
            }
        }
        return own
    }

    private static let frames = ["VCARD", "VEVENT", "VTODO", "VJOURNAL", "VNOTE"]

    /// The number in the title, by which the world knows the item; nil when there is none.
    public var identity: Int? {
        if root != nil { return sifIdentity }
        var title = bare.map { String($0.prefix { $0 != "\n" }) } ?? ""
        for index in ownLines where ["N", "SUMMARY", "BODY"].contains(lines[index].name) {
            title = decoded(lines[index])
        }
        if title.isEmpty { title = String(fileText.prefix { $0 != "\n" }) }
        let name = title.utf8
        guard let begin = LineOctets.position(of: "Item", in: name) else { return nil }
        return Int(String(decoding: name[begin...].prefix { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self))
    }

    /// The text of a file, as the bridge's memory has it: a journal entry with nothing but a description.
    var fileText: String {
        let own = ownLines.map { lines[$0] }
        guard !own.contains(where: { $0.name == "SUMMARY" }) else { return "" }
        return own.first { $0.name == "DESCRIPTION" }.map(decoded) ?? ""
    }

    /// All values that a field shows, in the order of their lines.
    public func values(of field: Field) -> [String] { values(of: field, among: bare == nil ? ownLines : []) }

    private func values(of field: Field, among own: [Int]) -> [String] {
        if root != nil { return sifValues(of: field) }
        if let bare {
            guard field == .details, let line = bare.firstIndex(of: "\n") else { return [] }
            var rest = bare[bare.index(after: line)...]
            // A file ends with its last line's end, which nobody sees.
            if rest.last == "\n" { rest.removeLast() }
            return rest.isEmpty ? [] : [String(rest)]
        }
        var values: [String] = []
        for index in own where ItemText.isLine(lines[index], of: field) { values.append(decoded(lines[index])) }
        if values.isEmpty { return values }
        // A journal's description may repeat its summary as the first line of the whole note.
        if field == .details, lines.contains(where: { $0.name == "BEGIN" && $0.raw == "VJOURNAL" }) {
            let titles = own.filter { lines[$0].name == "SUMMARY" }.map { decoded(lines[$0]) }
            // Of a file, as the bridge's memory has it, the first line is the title.
            if titles.isEmpty {
                return values.map { String($0.drop { $0 != "\n" }.dropFirst()) }.map {
                    $0.hasSuffix("\n") ? String($0.dropLast()) : $0
                }
                .filter { !$0.isEmpty }
            }
            values = values.compactMap { value in
                guard let title = titles.first, value.hasPrefix(title) else { return value }
                let rest = String(value.dropFirst(title.count).drop { $0 == "\n" })
                return rest.isEmpty ? nil : rest
            }
        }
        if field == .details, isVNote { values = values.map { String($0.drop { $0 != "\n" }.dropFirst()) } }
        // A phone without UTC holds the same digits: everybody here lives in London, and it is always winter.
        if field == .start { values = values.map { spoken(start: $0.hasSuffix("Z") ? String($0.dropLast()) : $0) } }
        // Nobody types a lone dash: it is how some phones are told that there is nothing.
        return values.filter { !$0.isEmpty && $0 != "-" }
    }

    /// When it was changed, in the words of who changed it.
    var stamps: [String] { lines.filter { $0.name == "REV" || $0.name == "LAST-MODIFIED" }.map(\.raw) }

    /// All fields that show something.
    public var shown: [Field: [String]] {
        var shown: [Field: [String]] = [:]
        let own = bare == nil ? ownLines : []
        for field in Field.allCases {
            let values = values(of: field, among: own)
            if !values.isEmpty { shown[field] = values }
        }
        return shown
    }

    static func isLine(_ line: Line, of field: Field) -> Bool {
        switch field {
        case .cell: line.name == "TEL" && line.has("CELL")
        case .home: line.name == "TEL" && line.has("HOME")
        case .work: line.name == "TEL" && line.has("WORK")
        case .mail: line.name == "EMAIL"
        case .company: line.name == "ORG"
        case .note: line.name == "NOTE"
        case .photo: line.name == "PHOTO"
        case .place: line.name == "LOCATION"
        case .details: line.name == "DESCRIPTION" || line.name == "BODY"
        case .start: line.name == "DTSTART"
        }
    }

    /// Types a value over all that a field shows, or clears it. Every other line stays as it is.
    public mutating func type(_ value: String?, into field: Field) {
        if root != nil { return typeSIF(value, into: field) }
        if let bare {
            let title = bare.prefix { $0 != "\n" }
            let end = bare.hasSuffix("\n") ? "\n" : ""
            self.bare = String(title) + (value.map { "\n" + $0 } ?? "") + end
            return
        }
        var own = ownLines.filter { ItemText.isLine(lines[$0], of: field) }
        if field == .details, isVNote, let body = own.first {
            let title = String(decoded(lines[body]).prefix { $0 != "\n" })
            var words = title + (value.map { "\n" + $0 } ?? "")
            // Nobody sees a blank at the end.
            while words.hasSuffix(" ") { words.removeLast() }
            let (parameters, raw) = ItemText.encoded(words, isOld: isOld)
            lines[body] = ItemText.line("BODY\(parameters):\(raw)", isOld: isOld)
            return
        }
        let isJournal = lines.contains { $0.name == "BEGIN" && $0.raw == "VJOURNAL" }
        if field == .start, let value = value.map(dated) {
            followRule(to: value)
            own += ownLines.filter { lines[$0].name == "DTEND" }
            let place = own.min() ?? (ownLines.first ?? 1)
            for index in own.sorted(by: >) { lines.remove(at: index) }
            lines.insert(contentsOf: startLines(value), at: place)
            return
        }
        var replacement: [Line] = []
        if let value {
            let old = own.first.map { lines[$0] }
            replacement = [newLine(field, value, like: old, isJournal: isJournal)]
        }
        let place = own.first ?? endOfItem
        for index in own.sorted(by: >) { lines.remove(at: index) }
        lines.insert(contentsOf: replacement, at: place)
    }

    private var isVNote: Bool { lines.first?.raw == "VNOTE" }

    private var endOfItem: Int { (ownLines.last ?? lines.count - 2) + 1 }

    private func startLines(_ value: String) -> [Line] {
        let hour = Int(value.dropFirst(9).prefix(2)) ?? 0
        let minute = value.dropFirst(11).prefix(2)
        let end =
            hour < 23
            ? "\(value.prefix(9))\(hour < 9 ? "0" : "")\(hour + 1)\(minute)00Z" : "\(value.prefix(9))2359\(59)Z"
        return ["DTSTART:\(value)Z", "DTEND:\(end)"].map { ItemText.line($0, isOld: isOld) }
    }

    private func newLine(_ field: Field, _ value: String, like old: Line?, isJournal: Bool) -> Line {
        let type = isOld ? ";" : ";TYPE="
        // The editor keeps the spelling of a number's type that it found.
        let head: String
        switch field {
        case .cell: head = old.map(ItemText.head) ?? "TEL\(type)CELL"
        case .home: head = old.map(ItemText.head) ?? "TEL\(type)HOME"
        case .work: head = old.map(ItemText.head) ?? "TEL\(type)WORK"
        case .mail: head = old.map(ItemText.head) ?? (isOld ? "EMAIL;INTERNET" : "EMAIL;TYPE=INTERNET")
        case .company: head = "ORG"
        case .note: head = "NOTE"
        case .photo:
            let packed = Data(value.utf8).base64EncodedString()
            if lines.contains(where: { $0.name == "VERSION" && $0.raw == "4.0" }) {
                return ItemText.line("PHOTO:data:image/jpeg;base64,\(packed)", isOld: false)
            }
            let head = isOld ? "PHOTO;ENCODING=BASE64;TYPE=JPEG" : "PHOTO;ENCODING=b;TYPE=JPEG"
            return ItemText.line("\(head):\(packed)", isOld: isOld)
        case .place: head = "LOCATION"
        case .details: head = "DESCRIPTION"
        case .start: head = "DTSTART"
        }
        let (parameters, raw) = ItemText.encoded(value, isOld: isOld)
        return ItemText.line("\(head)\(parameters):\(raw)", isOld: isOld)
    }

    private static func head(_ line: Line) -> String {
        let whole = line.written.replacing("\n ", with: "").prefix { $0 != ":" }
        // Encodings belong to the old value.
        return whole.split(separator: ";").filter { part in
            let word = part.uppercased()
            return !word.hasPrefix("ENCODING") && !word.hasPrefix("CHARSET") && word != "QUOTED-PRINTABLE"
        }.joined(separator: ";")
    }
}
