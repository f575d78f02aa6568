import Versit

/// A family of calendar properties, both directions side by side: how it merges (`PropertyFamily`) and how it is written for a
/// vCalendar 1.0 device. An iCalendar device gets the upstream lines themselves.
protocol CalendarFamily: PropertyFamily {
    /// Writes what a vCalendar 1.0 device is shown of an upstream component.
    /// - Throws: `TranslationError.unsupported` when it cannot be shown at all.
    func render(_ upstream: Component, into view: inout Component) throws(TranslationError)
    /// Texts that are equal when a device's values are.
    func canonical(_ device: Component) -> [String]
}

extension CalendarFamily {
    /// Name and value of each.
    func canonical(_ device: Component) -> [String] {
        self.device(device).map { property + ":" + description(of: $0) }
    }
}

/// The families of events and tasks.
enum CalendarFamilies {
    /// In the order in which they are merged and written: WhenFamily comes first, since others measure from the start.
    static func all(_ scene: CalendarScene) -> [any CalendarFamily] {
        [
            WhenFamily(scene: scene),
            RuleFamily(scene: scene),
            ExceptionDatesFamily(scene: scene),
            FurtherDatesFamily(scene: scene),
            TextFamily(property: "SUMMARY", scene: scene),
            TextFamily(property: "DESCRIPTION", scene: scene),
            TextFamily(property: "LOCATION", scene: scene),
            TextFamily(property: "URL", isURI: true, scene: scene),
            CategoriesFamily(scene: scene),
            ChoiceFamily(choice: .classification, scene: scene),
            ChoiceFamily(choice: .priority, scene: scene),
            ChoiceFamily(choice: .status, scene: scene),
            ChoiceFamily(choice: .transparency, scene: scene),
            ChoiceFamily(choice: .percentComplete, scene: scene),
            CompletedFamily(scene: scene),
            AttendeeFamily(role: .attendee, scene: scene),
            AttendeeFamily(role: .organizer, scene: scene),
            AlarmFamily(scene: scene),
            OtherPropertiesFamily(scene: scene),
        ]
    }

    /// Those of which a device's text may say something new.
    static func touched(_ touched: TouchedProperties?, _ scene: CalendarScene) -> [any CalendarFamily] {
        let all = all(scene)
        guard isPlain(touched), var names = touched?.names else { return all }
        // Each of them stands in for the other.
        if !names.isDisjoint(with: titles) { names.formUnion(titles) }
        return all.filter { names.contains($0.property) }
    }

    /// True when nothing is touched but what has to do with nothing else: no time, for one.
    static func isPlain(_ touched: TouchedProperties?) -> Bool { touched?.names.isSubset(of: plain) ?? false }

    private static let titles: Set<String> = ["SUMMARY", "DESCRIPTION"]

    /// What is told by itself alone, and stamps.
    private static let plain: Set<String> = titles.union([
        "LOCATION", "URL", "CLASS", "PRIORITY", "TRANSP", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "REV",
    ])

    /// Properties that some family other than the last one owns, or that no device may touch.
    static let owned: Set<String> = [
        "DTSTART", "DTEND", "DUE", "DURATION", "RRULE", "EXDATE", "RDATE", "EXRULE", "SUMMARY", "DESCRIPTION",
        "LOCATION",
        "URL", "CATEGORIES", "CLASS", "PRIORITY", "STATUS", "TRANSP", "PERCENT-COMPLETE", "COMPLETED", "ATTENDEE",
        "ORGANIZER", "AALARM", "DALARM", "MALARM", "PALARM", "UID", "RECURRENCE-ID", "X-RECURRENCE-ID", "DTSTAMP",
        "CREATED", "DCREATED", "LAST-MODIFIED", "SEQUENCE", "REV", "METHOD", "REQUEST-STATUS",
    ]
}
