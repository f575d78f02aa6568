import SyncTypes
import Versit

/// What the families of one translation share: the device's grammar and zones, the resource's zones, and how times go out.
struct CalendarScene: Sendable {
    /// For whom.
    var context: LensContext
    /// True for VTODO.
    var isTask: Bool
    /// The zones of the upstream resource.
    var upstreamZones: ZoneBook
    /// The zones of the device's texts.
    var deviceZones: ZoneBook
    /// How a device's local time without zone is read and written.
    var localZone: TimeZoneRules
    /// True when no zone was configured for the device: then the zone goes along with what it sends and gets.
    var isZoneUnknown: Bool
    /// The item repeats, or is a detached occurrence: it goes out on its wall so that it does not drift.
    var repeats = false
    /// The rule of the series as it is upstream.
    var rule: RuleFamily.Known?
    /// Offsets from the series' start, in seconds on its wall, of occurrences that stand as parts of their own.
    var detached: Set<Int> = []
    /// Offsets of the dates that a view has in place of a rule; see `ExpandedSeries`.
    var dates: [Int] = []
    /// The device holds such dates.
    var isExpanded = false
    /// The form of new times; nil: what suits the device's value.
    var preferredForm: DateTime.Form?
    /// A new resource is made: also what is merely a default is written.
    var isCreating = false

    /// A scene for a component of an upstream resource; nil when there is none yet.
    init(_ context: LensContext, component: Component?, upstream: ZoneBook, device: ZoneBook, isTask: Bool) {
        self.context = context
        self.isTask = isTask
        upstreamZones = upstream
        deviceZones = device
        let start = component.flatMap { $0.first("DTSTART") ?? $0.first("DUE") }.flatMap(CalendarScene.dateTime)
        localZone = context.zone ?? start?.zoneID.flatMap { upstream($0) } ?? .utc
        isZoneUnknown = context.zone == nil
        rule = component.flatMap { RuleFamily.Known($0) }
        repeats = component.map { CalendarScene.repeats($0) || $0.first("RECURRENCE-ID") != nil } ?? false
    }

    /// The device's grammar.
    var dialect: Dialect {
        switch context.format {
        case .vCalendar10, .vNote11, .sifE, .sifT: .vCalendar10
        case .iCalendar20, .vCard21, .vCard30, .vCard40, .plainText, .sifC, .sifN: .iCalendar20
        }
    }

    /// True for vCalendar 1.0.
    var isOld: Bool { dialect.isOld }

    /// True for SIF, whose neutral form is a vCalendar 1.0 that knows dates and iCalendar's rules.
    var isSIF: Bool { context.format.isSIF }

    /// True for a device that gets UTC where nothing can drift; SIF knows no other time for what does not repeat.
    var prefersUTC: Bool { (context.profile.utc || isSIF) && !context.profile.quirks.localTimeOnly }

    /// True when a component has a rule or further dates.
    static func repeats(_ component: Component) -> Bool {
        component.lines.contains { ($0.key == "RRULE" && !$0.value.isEmpty) || $0.key == "RDATE" }
    }

    /// A property's date or date-time with its TZID; nil when it is none.
    static func dateTime(_ line: ContentLine) -> DateTime? {
        DateTime(parsing: line.raw, zone: line.parameter("TZID")?.values.first)
    }

    /// The meaning of an upstream value.
    func upstream(_ value: DateTime) -> Moment {
        value.isDate ? .day(value.local.day) : .instant(value.secondsSince1970(in: localZone) { upstreamZones($0) })
    }

    /// The meaning of a device's value.
    func device(_ value: DateTime) -> Moment {
        value.isDate ? .day(value.local.day) : .instant(value.secondsSince1970(in: localZone) { deviceZones($0) })
    }

    /// An instant as an upstream value of a form; a day needs no form.
    func upstreamValue(_ moment: Moment, _ form: DateTime.Form) -> DateTime {
        switch moment {
        case .day(let day): DateTime(date: day)
        case .instant(let seconds):
            switch form {
            case .utc, .date: DateTime(secondsSince1970: seconds)
            case .floating: DateTime(LocalTime(seconds: localZone.local(fromUTC: seconds)), .floating)
            case .zoned(let id):
                DateTime(
                    LocalTime(seconds: (upstreamZones(id) ?? localZone).local(fromUTC: seconds)), .zoned(id))
            }
        }
    }

    /// A line with a date-time: TZID and VALUE as the form wants, everything else as it was.
    static func line(_ name: String, _ value: DateTime, keeping old: ContentLine? = nil) -> ContentLine {
        var line = old ?? ContentLine(name, raw: "")
        if line.parameter("TZID")?.values.first != value.zoneID {
            line.setParameter("TZID", value.zoneID.map { [$0] })
        }
        if value.isDate != (line.parameter("VALUE")?.values.first?.uppercased() == "DATE") {
            line.setParameter("VALUE", value.isDate ? ["DATE"] : nil)
        }
        if line.raw != value.text { line.setRaw(value.text) }
        return line
    }
}
