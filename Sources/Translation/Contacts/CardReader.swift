import SyncTypes
import Versit

/// Finds the card in a text.
enum CardReader {
    /// The card of a text from a device.
    static func card(_ text: [UInt8], _ format: ItemFormat = .vCard21) throws(TranslationError) -> Component {
        let hint: Dialect = format == .vCard30 ? .vCard30 : .vCard21
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

    /// The components of the name; nil without N and FN.
    static func name(_ card: Component) -> [String]? {
        values(card).first { $0.property.name == "N" }?.values.first?.parts
    }

    /// One line for people.
    static func summary(_ card: Component) -> String {
        let candidates = [
            card.text("FN"), name(card).map(CardName.composed), card.first("ORG")?.structured(card.dialect).first,
            card.text("NICKNAME"), card.text("EMAIL"), card.text("TEL"),
        ]
        return candidates.lazy.compactMap { $0.map(TextPatch.collapsed) }.first { !$0.isEmpty } ?? ""
    }
}
