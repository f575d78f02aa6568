import Versit

/// Elements with one text each: JobTitle is TITLE, Profession ROLE, Body NOTE, NickName NICKNAME, Spouse, ManagerName and
/// AssistantName what address books call X-SPOUSE and so on. What vCard has no name for becomes the X- property that Funambol's
/// own cards use. Categories are words with commas between.
///
/// Lost: Importance and Gender of which 0 says nothing; a nickname's commas are its list.
struct SIFCardTexts: SIFFamily {
    private static let named: [(element: String, property: String)] = [
        ("JobTitle", "TITLE"), ("Profession", "ROLE"), ("NickName", "NICKNAME"), ("Spouse", "X-SPOUSE"),
        ("ManagerName", "X-MANAGER"), ("AssistantName", "X-ASSISTANT"), ("Body", "NOTE"),
    ]

    static let extensions: [(element: String, property: String)] = [
        ("BillingInformation", "X-FUNAMBOL-BILLINGINFO"), ("Children", "X-FUNAMBOL-CHILDREN"),
        ("Companies", "X-FUNAMBOL-COMPANIES"), ("ComputerNetworkName", "X-FUNAMBOL-COMPUTERNETWORKNAME"),
        ("CustomerID", "X-FUNAMBOL-CUSTOMERID"), ("Gender", "X-FUNAMBOL-GENDER"),
        ("GovernmentIDNumber", "X-FUNAMBOL-GOVERNMENTID"), ("Hobby", "X-FUNAMBOL-HOBBIES"),
        ("Importance", "X-FUNAMBOL-IMPORTANCE"), ("Initials", "X-FUNAMBOL-INITIALS"),
        ("InternetFreeBusyAddress", "FBURL"),
        ("Language", "X-FUNAMBOL-LANGUAGES"), ("MailingAddress", "X-FUNAMBOL-MAILINGADDRESS"),
        ("Mileage", "X-FUNAMBOL-MILEAGE"), ("OrganizationalIDNumber", "X-FUNAMBOL-ORGANIZATIONALID"),
        ("Subject", "X-FUNAMBOL-SUBJECT"), ("YomiCompanyName", "X-FUNAMBOL-YOMICOMPANYNAME"),
        ("YomiFirstName", "X-PHONETIC-FIRST-NAME"), ("YomiLastName", "X-PHONETIC-LAST-NAME"),
    ]

    /// What these elements say when nobody chose anything: empty for a person, and what clients write by themselves.
    private static let defaults = ["Gender": ["0", "olUnspecified"], "Importance": ["1"]]

    var elements: [(name: String, property: String)] {
        SIFCardTexts.named.map { ($0.element, $0.property) } + SIFCardTexts.extensions.map { ($0.element, "X-") }
            + [("Categories", "CATEGORIES")]
    }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        var lines: [ContentLine] = []
        for (element, property) in SIFCardTexts.named + SIFCardTexts.extensions {
            guard let value = element == "Body" ? text.long(element) : text.filled(element),
                SIFCardTexts.defaults[element]?.contains(value) != true
            else {
                continue
            }
            let words = value.split(separator: ",").map { LineEnds.trimmed(String($0)) }.filter { !$0.isEmpty }
            lines.append(
                property == "NICKNAME"
                    ? ContentLine(property, list: words, scene.dialect)
                    : ContentLine(property, text: value, scene.dialect))
        }
        let words = SIFCategories.words(text.filled("Categories"))
        if !words.isEmpty { lines.append(ContentLine("CATEGORIES", list: words, scene.dialect)) }
        return lines
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        var values: [String: SIFValue] = [:]
        for (element, property) in SIFCardTexts.named + SIFCardTexts.extensions {
            guard let definition = ContactCatalogue.owner(of: property).flatMap(ContactCatalogue.property),
                let line = component.lines.first(where: { line in
                    ContactCatalogue.owner(of: line.key) == definition.name
                        && (definition.name != "X-" || line.key == property)
                })
            else { continue }
            values[element] = .text(line.text(component.dialect))
        }
        for (element, word) in SIFCardTexts.defaults where values[element] == nil {
            values[element] = word.first.map { .text($0) }
        }
        let words = component.all("CATEGORIES").flatMap { $0.list(component.dialect) }
        values["Categories"] = .text(words.joined(separator: ", "))
        return values
    }
}

/// Categories in all kinds of SIF: words with commas between; Outlook in some languages puts semicolons.
enum SIFCategories {
    /// The words, each once.
    static func words(_ text: String?) -> [String] {
        var found: [String] = []
        for word in (text ?? "").split(whereSeparator: { $0 == "," || $0 == ";" }).map({ LineEnds.trimmed(String($0)) })
        where !word.isEmpty && !found.contains(word) {
            found.append(word)
        }
        return found
    }
}
