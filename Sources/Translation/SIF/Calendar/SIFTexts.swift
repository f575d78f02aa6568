import Versit

/// Subject, Body, Location and Url are SUMMARY, DESCRIPTION, LOCATION and URL; Categories are words with commas between.
///
/// Lost: a comma inside a category, which becomes two on the device alone.
struct SIFTexts: SIFFamily {
    let pairs: [(element: String, property: String)]

    var elements: [(name: String, property: String)] {
        pairs.map { ($0.element, $0.property) } + [("Categories", "CATEGORIES")]
    }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        var lines = pairs.compactMap { pair in
            (pair.element == "Body" ? text.long(pair.element) : text.filled(pair.element)).map {
                ContentLine(pair.property, text: $0, scene.dialect)
            }
        }
        let words = SIFCategories.words(text.filled("Categories"))
        if !words.isEmpty { lines.append(ContentLine("CATEGORIES", list: words, scene.dialect)) }
        return lines
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        var values: [String: SIFValue] = [:]
        for pair in pairs { values[pair.element] = component.text(pair.property).map { .text($0) } }
        let words = component.all("CATEGORIES").flatMap { $0.list(component.dialect) }
        values["Categories"] = .text(words.joined(separator: ", "))
        return values
    }
}

/// Elements that say something to their program alone are kept upstream as X- properties, Contact as CONTACT, so that another
/// such program shows them.
///
/// Lost: zeros, which say nothing.
struct SIFCalendarExtensions: SIFFamily {
    let pairs: [(element: String, property: String)]

    static let event = common + [("Contact", "CONTACT")]
    static let task =
        common + [
            ("Owner", "X-FUNAMBOL-OWNER"), ("Role", "X-FUNAMBOL-ROLE"), ("TeamTask", "X-FUNAMBOL-TEAMTASK"),
            ("ActualWork", "X-FUNAMBOL-ACTUALWORK"), ("TotalWork", "X-FUNAMBOL-TOTALWORK"),
        ]
    private static let common: [(element: String, property: String)] = [
        ("Companies", "X-FUNAMBOL-COMPANIES"), ("BillingInformation", "X-FUNAMBOL-BILLINGINFO"),
        ("Mileage", "X-FUNAMBOL-MILEAGE"),
    ]

    /// The properties that a SIF device sees beside those with a family of their own.
    static let properties = Set((event + task).map(\.property) + [SIFBusyFamily.away, SIFTaskStatus.detail])

    var elements: [(name: String, property: String)] { pairs.map { ($0.element, $0.property) } }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        pairs.compactMap { pair in
            guard let value = text.filled(pair.element), value != "0" else { return nil }
            return ContentLine(pair.property, text: value, scene.dialect)
        }
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        var values: [String: SIFValue] = [:]
        for pair in pairs { values[pair.element] = component.text(pair.property).map { .text($0) } }
        return values
    }
}
