import Versit

/// What has to move along when the start of a series moves: its EXDATEs and the RECURRENCE-IDs of its detached occurrences.
enum MovedSeries {
    /// How far the wall reading of DTSTART moved; nil when it did not, or became another kind of value.
    private static func distance(_ old: Component, _ new: Component) -> Int? {
        guard let from = old.first("DTSTART").flatMap(CalendarScene.dateTime),
            let to = new.first("DTSTART").flatMap(CalendarScene.dateTime), from.form == to.form,
            from.local != to.local
        else { return nil }
        return to.local.seconds - from.local.seconds
    }

    /// A device's component whose EXDATEs stayed where they were although it moved the start: moved along.
    static func exceptionsMoved(in mine: Component, since base: Component?) -> Component {
        guard let base, let distance = distance(base, mine) else { return mine }
        let before = Set(base.all("EXDATE").flatMap(ExceptionDatesFamily.values))
        var copy = mine
        copy.entries = mine.entries.map { entry in
            guard case .line(let line) = entry, line.key == "EXDATE" else { return entry }
            return .line(moved(line, by: distance) { before.contains($0) })
        }
        return copy
    }

    /// The EXDATEs that an upstream component had before, moved with its start.
    static func moveExceptions(in draft: inout Draft) {
        guard let distance = distance(draft.component, draft.finished()) else { return }
        for place in draft.places(of: "EXDATE") {
            if let line = draft.line(at: place) {
                draft.replace(at: place, with: moved(line, by: distance) { _ in true })
            }
        }
    }

    /// A detached occurrence of a series that moved: it stays where it is, and stands for the moved date.
    static func override(_ override: Component, from old: Component, to new: Component) -> Component {
        guard CalendarScene.repeats(new), let distance = distance(old, new), let id = override.first("RECURRENCE-ID")
        else {
            return override
        }
        var copy = override
        copy.set(moved(id, by: distance) { _ in true })
        return copy
    }

    /// Dates, and midnights that stand for a day, move by whole days.
    private static func moved(_ line: ContentLine, by distance: Int, where test: (DateTime) -> Bool) -> ContentLine {
        let day = LocalTime.secondsPerDay
        let texts = ExceptionDatesFamily.values(line).map { value -> String in
            guard test(value) else { return value.text }
            let isDay = value.isDate || value.local.secondOfDay == 0 && distance % day != 0
            let days = distance >= 0 ? distance / day : (distance - day + 1) / day
            return DateTime(value.local.adding(seconds: isDay ? days * day : distance), value.form).text
        }
        guard !texts.isEmpty else { return line }
        var copy = line
        copy.setRaw(texts.joined(separator: ","))
        return copy
    }
}
