import Versit

/// FirstName, MiddleName, LastName, Title and Suffix are N; FileAs, under which a program sorts the contact, is FN (Funambol's
/// guide, appendix A; Horde does the same).
///
/// Lost: nothing. A FileAs that repeats the name in another order stays what it is.
struct SIFNameFamily: SIFFamily {
    private static let parts = ["LastName", "FirstName", "MiddleName", "Title", "Suffix"]

    var elements: [(name: String, property: String)] {
        [("FileAs", "FN")] + SIFNameFamily.parts.map { ($0, "N") }
    }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        var lines: [ContentLine] = []
        let parts = SIFNameFamily.parts.map { text.filled($0) ?? "" }
        if parts.contains(where: { !$0.isEmpty }) {
            lines.append(ContentLine("N", structured: parts, scene.dialect))
        }
        if let name = text.filled("FileAs") { lines.append(ContentLine("FN", text: name, scene.dialect)) }
        return lines
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        var values: [String: SIFValue] = [:]
        let parts = component.first("N")?.structured(component.dialect) ?? []
        for (name, part) in zip(SIFNameFamily.parts, parts) { values[name] = .text(part) }
        if let name = component.text("FN") { values["FileAs"] = .text(name) }
        return values
    }
}

/// CompanyName, Department and OfficeLocation are the components of ORG (Funambol's server; Horde knows the first two).
///
/// Lost: a fourth component stays upstream.
struct SIFOrganisationFamily: SIFFamily {
    private static let parts = ["CompanyName", "Department", "OfficeLocation"]

    var elements: [(name: String, property: String)] { SIFOrganisationFamily.parts.map { ($0, "ORG") } }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        var parts = SIFOrganisationFamily.parts.map { text.filled($0) ?? "" }
        while parts.last?.isEmpty == true { parts.removeLast() }
        return parts.isEmpty ? [] : [ContentLine("ORG", structured: parts, scene.dialect)]
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        let parts = component.first("ORG")?.structured(component.dialect) ?? []
        return Dictionary(uniqueKeysWithValues: zip(SIFOrganisationFamily.parts, parts.map { SIFValue.text($0) }))
    }
}
