import Phone

/// Makers whose phones want items otherwise than they are, and take it amiss when they do not get them so; or whose documents
/// (DevInf) announce less than there is.
public enum HandsetMaker: String, Hashable, Sendable, CaseIterable {
    /// What a text does not have stays as it was; a lone `-` empties it. CATEGORIES stop the phone.
    case sonyEricsson
    /// A contact with FN is refused, and so is an event without DESCRIPTION; a lone `-` there is none.
    case siemens
    /// Nokia 3220: no company, no picture, no description; local time; no event before 1980.
    case nokia
    /// Sony Ericsson K800i: no picture, short texts.
    case k800i

    /// As the device information has it.
    var manufacturer: String {
        switch self {
        case .sonyEricsson, .k800i: "SonyEricsson"
        case .siemens: "SIEMENS"
        case .nokia: "NOKIA"
        }
    }

    /// The model.
    var model: String {
        switch self {
        case .sonyEricsson: "W800i"
        case .siemens: "SK65"
        case .nokia: "3220"
        case .k800i: "K800i"
        }
    }

    /// What a store announces, in the shape of a real document; nil: all that its format has.
    func announced(_ store: String) -> [String: Int?]? {
        guard let names = names(store) else { return nil }
        return Dictionary(uniqueKeysWithValues: names.split(separator: " ").map { (String($0), sizes[String($0)]) })
    }

    private var sizes: [String: Int] {
        switch self {
        case .k800i: ["NOTE": 50, "DESCRIPTION": 128, "TITLE": 15, "ORG": 30, "URL": 120, "LOCATION": 50]
        case .sonyEricsson, .siemens, .nokia: [:]
        }
    }

    private func names(_ store: String) -> String? {
        switch (self, store) {
        case (.nokia, "contacts"): "N TEL NOTE URL EMAIL LABEL"
        case (.nokia, "calendar"), (.nokia, "tasks"):
            "DTSTART DTEND SUMMARY DUE AALARM DALARM RRULE CATEGORIES LOCATION STATUS PRIORITY EXDATE"
        case (.k800i, "contacts"): "BDAY URL TITLE ORG EMAIL ADR NOTE TEL N"
        case (.k800i, "calendar"):
            "LAST-MODIFIED EXDATE RRULE CLASS CATEGORIES AALARM DALARM DTEND DTSTART DESCRIPTION LOCATION SUMMARY"
        case (.k800i, "tasks"):
            "LAST-MODIFIED CLASS CATEGORIES STATUS PRIORITY DUE COMPLETED AALARM DALARM DESCRIPTION SUMMARY"
        case (.sonyEricsson, _), (.siemens, _), (.nokia, _), (.k800i, _): nil
        }
    }

    /// Fields that none of its stores has.
    var blind: Set<Field> {
        switch self {
        case .nokia: [.company, .photo, .details]
        case .k800i: [.photo]
        case .sonyEricsson, .siemens: []
        }
    }

    /// Characters of NOTE and DESCRIPTION it keeps; nil: all.
    var longestNote: Int? {
        switch self {
        case .k800i: 50
        case .sonyEricsson, .siemens, .nokia: nil
        }
    }

    /// Drops the lines of an item that no property of its store has.
    func known(_ text: inout ItemText) {
        let stores = [("VCARD", "contacts"), ("VEVENT", "calendar"), ("VTODO", "tasks")]
        let store = stores.first { text.begins($0.0) }?.1
        guard let names = store.flatMap(names)?.split(separator: " ").map(String.init) else { return }
        text.lines.removeAll { !names.contains($0.name) && !["BEGIN", "END", "VERSION"].contains($0.name) }
    }

    /// Fields that `-` empties.
    private static let emptied: [Field] = [.cell, .home, .work, .mail, .company, .note, .place, .details]

    /// What a text makes of an item in the phone.
    /// - Throws: what the phone says to a text that it cannot take.
    func taken(_ bytes: [UInt8], over old: [UInt8]?) throws(PhoneError) -> [UInt8] {
        var text = ItemText(bytes)
        guard text.bare == nil, text.root == nil else { return bytes }
        func has(_ name: String) -> Bool { text.lines.contains { $0.name == name } }
        switch self {
        case .sonyEricsson:
            if has("CATEGORIES") { throw PhoneError(.storage, "simulated: CATEGORIES stop the phone") }
            if let old = old.map(ItemText.init) {
                for field in Self.emptied where !text.lines.contains(where: { ItemText.isLine($0, of: field) }) {
                    text.keep(field, of: old)
                }
            }
        case .siemens:
            if text.begins("VCARD"), has("FN") { throw PhoneError(.storage, "simulated: a contact with FN") }
            if text.begins("VEVENT"), !has("DESCRIPTION") {
                throw PhoneError(.storage, "simulated: an event without DESCRIPTION")
            }
        case .nokia:
            if text.begins("VEVENT"), let year = text.firstYear, year < 1980 {
                throw PhoneError(.storage, "simulated: an event of \(year)")
            }
            return bytes
        case .k800i: return bytes
        }
        text.lines.removeAll { line in line.raw == "-" && Self.emptied.contains { ItemText.isLine(line, of: $0) } }
        return text.bytes
    }
}

extension ItemText {
    fileprivate func begins(_ name: String) -> Bool { lines.contains { $0.name == "BEGIN" && $0.raw == name } }

    /// Keeps the lines of a field that another text has.
    fileprivate mutating func keep(_ field: Field, of old: ItemText) {
        let own = old.lines.filter { ItemText.isLine($0, of: field) }
        let end = lines.lastIndex { $0.name == "END" && Self.items.contains($0.raw.uppercased()) } ?? lines.count
        lines.insert(contentsOf: own, at: end)
    }

    private static let items = ["VCARD", "VEVENT", "VTODO"]
}
