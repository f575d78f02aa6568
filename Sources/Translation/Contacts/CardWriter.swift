import Versit

/// Writes whole cards.
struct CardWriter {
    /// A view of an upstream card: everything the device takes, the big things last.
    static func view(_ card: Component, _ fields: DeviceFields) -> Component {
        var view = Component("VCARD", fields.dialect)
        view.entries = [.line(ContentLine("VERSION", raw: fields.dialect.cardVersion))]
        if fields.allows("REV"), let revision = card.text("REV").flatMap({ DateTime(parsing: $0) }) {
            view.entries.append(.line(ContentLine("REV", raw: revision.text)))
        }
        let lines = CardReader.lines(card)
        for (property, own) in zip(ContactCatalogue.properties, lines) where !own.isEmpty || property.mayBeImplied {
            let family = ContactFamily(definition: property, fields: fields, evidence: Evidence())
            for line in family.view(card, own) { view.entries.append(.line(line)) }
        }
        return view
    }

    /// A new upstream card: vCard 3.0 with UID, N and FN, which every server takes.
    static func upstream(_ card: Component, uid: String, now: DateTime) -> [UInt8] {
        var result = Component("VCARD", .vCard30)
        result.entries = [
            .line(ContentLine("VERSION", raw: "3.0")), .line(ContentLine("UID", text: uid, .vCard30)),
        ]
        let found = CardReader.values(card)
        for (property, values) in found where property.name != "UID" {
            let own = property.isRepeatable ? values : Array(values.prefix(1))
            result.entries += property.lines(for: own, .vCard30, nil).map(Entry.line)
        }
        let summary = CardReader.summary(card)
        let title = summary.isEmpty ? "Unnamed" : summary
        if result.first("N") == nil {
            result.entries.insert(.line(ContentLine("N", structured: [title, "", "", "", ""], .vCard30)), at: 2)
        }
        if result.first("FN") == nil {
            result.entries.insert(.line(ContentLine("FN", text: title, .vCard30)), at: 3)
        }
        result.entries.append(.line(ContentLine("REV", raw: now.text)))
        return Document([result]).serialise()
    }
}
