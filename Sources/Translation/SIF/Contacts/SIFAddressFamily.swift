import Versit

/// BusinessAddress, HomeAddress and OtherAddress, each with seven elements, are ADR; BusinessLabel, HomeLabel and OtherLabel are
/// LABEL.
///
/// Lost: a second address of a kind stays upstream; so does one whose kind SIF does not know while OtherAddress is taken.
struct SIFAddressFamily: SIFFamily {
    private static let places: [(prefix: String, marks: [String])] = [
        ("Business", ["WORK"]), ("Home", ["HOME"]), ("Other", []),
    ]

    /// In the order of ADR's components (RFC 2426 section 3.2.1).
    private static let parts = ["PostOfficeBox", "Extended", "Street", "City", "State", "PostalCode", "Country"]

    var elements: [(name: String, property: String)] {
        SIFAddressFamily.places.flatMap { place in
            SIFAddressFamily.parts.map { (place.prefix + "Address" + $0, "ADR") } + [(place.prefix + "Label", "LABEL")]
        }
    }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        var lines: [ContentLine] = []
        for place in SIFAddressFamily.places {
            let types = place.marks.isEmpty ? [] : [Parameter("TYPE", place.marks)]
            let parts = SIFAddressFamily.parts.map { text.filled(place.prefix + "Address" + $0) ?? "" }
            if parts.contains(where: { !$0.isEmpty }) {
                lines.append(ContentLine("ADR", parameters: types, structured: parts, scene.dialect))
            }
            if let label = text.filled(place.prefix + "Label") {
                lines.append(ContentLine("LABEL", parameters: types, text: label, scene.dialect))
            }
        }
        return lines
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        var values: [String: SIFValue] = [:]
        let addresses = component.all("ADR").filter { line in
            line.structured(component.dialect).contains { !TextPatch.collapsed($0).isEmpty }
        }
        for (place, address) in placed(addresses) {
            for (name, part) in zip(SIFAddressFamily.parts, address.structured(component.dialect)) {
                values[place + "Address" + name] = .text(part)
            }
        }
        for (place, label) in placed(component.all("LABEL")) {
            values[place + "Label"] = .text(label.text(component.dialect))
        }
        return values
    }

    /// The first line of each kind; in the last place also the first whose kind has none or is taken.
    private func placed(_ lines: [ContentLine]) -> [String: ContentLine] {
        var found: [String: ContentLine] = [:]
        var waiting: [ContentLine] = []
        for line in lines {
            let kinds = ContactTypes.meaning(ContactTypes.marks(line))
            let place = SIFAddressFamily.places.first { Kinds($0.marks) == kinds }
            if let place, found[place.prefix] == nil { found[place.prefix] = line } else { waiting.append(line) }
        }
        if found["Other"] == nil { found["Other"] = waiting.first }
        return found
    }
}
