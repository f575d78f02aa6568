import SyncTypes
import Versit

/// An upstream calendar resource: one VCALENDAR with a series' master, its detached occurrences, and zones (RFC 4791
/// section 4.1).
struct CalendarResource {
    /// The document as it is.
    var document: Document
    /// The VCALENDAR.
    private(set) var calendar: Component
    /// VEVENT or VTODO.
    let name: String
    /// The zones it describes.
    let zones: ZoneBook

    /// Finds the pieces of a parsed body.
    init(_ document: Document, zones source: ZoneSource) throws(TranslationError) {
        guard let calendar = document.first("VCALENDAR"),
            let first = calendar.components.first(where: { $0.name == "VEVENT" || $0.name == "VTODO" })
        else { throw TranslationError(.unreadableResource, "no VEVENT or VTODO in a VCALENDAR") }
        self.document = document
        self.calendar = calendar
        name = first.name
        zones = ZoneBook([calendar], source: source)
    }

    /// True for VTODO.
    var isTask: Bool { name == "VTODO" }

    /// The components of the series, in their order.
    var components: [Component] { calendar.components.filter { $0.name == name } }

    /// The component without RECURRENCE-ID; nil when only detached occurrences are there.
    var master: Component? { components.first { $0.first("RECURRENCE-ID") == nil } }

    /// The detached occurrences.
    var overrides: [Component] { components.filter { $0.first("RECURRENCE-ID") != nil } }

    /// The UID, empty when there is none.
    var uid: String { components.first.flatMap { $0.text("UID") } ?? "" }

    /// The parts: the resource itself first, then each detached occurrence.
    var parts: [PartKey] {
        let uid = uid
        let keys = overrides.compactMap { $0.first("RECURRENCE-ID") }.map {
            PartKey(uid: uid, recurrenceID: LineEnds.trimmed($0.raw))
        }
        return (master == nil ? [] : [PartKey(uid: uid)]) + keys
    }

    /// The component of a part, its RECURRENCE-ID compared as spelled and then as the moment it means.
    func component(of part: PartKey, _ scene: CalendarScene) -> Component? {
        guard let id = part.recurrenceID else { return master }
        if let same = overrides.first(where: { LineEnds.trimmed($0.first("RECURRENCE-ID")?.raw ?? "") == id }) {
            return same
        }
        guard let wanted = occurrence(id, scene) else { return nil }
        return overrides.first { override in
            override.first("RECURRENCE-ID").flatMap(CalendarScene.dateTime).map { scene.upstream($0) } == wanted
        }
    }

    /// The moment a RECURRENCE-ID from anywhere means; a local time without zone is the master's.
    func occurrence(_ id: String, _ scene: CalendarScene) -> Moment? {
        guard var value = DateTime(parsing: id.prefix { $0 != ";" }) else { return nil }
        let start = master?.first("DTSTART").flatMap(CalendarScene.dateTime)
        if value.form == .floating, let start, case .zoned = start.form { value.form = start.form }
        if let start, start.isDate { return .day(value.local.day) }
        return scene.upstream(value)
    }

    /// Offsets of the detached occurrences from the master's start, on its wall.
    func detachedOffsets(_ scene: CalendarScene) -> Set<Int> {
        let overrides = overrides
        guard !overrides.isEmpty, let master, let start = master.first("DTSTART").flatMap(CalendarScene.dateTime)
        else { return [] }
        let rule = RuleFamily(scene: scene).written(upstream: master)?.rule
        return Set(
            overrides.compactMap { $0.first("RECURRENCE-ID").flatMap(CalendarScene.dateTime) }.map { id in
                id.form == start.form
                    ? SeriesRule.rounded(id.local.seconds - start.local.seconds, for: rule)
                    : SeriesRule.rounded(scene.upstream(id).seconds - scene.upstream(start).seconds, for: rule)
            })
    }

    /// Puts a component in the place of an equal one.
    mutating func replace(_ old: Component, with new: Component) {
        guard let place = calendar.entries.firstIndex(of: .component(old)) else { return }
        calendar.entries[place] = .component(new)
        document.set(calendar)
    }

    /// Adds a component behind the last of its kind; a VTIMEZONE before the first of the series.
    mutating func add(_ component: Component) {
        let isZone = component.name == "VTIMEZONE"
        let place = calendar.entries.firstIndex { entry in
            guard case .component(let other) = entry else { return false }
            return other.name == name
        }
        calendar.entries.insert(
            .component(component), at: isZone ? place ?? calendar.entries.count : calendar.entries.count)
        document.set(calendar)
    }

    /// Removes a component.
    mutating func remove(_ component: Component) {
        calendar.entries.removeAll { $0 == .component(component) }
        document.set(calendar)
    }

    /// Describes every zone that the series' times name now and did not name before (RFC 5545 section 3.2.19).
    mutating func describeZones(_ book: ZoneBook, before: [Component]) {
        let described = calendar.components.filter { $0.name == "VTIMEZONE" }.compactMap { $0.text("TZID") }
        let known = Set(described + CalendarResource.zonesUsed(by: before).keys)
        for (id, earliest) in CalendarResource.zonesUsed(by: components).sorted(by: { $0.key < $1.key })
        where !known.contains(id) {
            if let rules = book(id) { add(rules.vtimezone(id: id, from: earliest)) }
        }
    }

    /// The TZIDs in components, with the earliest wall reading in each.
    static func zonesUsed(by components: [Component]) -> [String: Int] {
        var found: [String: Int] = [:]
        for line in components.flatMap({ $0.lines + $0.components.flatMap(\.lines) }) {
            guard let id = line.parameter("TZID")?.values.first else { continue }
            let values = ExceptionDatesFamily.values(line).map(\.local.seconds)
            found[id] = min(found[id] ?? .max, values.min() ?? 0)
        }
        return found
    }
}
