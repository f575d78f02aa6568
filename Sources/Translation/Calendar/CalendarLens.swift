import SyncTypes
import Versit

/// Events and tasks: iCalendar upstream, iCalendar 2.0 or vCalendar 1.0 on the device.
///
/// One item on a device is one component, on all devices: the master of a series, and each detached occurrence as a part of its
/// own. iCalendar devices tell them apart by RECURRENCE-ID, as SyncEvolution's stores do; a vCalendar 1.0 device gets the
/// series with a synthetic EXDATE and the occurrence as a single event (X-RECURRENCE-ID says which, to those who know it).
struct CalendarLens: KindLens {
    let context: LensContext
    let payload: DevicePayload
    let fields: CalendarFields

    init(_ context: LensContext) {
        self.context = context
        payload = DevicePayload(context.profile.quirks.payload)
        fields = CalendarFields(context)
    }

    /// The scene of a part: its component and the device's text.
    func scene(_ resource: CalendarResource, _ component: Component, _ items: [CalendarItem] = []) -> CalendarScene {
        var device = ZoneBook([], source: context.zones)
        for item in items { device.merge(item.zones) }
        device.merge(resource.zones)
        var upstream = resource.zones
        upstream.merge(device)
        var scene = CalendarScene(
            context, component: component, upstream: upstream, device: device, isTask: resource.isTask)
        if scene.isOld {
            scene.repeats = CalendarScene.repeats(component)
            if component.first("RECURRENCE-ID") == nil { scene.detached = resource.detachedOffsets(scene) }
        }
        return scene
    }

    /// The component of a part with its scene.
    func find(
        _ part: PartKey, _ resource: CalendarResource, _ items: [CalendarItem] = []
    ) -> (component: Component, scene: CalendarScene)? {
        let master = resource.master
        if part.recurrenceID == nil { return master.map { ($0, scene(resource, $0, items)) } }
        guard let first = master ?? resource.components.first,
            let component = resource.component(of: part, scene(resource, first, items))
        else { return nil }
        return (component, scene(resource, component, items))
    }

    /// The properties in a text of a device, for `Evidence`.
    static func observations(
        of text: [UInt8], format: ItemFormat, _ payload: DevicePayload = DevicePayload(PayloadQuirks())
    ) -> [Observation] {
        let hint: Dialect = format == .vCalendar10 ? .vCalendar10 : .iCalendar20
        guard let document = try? Document.parse(text, hint: hint).document else { return [] }
        let items = document.components.flatMap { $0.name == "VCALENDAR" ? $0.components : [$0] }
        guard let item = items.first(where: { $0.name == "VEVENT" || $0.name == "VTODO" }).map(payload.incoming) else {
            return []
        }
        var found = item.lines.flatMap { observations(of: $0, item) }
        found += item.components.filter { $0.name == "VALARM" }.map { _ in
            Observation(property: "VALARM", qualifier: "", length: 0)
        }
        return found
    }

    private static func observations(of line: ContentLine, _ item: Component) -> [Observation] {
        let isTask = item.name == "VTODO"
        func one(_ property: String, _ qualifier: String = "", length: Int = 0) -> [Observation] {
            [Observation(property: property, qualifier: qualifier, length: length)]
        }
        switch line.key {
        case "AALARM", "DALARM":
            let isTime = DateTime(parsing: line.raw.prefix { $0 != ";" }) != nil || TimeSpan(parsing: line.raw) != nil
            return isTime ? one("VALARM") : []
        case "EXDATE", "RDATE": return ExceptionDatesFamily.values(line).flatMap { _ in one(line.key) }
        case "CATEGORIES": return line.list(item.dialect).flatMap { one(line.key, length: $0.unicodeScalars.count) }
        case "RRULE": return line.value.isEmpty ? [] : one(line.key)
        case "DURATION": return one(isTask ? "DUE" : "DTEND")
        case "CLASS", "PRIORITY", "STATUS", "TRANSP", "PERCENT-COMPLETE":
            let choices: [Choice] = [.classification, .priority, .status, .transparency, .percentComplete]
            let choice = choices.first { $0.property == line.key }
            return choice?.read(line.text(item.dialect), isTask: isTask, isOld: item.dialect.isOld).map {
                one(line.key, $0)
            } ?? []
        default:
            let length = line.text(item.dialect).unicodeScalars.count
            return length == 0 ? [] : one(line.key, length: length)
        }
    }
}
