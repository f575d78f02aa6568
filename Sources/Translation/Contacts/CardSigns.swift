import Versit

/// What cards are compared by.
struct CardSigns {
    /// Each value as one text, sorted: equal for cards that say the same. Names count by their words.
    let canonical: [String]
    private let name: [String]
    let values: [String: [ContactValue]]

    /// The signs of a card.
    init(_ card: Component) {
        var texts: [String] = []
        var byProperty: [String: [ContactValue]] = [:]
        for (property, values) in CardReader.values(card) where property.name != "UID" {
            byProperty[property.name] = values
            let kept = property.isRepeatable ? values : Array(values.prefix(1))
            for value in kept where property.name != "FN" {
                texts.append(([property.name, value.qualifier] + value.canon).joined(separator: "\u{1F}"))
            }
        }
        let parts = byProperty["N"]?.first?.parts ?? []
        name = CardName.words(parts.prefix(2).joined(separator: " ")).sorted()
        let formatted = CardName.words(byProperty["FN"]?.first?.text ?? "").sorted()
        let whole = CardName.words(parts.joined(separator: " ")).sorted()
        // An FN that says no more than N is a phone's own making.
        if formatted != whole, formatted != name, !formatted.isEmpty {
            texts.append("FN\u{1F}" + formatted.joined(separator: " "))
        }
        canonical = texts.sorted()
        values = byProperty
    }

    /// Hash of the canonical content.
    var hash: UInt64 {
        var hash = StableHash()
        for text in canonical { hash.add(Array(text.utf8) + [0]) }
        return hash.value
    }

    /// The last seven digits of a number without zeros before it: enough to tell people of one name apart, and the same whether a
    /// country and an area are written or dialled.
    private var numbers: Set<String> {
        Set(
            (values["TEL"] ?? []).compactMap { value in
                guard let number = DialledNumber(value.text), number.digits.count >= 4 else { return value.canon.first }
                return String(number.digits.suffix(7))
            })
    }

    private func addresses(_ property: String) -> Set<String> {
        Set((values[property] ?? []).compactMap(\.canon.first))
    }

    /// The words of the name; nil when there is none.
    var nameKey: String? { name.isEmpty ? nil : name.joined(separator: " ") }

    /// Name with each number and address; the name alone when there are none. The organisation stands in for a name.
    var fingerprints: [String] {
        let organisation = values["ORG"]?.first?.canon.first.map(CardName.words) ?? []
        let who = name.isEmpty ? organisation : name
        guard !who.isEmpty else { return [] }
        let key = who.joined(separator: " ")
        let reached = numbers.map { key + "|t" + $0 } + addresses("EMAIL").map { key + "|e" + $0 }
        return reached.isEmpty ? [key + "|"] : reached.sorted()
    }

    /// True when one can be an edit of the other: a number, an address or another telling value in common, or the same name.
    /// Where one of them has no telling value, a common family name or a letter or two changed are enough.
    func isClose(to other: CardSigns) -> Bool {
        if sharesValue(with: other) || canonical == other.canonical { return true }
        if name == other.name, !name.isEmpty { return true }
        // Two cards that can be told apart, with nothing in common: a phone has given the name to somebody else.
        guard !isTelling || !other.isTelling else { return false }
        guard let own = values["N"]?.first, let theirs = other.values["N"]?.first else { return false }
        if !own.part(0).isEmpty, CardName.words(own.part(0)) == CardName.words(theirs.part(0)) { return true }
        let (left, right) = (name.joined(separator: " "), other.name.joined(separator: " "))
        return min(left.count, right.count) >= 3 && TextPatch.changedLength(left, right) <= 2
    }

    private static let telling = ["EMAIL", "URL", "BDAY", "NOTE", "PHOTO", "IMPP"]

    private func sharesValue(with other: CardSigns) -> Bool {
        if !numbers.isDisjoint(with: other.numbers) { return true }
        for property in Self.telling where !addresses(property).isDisjoint(with: other.addresses(property)) {
            return true
        }
        let places = Set(values["ADR"] ?? []).map(\.canon)
        return (other.values["ADR"] ?? []).contains { places.contains($0.canon) }
    }

    private var isTelling: Bool {
        !numbers.isEmpty || Self.telling.contains { !addresses($0).isEmpty } || values["ADR"]?.isEmpty == false
    }

    /// True when birthdays or suffixes differ, or mobiles or e-mail addresses on both sides have nothing in common. One mobile, one
    /// address, the picture or a note in common outweighs the others.
    func contradicts(_ other: CardSigns) -> Bool {
        if hasOtherBirthday(than: other) || hasOtherSuffix(than: other) { return true }
        let (own, theirs) = (addresses("EMAIL"), other.addresses("EMAIL"))
        if !own.isDisjoint(with: theirs) || sharesPersonalText(with: other) { return false }
        switch mobiles(against: other) {
        case .shared: return false
        case .disjoint: return true
        case .unknown: return !own.isEmpty && !theirs.isEmpty
        }
    }

    /// Characters from which on a note is somebody's own.
    private static let leastNote = 12

    private func sharesPersonalText(with other: CardSigns) -> Bool {
        let notes = addresses("NOTE").filter { $0.unicodeScalars.count >= Self.leastNote }
        return !notes.isDisjoint(with: other.addresses("NOTE"))
            || !addresses("PHOTO").isDisjoint(with: other.addresses("PHOTO"))
    }
}
