import SyncTypes
import Versit

/// Finds the card in a text.
enum CardReader {
    /// The card of a text from a device.
    static func card(_ text: [UInt8], _ format: ItemFormat = .vCard21) throws(TranslationError) -> Component {
        let hint = format.cardDialect
        let document: Document
        do {
            document = try Document.parse(text, hint: hint).document
        } catch {
            throw TranslationError(.unreadableItem, error.reason)
        }
        guard let card = document.first("VCARD") else {
            throw TranslationError(.unreadableItem, "no VCARD in the text")
        }
        return card
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

    /// The lines of a card by the property that reads them, in their order.
    static func lines(_ card: Component) -> [String: [ContentLine]] {
        var lines: [String: [ContentLine]] = [:]
        for line in card.lines {
            if let owner = ContactCatalogue.owner(of: line.key) { lines[owner, default: []].append(line) }
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
