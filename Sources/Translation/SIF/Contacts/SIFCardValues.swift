import Versit

/// Birthday and Anniversary as `yyyy-MM-dd` are BDAY and X-ANNIVERSARY.
///
/// Lost: a day without a year is shown nowhere; the year 4501, by which Outlook says "none", is read as nothing.
struct SIFCardDays: SIFFamily {
    private static let days: [(element: String, property: String, evidence: String)] = [
        ("Birthday", "BDAY", "BDAY"), ("Anniversary", "X-ANNIVERSARY", "ANNIVERSARY"),
    ]

    var elements: [(name: String, property: String)] { SIFCardDays.days.map { ($0.element, $0.evidence) } }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        SIFCardDays.days.compactMap { day in
            guard let date = text.filled(day.element).flatMap({ CardDay($0) }), let year = date.year, year < 4500 else {
                return nil
            }
            return ContentLine(day.property, raw: date.extended)
        }
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        var values: [String: SIFValue] = [:]
        for day in SIFCardDays.days {
            guard let definition = ContactCatalogue.property(day.evidence),
                let line = component.lines.first(where: { definition.names.contains($0.key) }),
                let date = definition.read(line, component.dialect).first?.canon.first
            else { continue }
            values[day.element] = .text(date)
        }
        return values
    }
}

/// Sensitivity is CLASS: 0 normal, 1 personal, 2 private, 3 confidential.
///
/// Lost: a class of another name is shown as private (RFC 5545 section 3.8.1.3 has programs treat it so).
struct SIFCardSensitivity: SIFFamily {
    var elements: [(name: String, property: String)] { [("Sensitivity", "CLASS")] }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        SIFSensitivity.word(text.number("Sensitivity")).map { [ContentLine("CLASS", raw: $0)] } ?? []
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        ["Sensitivity": .text(SIFSensitivity.number(component.text("CLASS")))]
    }
}

/// The four sensitivities of Outlook, in all kinds of SIF.
enum SIFSensitivity {
    private static let words = ["PUBLIC", "X-PERSONAL", "PRIVATE", "CONFIDENTIAL"]

    /// The value of CLASS; nil for normal and for none of the four.
    static func word(_ number: Int?) -> String? { number.flatMap { (1...3).contains($0) ? words[$0] : nil } }

    /// The class that the number of another one stands for.
    static func shown(_ word: String) -> String { words.contains(word) ? word : words[2] }

    /// The number; 0 without CLASS.
    static func number(_ word: String?) -> String {
        guard let word = word.map({ LineEnds.trimmed($0).uppercased() }), !word.isEmpty else { return "0" }
        return String(words.firstIndex(of: word) ?? 2)
    }
}

/// Photo is PHOTO: base64 without more.
///
/// Lost: a picture that lies elsewhere (a URI) is not shown.
struct SIFPhoto: SIFFamily {
    var elements: [(name: String, property: String)] { [("Photo", "PHOTO")] }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        guard let photo = text.filled("Photo") else { return [] }
        let bytes = Base64.decode(photo.utf8)
        guard !bytes.isEmpty else { return [] }
        var line = ContentLine("PHOTO", value: [])
        let kind = BinaryKind(bytes, marks: [], property: "PHOTO")
        if let type = kind.type { line.parameters = [Parameter(spelled: "TYPE=\(type)")] }
        line.setBinary(bytes, mediaType: kind.mediaType, scene.dialect)
        return [line]
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        guard let bytes = component.first("PHOTO")?.binary(component.dialect), !bytes.isEmpty else { return [:] }
        return ["Photo": .text(String(decoding: Base64.encode(bytes), as: UTF8.self))]
    }
}
