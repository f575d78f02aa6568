import Versit

/// A family of calendar properties, both directions side by side: how it merges (`PropertyFamily`) and how it is written for a
/// vCalendar 1.0 device. An iCalendar device gets the upstream lines themselves.
protocol CalendarFamily: PropertyFamily {
    /// Writes what a vCalendar 1.0 device is shown of an upstream component.
    func render(_ upstream: Component, into view: inout Component)
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

    /// Properties that some family other than the last one owns, or that no device may touch.
    static let owned: Set<String> = [
        "DTSTART", "DTEND", "DUE", "DURATION", "RRULE", "EXDATE", "RDATE", "EXRULE", "SUMMARY", "DESCRIPTION",
        "LOCATION",
        "URL", "CATEGORIES", "CLASS", "PRIORITY", "STATUS", "TRANSP", "PERCENT-COMPLETE", "COMPLETED", "ATTENDEE",
        "ORGANIZER", "AALARM", "DALARM", "MALARM", "PALARM", "UID", "RECURRENCE-ID", "X-RECURRENCE-ID", "DTSTAMP",
        "CREATED", "DCREATED", "LAST-MODIFIED", "SEQUENCE", "REV", "METHOD", "REQUEST-STATUS",
    ]
}
