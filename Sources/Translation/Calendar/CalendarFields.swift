import SyncTypes
import Versit

/// Which properties of an event or task a vCalendar 1.0 device takes, by what it announced (CTCap).
///
/// What an item cannot do without is shown whatever was announced: its times, rule and alarms, its title and how far it is done.
/// iCalendar devices get the whole component: their lists are as short as those of old phones, and their readers are not.
struct CalendarFields: Sendable {
    /// Properties that the device has no place for.
    private let withheld: Set<String>

    /// What is of use only to a device that has a place for it.
    private static let optional: Set<String> = [
        "ATTENDEE", "ORGANIZER", "URL", "CLASS", "PRIORITY", "TRANSP", "CATEGORIES", "RESOURCES", "DESCRIPTION",
        "LOCATION",
    ]

    /// Reads the announcement; one without SUMMARY and DTSTART is not believed.
    init(_ context: LensContext) {
        guard context.format == .vCalendar10,
            let announced = context.datastore?.properties[context.format.contentType.mediaType],
            announced["SUMMARY"] != nil || announced["DTSTART"] != nil
        else {
            withheld = []
            return
        }
        withheld = Self.optional.filter { announced[$0] == nil }
    }

    /// A view without what the device has no place for.
    func shown(_ view: Component) -> Component {
        if withheld.isEmpty { return view }
        var view = view
        view.entries.removeAll { entry in
            guard case .line(let line) = entry else { return false }
            return withheld.contains(line.key)
        }
        return view
    }
}
