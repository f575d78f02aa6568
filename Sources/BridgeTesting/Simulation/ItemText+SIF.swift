import Foundation
import SyncTypes

/// SIF in the simulated world's own hands: one level of elements, each kept as it was written until somebody types into it.
extension ItemText {
    /// Root and elements; nil for what is no SIF. By octets: a world reads each item dozens of times.
    static func sif(_ bytes: [UInt8]) -> (root: String, lines: [Line])? {
        guard bytes.first == UInt8(ascii: "<") else { return nil }
        var rest = bytes[...]
        if rest.starts(with: "<?".utf8), let end = LineOctets.position(of: "?>", in: rest) { rest = rest[end...] }
        guard let root = takeTag(&rest), !root.isEmpty else { return nil }
        let name = String(decoding: root.name, as: UTF8.self)
        guard ["contact", "appointment", "task", "note"].contains(name) else { return nil }
        var lines: [Line] = []
        while let tag = takeTag(&rest), tag.name.first != slash {
            var inner = rest[..<rest.startIndex]
            if !tag.isEmpty {
                guard let end = closing(tag.name, in: rest) else { return nil }
                inner = rest[..<end]
                rest = rest[(end + tag.name.count + 3)...]
            }
            let text = String(decoding: inner, as: UTF8.self)
            lines.append(
                Line(
                    name: String(decoding: tag.name, as: UTF8.self), parameters: [], raw: unescapedXML(text),
                    written: text))
        }
        return (name, lines)
    }

    private static let slash = UInt8(ascii: "/")

    private static func takeTag(_ rest: inout ArraySlice<UInt8>) -> (name: ArraySlice<UInt8>, isEmpty: Bool)? {
        guard let open = rest.firstIndex(of: UInt8(ascii: "<")),
            let close = rest[open...].firstIndex(of: UInt8(ascii: ">"))
        else { return nil }
        let tag = rest[(open + 1)..<close]
        rest = rest[(close + 1)...]
        let end = tag.dropFirst().firstIndex { $0 == UInt8(ascii: " ") || $0 == slash } ?? close
        return (tag[..<end], tag.last == slash)
    }

    /// Where the closing tag of an element begins.
    private static func closing(_ name: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> Int? {
        var rest = text
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[(open + 1)...]
            guard rest.first == slash else { continue }
            let tag = rest.dropFirst()
            if tag.starts(with: name), tag.dropFirst(name.count).first == UInt8(ascii: ">") { return open }
        }
        return nil
    }

    private static let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#13;", "")]

    private static func unescapedXML(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        return entities.reduce(text) { $0.replacing($1.0, with: $1.1) }.replacing("&amp;", with: "&")
    }

    private static func escapedXML(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// The text again.
    func sifBytes(_ root: String) -> [UInt8] {
        let inner = lines.map { line in
            line.written.isEmpty ? "<\(line.name)/>" : "<\(line.name)>\(line.written)</\(line.name)>"
        }
        return Array(
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(root)>\n" + inner.joined(separator: "\n") + "\n</\(root)>")
                .utf8)
    }

    /// Where a field stands in the SIF of a root: its first place first.
    static func elements(of field: Field, in root: String) -> [String] {
        switch field {
        case .cell: ["MobileTelephoneNumber"]
        case .home: ["HomeTelephoneNumber", "Home2TelephoneNumber"]
        case .work: ["BusinessTelephoneNumber", "Business2TelephoneNumber", "CompanyMainTelephoneNumber"]
        case .mail: ["Email1Address", "Email2Address", "Email3Address"]
        case .company: ["CompanyName"]
        case .note: root == "contact" ? ["Body"] : []
        case .photo: ["Photo"]
        case .place: ["Location"]
        case .details: root == "contact" ? [] : ["Body"]
        case .start: ["Start"]
        }
    }

    /// What who looks at it sees: a number or an address that found no place of its own kind stands in another one.
    var seen: [Field: [String]] {
        guard root == "contact" else { return shown }
        let texts = lines.map(\.raw).filter { !$0.isEmpty }
        return shown.merging((Field.numbers + [.mail]).map { ($0, texts) }) { $1 }
    }

    var sifIdentity: Int? {
        let title = lines.first { $0.name == (root == "contact" ? "FirstName" : "Subject") }?.raw ?? ""
        guard let begin = title.firstRange(of: "Item") else { return nil }
        return Int(title[begin.upperBound...].prefix { $0.isASCII && $0.isNumber })
    }

    func sifValues(of field: Field) -> [String] {
        let places = ItemText.elements(of: field, in: root ?? "")
        return places.compactMap { place in
            guard var value = lines.first(where: { $0.name == place })?.raw, !value.isEmpty else { return nil }
            switch field {
            case .photo: return Data(base64Encoded: value).map { String(decoding: $0, as: UTF8.self) } ?? "?" + value
            case .start: return value.hasSuffix("Z") ? String(value.dropLast()) : value
            case .details:
                // A note's body begins with its title.
                let title = root == "note" ? lines.first { $0.name == "Subject" }?.raw ?? "" : ""
                if !title.isEmpty, value.hasPrefix(title) {
                    value = String(value.dropFirst(title.count).drop { $0 == "\n" })
                }
                // Nor do blanks at the end of a note say anything: no copy keeps them.
                if root == "note" { while value.last == " " { value.removeLast() } }
                return value.isEmpty ? nil : value
            case .cell, .home, .work, .mail, .company, .note, .place: return value
            }
        }
    }

    mutating func typeSIF(_ value: String?, into field: Field) {
        for (number, place) in ItemText.elements(of: field, in: root ?? "").enumerated() {
            var text = number == 0 ? value ?? "" : ""
            switch field {
            case .photo: text = Data(text.utf8).base64EncodedString()
            case .start: text += text.isEmpty ? "" : "Z"
            case .details where root == "note":
                let title = lines.first { $0.name == "Subject" }?.raw ?? ""
                text = text.isEmpty ? title : title + "\n" + text
            case .cell, .home, .work, .mail, .company, .note, .place, .details: break
            }
            put(text, place, isNeeded: number == 0)
        }
        if field == .start, let value { put(ItemText.hourLater(value) + "Z", "End", isNeeded: true) }
    }

    /// Writes an element; a place that the phone has shown nothing in, and that nothing goes into, stays away.
    private mutating func put(_ text: String, _ name: String, isNeeded: Bool) {
        let line = Line(name: name, parameters: [], raw: text, written: ItemText.escapedXML(text))
        if let index = lines.firstIndex(where: { $0.name == name }) {
            lines[index] = line
        } else if isNeeded {
            lines.append(line)
        }
    }

    private static func hourLater(_ value: String) -> String {
        let hour = Int(value.dropFirst(9).prefix(2)) ?? 0
        let minute = value.dropFirst(11).prefix(2)
        return hour < 23 ? "\(value.prefix(9))\(hour < 9 ? "0" : "")\(hour + 1)\(minute)00" : "\(value.prefix(9))235959"
    }

    /// A new item of a Funambol client: every element it knows, most of them empty.
    static func newSIF(_ kind: ItemKind, _ identity: Int) -> ItemText {
        let name = title(identity).split(separator: " ").map(String.init)
        let root: String
        var elements: [(String, String)]
        switch kind {
        case .contact:
            root = "contact"
            elements = [
                ("FileAs", title(identity)), ("FirstName", name[0]), ("LastName", name[1]), ("Importance", "1"),
                ("Sensitivity", "0"),
            ]
        case .event:
            root = "appointment"
            elements = [
                ("Subject", title(identity)), ("AllDayEvent", "0"), ("BusyStatus", "2"), ("IsRecurring", "0"),
                ("End", ""),
                ("ReminderSet", "0"), ("Importance", "1"), ("Sensitivity", "0"),
            ]
        case .task:
            root = "task"
            elements = [
                ("Subject", title(identity)), ("Complete", "0"), ("Status", "0"), ("PercentComplete", "0"),
                ("IsRecurring", "0"),
                ("DueDate", ""), ("StartDate", ""), ("ReminderSet", "0"), ("Importance", "1"), ("Sensitivity", "0"),
            ]
        case .note:
            root = "note"
            elements = [("Subject", title(identity)), ("Body", title(identity))]
        }
        for field in Field.all(of: kind) {
            for place in ItemText.elements(of: field, in: root) where !elements.contains(where: { $0.0 == place }) {
                elements.append((place, ""))
            }
        }
        let inner = elements.map { "<\($0.0)>\(escapedXML($0.1))</\($0.0)>" }.joined()
        return ItemText(Array("<\(root)>\(inner)</\(root)>".utf8))
    }
}
