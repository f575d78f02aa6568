import SyncTypes

/// CTCap of the SIF types: the elements that the bridge keeps.
enum SIFCapabilities {
    /// The elements of a SIF format; none for others.
    static func elements(_ format: ItemFormat) -> [String] {
        switch format {
        case .sifC: contact
        case .sifE: appointment + series
        case .sifT: task + series
        case .sifN: ["Subject", "Body", "Categories"]
        case .vCard21, .vCard30, .vCard40, .vCalendar10, .iCalendar20, .vNote11, .plainText: []
        }
    }

    private static let contact: [String] =
        [
            "Anniversary", "AssistantName", "AssistantTelephoneNumber", "Birthday", "Body", "Business2TelephoneNumber",
            "BusinessFaxNumber", "BusinessTelephoneNumber", "BusinessWebPage", "CallbackTelephoneNumber",
            "CarTelephoneNumber", "Categories", "CompanyMainTelephoneNumber", "CompanyName", "Department",
            "Email1Address", "Email2Address", "Email3Address", "FileAs", "FirstName", "Home2TelephoneNumber",
            "HomeFaxNumber", "HomeTelephoneNumber", "HomeWebPage", "IMAddress", "JobTitle", "LastName", "ManagerName",
            "MiddleName", "MobileTelephoneNumber", "NickName", "OfficeLocation", "OtherFaxNumber",
            "OtherTelephoneNumber", "PagerNumber", "Photo", "PrimaryTelephoneNumber", "Profession", "Sensitivity",
            "Spouse", "Suffix", "Title", "WebPage",
        ]
        + ["Business", "Home", "Other"].flatMap { place in
            ["Street", "City", "State", "PostalCode", "Country", "PostOfficeBox", "Extended"].map {
                place + "Address" + $0
            }
        }

    private static let appointment = [
        "Subject", "Body", "Location", "Start", "End", "AllDayEvent", "BusyStatus", "Categories", "Importance",
        "Sensitivity", "Attendees", "ReminderSet", "ReminderMinutesBeforeStart",
    ]

    private static let task = [
        "Subject", "Body", "StartDate", "DueDate", "DateCompleted", "Complete", "PercentComplete", "Status",
        "Categories", "Importance", "Sensitivity", "ReminderSet", "ReminderTime",
    ]

    private static let series = [
        "IsRecurring", "RecurrenceType", "Interval", "DayOfMonth", "DayOfWeekMask", "MonthOfYear", "Instance",
        "PatternStartDate", "PatternEndDate", "NoEndDate", "Occurrences", "Exceptions",
    ]
}
