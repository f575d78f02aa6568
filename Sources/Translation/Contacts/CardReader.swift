import SyncTypes
import Versit

/// Finds the card in a text.
enum CardReader {
    /// The card of a text from a device. `older`: what was read of a text of which it may be an edit.
    static func card(
        _ text: [UInt8], _ format: ItemFormat = .vCard21, since older: Document.Parsed? = nil
    ) throws(TranslationError) -> Component {
        guard let card = try parsed(text, format, since: older).document.first("VCARD") else {
            throw TranslationError(.unreadableItem, "no VCARD in the text")
        }
        return card
    }

    /// What was read of a text from a device.
    static func parsed(
        _ text: [UInt8], _ format: ItemFormat, since older: Document.Parsed? = nil
    ) throws(TranslationError) -> Document.Parsed {
        do {
            return try Document.parse(text, hint: format.cardDialect, since: older)
        } catch {
            throw TranslationError(.unreadableItem, error.reason)
        }
    }

    /// The values of a card by property, in the order of the catalogue; properties without any are left out.
    static func values(_ card: Component) -> [(property: any ContactProperty, values: [ContactValue])] {
        var found: [String: [ContactValue]] = [:]
        for line in card.lines {
            guard let owner = ContactCatalogue.owner(of: line.key), let property = ContactCatalogue.property(owner)
            else {
                continue
            }
            found[owner, default: []] += property.read(line, card.dialect)
        }
        return ContactCatalogue.properties.compactMap { property in
            var values = found[property.name] ?? []
            if values.isEmpty, let implied = property.implied(by: card) { values = [implied] }
            return values.isEmpty ? nil : (property, values)
        }
    }

    /// The lines of a card for each property of the catalogue, in their order.
    static func lines(_ card: Component) -> [[ContentLine]] {
        var lines: [[ContentLine]] = Array(repeating: [], count: ContactCatalogue.properties.count)
        for case .line(let line) in card.entries where line.isProperty {
            if let place = ContactCatalogue.place(of: line.key) { lines[place].append(line) }
        }
        return lines
    }

    /// The components of the name; nil without N and FN.
    static func name(_ card: Component) -> [String]? {
        guard let property = ContactCatalogue.property("N") else { return nil }
        for line in card.lines where ContactCatalogue.owner(of: line.key) == property.name {
            if let value = property.read(line, card.dialect).first { return value.parts }
        }
        return property.implied(by: card)?.parts
    }

    /// One line for people: the first of these that says something.
    static func summary(_ card: Component) -> String {
        let candidates: [(Component) -> String?] = [
            { $0.text("FN") }, { name($0).map(CardName.composed) },
            { $0.first("ORG")?.structured($0.dialect).first },
            { $0.text("NICKNAME") }, { $0.text("EMAIL") }, { $0.text("TEL") },
        ]
        for candidate in candidates {
            if let text = candidate(card).map(TextPatch.collapsed), !text.isEmpty { return text }
        }
        return ""
    }
}
