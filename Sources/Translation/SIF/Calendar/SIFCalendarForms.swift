import SyncTypes
import Versit

/// SIF-E: an event; its neutral form is a vCalendar 1.0 in which whole days are dates and rules have iCalendar's words.
///
/// Lost: the organizer, all alarms but the first before the start, properties without an element: they stay upstream unseen.
/// MeetingStatus, ReplyTime, Folder, ReminderOptions and the like say something of the program, and stay with it.
enum SIFEventForm: SIFCalendarForm {
    static let root = "appointment"
    static let component = "VEVENT"
    static let scene = SIFScene(dialect: .vCalendar10)

    static let families: [any SIFFamily] = [
        SIFEventTimes(), SIFSeriesFamily(),
        SIFTexts(pairs: [("Subject", "SUMMARY"), ("Body", "DESCRIPTION"), ("Location", "LOCATION"), ("Url", "URL")]),
        SIFBusyFamily(), SIFImportanceFamily(), SIFEventReminder(), SIFAttendees(),
        SIFCalendarExtensions(pairs: SIFCalendarExtensions.event),
    ]

    static let elements = families.flatMap(\.elements)
    static let together = families.filter(\.isTogether).map { $0.elements.map(\.name) }
}

/// SIF-T: a task; its neutral form is a vCalendar 1.0 in which whole days are dates.
///
/// Lost: as for events. "Waiting" and "deferred" have no word upstream but an X- property; a cancelled task is shown as one to do.
enum SIFTaskForm: SIFCalendarForm {
    static let root = "task"
    static let component = "VTODO"
    static let scene = SIFScene(isTask: true, dialect: .vCalendar10)

    static let families: [any SIFFamily] = [
        SIFTaskTimes(), SIFSeriesFamily(), SIFTexts(pairs: [("Subject", "SUMMARY"), ("Body", "DESCRIPTION")]),
        SIFTaskStatus(), SIFImportanceFamily(), SIFTaskReminder(),
        SIFCalendarExtensions(pairs: SIFCalendarExtensions.task),
    ]

    static let elements = families.flatMap(\.elements)
    static let together = families.filter(\.isTogether).map { $0.elements.map(\.name) }
}

/// What both have in common: the neutral form is a vCalendar 1.0 with one component.
protocol SIFCalendarForm: SIFForm {
    /// Name of the component.
    static var component: String { get }
    /// What is in it.
    static var families: [any SIFFamily] { get }
}

extension SIFCalendarForm {
    static func inner(_ context: LensContext, _ evidence: Evidence) -> any KindLens {
        var own = context
        own.evidence = evidence
        own.datastore = nil
        let announced = context.datastore?.properties[context.format.contentType.mediaType]
        if let limit = announced?["BODY"], limit.maxSize != nil {
            own.datastore = DatastoreProfile(
                sourceRef: "", properties: [ItemFormat.vCalendar10.contentType.mediaType: ["DESCRIPTION": limit]])
        }
        return CalendarLens(own)
    }

    static func neutral(_ text: SIFText, _ scene: SIFScene) -> [UInt8] {
        var item = Component(component, .vCalendar10)
        item.entries = families.flatMap { $0.read(text, scene) }.map(Entry.line)
        var calendar = Component("VCALENDAR", .vCalendar10, entries: [.line(ContentLine("VERSION", raw: "1.0"))])
        calendar.entries += SIFZone(text).lines.map(Entry.line)
        calendar.entries.append(.component(item))
        return Document([calendar]).serialise()
    }

    static func text(_ neutral: [UInt8], _ scene: SIFScene) -> [UInt8] {
        let document = try? Document.parse(neutral, hint: .vCalendar10).document
        let calendar = document?.first("VCALENDAR") ?? Component("VCALENDAR", .vCalendar10)
        let item = calendar.components.first { $0.name == component } ?? Component(component, .vCalendar10)
        return written(SIFZone.marked(item, by: calendar), families, scene)
    }

    static func observations(_ text: SIFText, _ scene: SIFScene) -> [Observation] {
        plainObservations(neutral(text, scene))
    }

    static func plainObservations(_ text: [UInt8]) -> [Observation] {
        CalendarLens.observations(of: text, format: .vCalendar10)
    }
}
