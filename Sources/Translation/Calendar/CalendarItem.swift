import SyncTypes
import Versit

/// A device's text of one event or task, ready for the families: times without zone know theirs.
struct CalendarItem: Sendable {
    /// The VEVENT or VTODO.
    var component: Component
    /// Further components of the same series inside the text (an iCalendar phone that keeps overrides in one item).
    var others: [Component]
    /// The zones the text describes.
    var zones: ZoneBook

    /// True for VTODO.
    var isTask: Bool { component.name == "VTODO" }

    /// The component as the text has it.
    let source: Component
    /// What was read of the text.
    private let parsed: Document.Parsed

    /// Reads a device's text; the master first when there are several components. `older`: one of which it may be an edit.
    init(_ text: [UInt8], _ context: LensContext, since older: CalendarItem? = nil) throws(TranslationError) {
        let hint: Dialect = context.format == .vCalendar10 ? .vCalendar10 : .iCalendar20
        do {
            parsed = try Document.parse(text, hint: hint, since: older?.parsed)
        } catch {
            throw TranslationError(.unreadableItem, error.reason)
        }
        let document = parsed.document
        let calendars = document.components.filter { $0.name == "VCALENDAR" }
        // Some devices send the component without its VCALENDAR.
        let all = (calendars.flatMap(\.components) + document.components).filter {
            ["VEVENT", "VTODO"].contains($0.name)
        }
        let master = all.first { $0.first("RECURRENCE-ID") == nil && $0.first("X-RECURRENCE-ID") == nil } ?? all.first
        guard let master else { throw TranslationError(.unreadableItem, "neither VEVENT nor VTODO in the text") }
        source = master
        zones = ZoneBook(calendars, source: context.zones)
        let oldZone = calendars.first.flatMap(CalendarItem.oldZone)
        if let oldZone { zones.own[oldZone.name] = oldZone }
        let isLocal = context.profile.quirks.localTimeOnly
        let utcNames: Set<String> = context.profile.quirks.alarmsInUTC ? ["AALARM", "DALARM"] : []
        let payload = DevicePayload(context.profile.quirks.payload)
        component = CalendarItem.normalized(
            payload.incoming(master), zone: oldZone?.name, dropsZ: isLocal, keepsZ: utcNames)
        others = all.filter { $0 != master && $0.name == master.name && $0.first("RECURRENCE-ID") != nil }
            .map {
                CalendarItem.normalized(payload.incoming($0), zone: oldZone?.name, dropsZ: isLocal, keepsZ: utcNames)
            }
        // What was good for the older text is good for this one.
        if let line = component.first("RRULE"),
            older?.component.first("RRULE") != line || older?.component.first("DTSTART") != component.first("DTSTART")
        {
            try CalendarItem.check(line, component)
        }
    }

    /// TZ and DAYLIGHT of a vCalendar 1.0 object, named by what they say.
    private static func oldZone(_ calendar: Component) -> TimeZoneRules? {
        guard calendar.dialect.isOld, let tz = calendar.text("TZ") else { return nil }
        let daylight = calendar.all("DAYLIGHT").map(\.raw)
        var rules = OldZone.rules(tz: tz, daylight: daylight)
        var hash = StableHash()
        for value in daylight { hash.add(value.utf8 + [0x0A]) }
        let offset = rules?.name ?? ""
        rules?.name =
            daylight.isEmpty ? "Device/\(offset)" : "Device/\(offset)-" + String(hash.value & 0xFFFFFF, radix: 16)
        return rules
    }

    static let timeNames: Set<String> = [
        "DTSTART", "DTEND", "DUE", "EXDATE", "RDATE", "COMPLETED", "AALARM", "DALARM", "RECURRENCE-ID",
        "X-RECURRENCE-ID",
    ]

    /// The component with the zone of TZ on every local time of a vCalendar 1.0 text, the Z taken from the times of devices
    /// that count in local time whatever they write, and X-RECURRENCE-ID under its iCalendar name.
    private static func normalized(
        _ component: Component, zone: String?, dropsZ: Bool, keepsZ: Set<String>
    ) -> Component {
        var copy = component
        copy.entries = component.entries.map { entry in
            guard case .line(var line) = entry, timeNames.contains(line.key) else { return entry }
            if line.parameter("ENCODING") != nil { line.setRaw(line.text(component.dialect)) }
            if dropsZ, !keepsZ.contains(line.key) { line.setRaw(String(line.raw.filter { $0 != "Z" && $0 != "z" })) }
            if line.key == "X-RECURRENCE-ID" { line.name = "RECURRENCE-ID" }
            if component.dialect.isOld, let zone, line.parameter("TZID") == nil, !line.raw.contains("Z") {
                line.setParameter("TZID", [zone])
            }
            return .line(line)
        }
        return copy
    }

    /// A rule that is none is refused rather than dropped; an empty one is no rule.
    private static func check(_ line: ContentLine, _ component: Component) throws(TranslationError) {
        let text = LineEnds.trimmed(line.text(component.dialect))
        guard !text.isEmpty, let start = component.first("DTSTART").flatMap(CalendarScene.dateTime) else { return }
        do {
            _ = try SeriesRule.read(text, component.dialect, start: start.local)
        } catch {
            throw TranslationError(.unreadableItem, "RRULE \(text): \(error.reason)")
        }
    }
}
