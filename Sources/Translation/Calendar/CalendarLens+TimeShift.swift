import SyncTypes
import Versit

/// The times of a device's text moved as one.
extension CalendarLens {
    func timeShift(of text: [UInt8], from other: [UInt8]) -> Int? {
        guard let mine = times(text), let theirs = times(other), let start = mine.start, let old = theirs.start,
            start != old
        else { return nil }
        // An end that one of them leaves out says nothing.
        if let end = mine.end, let oldEnd = theirs.end, end - oldEnd != start - old { return nil }
        return start - old
    }

    /// Seconds since 1970 of an event's start and end; nil for a task, for a whole day and for what is none.
    private func times(_ text: [UInt8]) -> (start: Int?, end: Int?)? {
        guard let item = try? CalendarItem(text, context), !item.isTask,
            let when = WhenFamily(scene: scene(of: item)).device(item.component).first
        else { return nil }
        guard when.start?.day == nil, when.end?.day == nil else { return nil }
        return (when.start?.seconds, when.end?.seconds)
    }

    func shifted(_ text: [UInt8], by seconds: Int) -> [UInt8]? {
        let hint: Dialect = context.format == .vCalendar10 ? .vCalendar10 : .iCalendar20
        guard var document = try? Document.parse(text, hint: hint).document, var calendar = document.first("VCALENDAR"),
            let place = calendar.entries.firstIndex(where: { entry in
                if case .component(let component) = entry { return component.name == "VEVENT" }
                return false
            }), case .component(var event) = calendar.entries[place]
        else { return nil }
        event.entries = event.entries.map { entry in
            guard case .line(let line) = entry, line.key == "DTSTART" || line.key == "DTEND",
                let value = CalendarScene.dateTime(line), !value.isDate
            else { return entry }
            let moved = DateTime(value.local.adding(seconds: seconds), value.form)
            return .line(CalendarScene.line(line.name, moved, keeping: line))
        }
        calendar.entries[place] = .component(event)
        document.set(calendar)
        return document.serialise()
    }

    func title(of text: [UInt8]) -> String? {
        guard let item = try? CalendarItem(text, context), !item.isTask else { return nil }
        return summary(item, scene(of: item)).flatMap { $0.isEmpty ? nil : $0 }
    }
}
