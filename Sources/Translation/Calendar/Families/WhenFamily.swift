import Versit

/// DTSTART with DTEND, DURATION or DUE: one value, since a start is moved together with its end.
///
/// Upstream keeps its form: the TZID of a value, UTC, floating time, DURATION instead of DTEND. A device's value of the same
/// instant is no change, whatever zone it is written in.
struct WhenFamily: CalendarFamily {
    let scene: CalendarScene

    var property: String { scene.isTask ? "DUE" : "DTSTART" }
    var isRepeatable: Bool { false }
    private var endName: String { scene.isTask ? "DUE" : "DTEND" }

    func upstream(_ component: Component) -> [Placed<When>] {
        let when = When.read(component, isTask: scene.isTask) { scene.upstream($0) }
        return when.anchor == nil ? [] : [Placed(value: when, place: nil)]
    }

    func device(_ component: Component) -> [When] {
        var when = When.read(component, isTask: scene.isTask) { scene.device($0) }
        guard when.anchor != nil else { return [] }
        let isOld = component.dialect.isOld
        // What a device leaves out is not known, rather than what its absence means upstream.
        if when.endValue == nil, component.first("DURATION") == nil { when.end = nil }
        if scene.isTask {
            if isOld {
                when.start = when.start.map { midnightAsDay($0, when.startValue) }
                when.end = when.end.map { midnightAsDay($0, when.endValue) }
            }
        } else if let start = when.startValue, isOld || !start.isDate {
            let end = when.endValue
            let marks = ["X-FUNAMBOL-ALLDAY", "X-MICROSOFT-CDO-ALLDAYEVENT"].contains { component.first($0) != nil }
            // SIF says itself which days are whole.
            if isOld && !scene.isSIF || marks, let days = AllDay.days(component, start: start, end: end, scene: scene) {
                when.start = .day(days.first)
                when.end = .day(days.end)
            }
        }
        return [when]
    }

    /// vCalendar 1.0 has no dates: a task's midnight is a day.
    private func midnightAsDay(_ moment: Moment, _ value: DateTime?) -> Moment {
        guard let value, !value.isDate else { return moment }
        // SIF writes days as days, but for old clients: then it is the midnight of the wall.
        if scene.isSIF, value.form == .utc {
            let wall = LocalTime(seconds: scene.localZone.local(fromUTC: value.local.seconds))
            return wall.secondOfDay == 0 ? .day(wall.day) : moment
        }
        if value.local.secondOfDay == 0 { return .day(value.local.day) }
        guard value.form == .utc, !scene.isZoneUnknown else { return moment }
        let wall = LocalTime(seconds: scene.localZone.local(fromUTC: value.local.seconds))
        return wall.secondOfDay == 0 ? .day(wall.day) : moment
    }

    func shown(_ values: [When]) -> [When?] {
        guard scene.isOld else { return values }
        return values.map { value in
            var component = Component(scene.isTask ? "VTODO" : "VEVENT", .vCalendar10)
            write(value, into: &component)
            return device(component).first
        }
    }

    /// The same to the minute; a start or due time that the device has not proven to hold may be missing.
    func isLoss(_ kept: When, of full: When, _ evidence: Evidence?) -> Bool {
        func isLost(_ kept: Moment?, _ full: Moment?, _ name: String) -> Bool {
            guard let full else { return kept == nil }
            guard let kept else { return !(evidence?.proves(name) ?? false) }
            return kept.isSameMinute(as: full) || isDay(kept, of: full)
        }
        return isLost(kept.start, full.start, "DTSTART") && isLost(kept.end, full.end, endName)
    }

    /// Some SIF clients keep a task's days only.
    private func isDay(_ kept: Moment, of full: Moment) -> Bool {
        guard scene.isSIF, scene.isTask, let day = kept.day, case .instant(let seconds) = full else { return false }
        return LocalTime(seconds: scene.localZone.local(fromUTC: seconds)).day == day
    }

    /// A day that such a client gives a time upstream: the time of day stays.
    private func timed(_ mine: Moment?, like old: Moment?) -> Moment? {
        guard scene.isSIF, scene.isTask, let day = mine?.day, case .instant(let seconds)? = old else { return mine }
        let wall = LocalTime(seconds: scene.localZone.local(fromUTC: seconds))
        return .instant(scene.localZone.utc(fromLocal: LocalTime(day, secondOfDay: wall.secondOfDay).seconds))
    }

    func combined(base: When?, mine: When, theirs: When) -> When? {
        guard let base else { return nil }
        var both = mine
        if mine.start == base.start {
            both.start = theirs.start
            both.startValue = theirs.startValue
        } else if theirs.start != base.start, theirs.start != mine.start {
            return nil
        }
        if mine.end == base.end {
            both.end = theirs.end
            both.endValue = theirs.endValue
        } else if theirs.end != base.end, theirs.end != mine.end {
            return nil
        }
        guard let start = both.start, let end = both.end else { return both }
        return end.seconds >= start.seconds ? both : nil
    }

    func isProven(_ value: When, full: When, among all: [When], _ evidence: Evidence) -> Bool {
        (value.start == nil || evidence.proves("DTSTART")) && (value.end == nil || evidence.proves(endName))
    }

    func description(of value: When) -> String {
        [value.start, value.end].map { $0?.text ?? "" }.joined(separator: "/")
    }

    /// An event without end is the same as one that ends where it starts.
    func canonical(_ device: Component) -> [String] {
        self.device(device).map { value in
            var full = value
            if !scene.isTask, full.end == nil { full.end = full.start.map(When.impliedEnd) }
            return property + ":" + description(of: full)
        }
    }

    func change(_ upstream: Placed<When>, from base: When, to mine: When, in draft: inout Draft) {
        var result = upstream.value
        var mine = mine
        mine.start = timed(mine.start, like: upstream.value.start)
        mine.end = timed(mine.end, like: upstream.value.end)
        let evidence = scene.context.evidence
        if !isSame(base.start, mine.start), mine.start != nil || evidence.proves("DTSTART") {
            result.start = mine.start
        }
        if !isSame(base.end, mine.end) {
            if mine.end != nil || evidence.proves(endName) {
                result.end = mine.end
            } else if !scene.isTask {
                result.end = movedEnd(upstream.value, to: result.start)
            }
        }
        // Dates and times do not stand beside each other.
        if let start = result.start, let end = result.end, (start.day == nil) != (end.day == nil) {
            result.start = mine.start ?? result.start
            result.end = mine.end
        }
        result.startValue = mine.startValue
        result.endValue = mine.endValue
        write(result, was: upstream.value, in: &draft)
    }

    /// The end of an event that keeps its length.
    private func movedEnd(_ when: When, to start: Moment?) -> Moment? {
        switch (when.start, when.end, start) {
        case (.day(let old)?, .day(let end)?, .day(let new)?):
            .day(end.adding(days: new.daysSince1970 - old.daysSince1970))
        case (.instant(let old)?, .instant(let end)?, .instant(let new)?): .instant(end + new - old)
        case (_, _, let start?): When.impliedEnd(start)
        case (_, let end, nil): end
        }
    }

    private func isSame(_ left: Moment?, _ right: Moment?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return left.isSameMinute(as: right)
    }

    private func write(_ result: When, was: When, in draft: inout Draft) {
        let component = draft.component
        let form = CalendarForms(scene: scene)
        if result.start != was.start {
            set(
                "DTSTART", result.start.map { form.value($0, was: was.startValue, device: result.startValue) },
                in: &draft)
        }
        let hasDuration = component.first("DURATION") != nil && component.first(endName) == nil
        if hasDuration {
            guard let start = result.start, let end = result.end else { return }
            if let old = was.start, let oldEnd = was.end, end.seconds - start.seconds == oldEnd.seconds - old.seconds {
                return
            }
            let length = max(0, end.seconds - start.seconds)
            let span =
                start.day == nil ? TimeSpan(seconds: length) : TimeSpan(days: length / LocalTime.secondsPerDay)
            setRaw("DURATION", span.text, in: &draft)
            return
        }
        guard result.end != was.end || (result.start?.day == nil) != (was.start?.day == nil) else { return }
        // A timed event ends later than it starts, or has no DTEND (Cyrus refuses others).
        var end = result.end
        if !scene.isTask, let start = result.start, let given = end, given.seconds <= start.seconds {
            end = start.day == nil ? nil : When.impliedEnd(start)
        }
        let like = was.endValue ?? component.first("DTSTART").flatMap(CalendarScene.dateTime)
        set(endName, end.map { form.value($0, was: like, device: result.endValue ?? result.startValue) }, in: &draft)
    }

    private func set(_ name: String, _ value: DateTime?, in draft: inout Draft) {
        let place = draft.places(of: name).first
        switch (place, value) {
        case (let place?, let value?):
            draft.replace(at: place, with: CalendarScene.line(name, value, keeping: draft.line(at: place)))
        case (let place?, nil): draft.remove(at: place)
        case (nil, let value?): draft.add(CalendarScene.line(name, value))
        case (nil, nil): break
        }
    }

    private func setRaw(_ name: String, _ text: String, in draft: inout Draft) {
        guard let place = draft.places(of: name).first, var line = draft.line(at: place) else { return }
        line.setRaw(text)
        draft.replace(at: place, with: line)
    }

    func remove(_ upstream: Placed<When>, in draft: inout Draft) {
        guard scene.isTask else { return }
        for name in ["DTSTART", "DUE", "DURATION"] {
            for place in draft.places(of: name) { draft.remove(at: place) }
        }
    }

    func add(_ value: When, in draft: inout Draft) {
        write(value, was: When(), in: &draft)
    }

    func render(_ upstream: Component, into view: inout Component) {
        guard let value = self.upstream(upstream).first?.value else { return }
        write(value, into: &view)
    }

    /// vCalendar 1.0: whole days from midnight to midnight of the wall, other times as the scene says.
    private func write(_ value: When, into view: inout Component) {
        for (name, moment) in [("DTSTART", value.start), (endName, value.end)] {
            guard let moment else { continue }
            let value = moment.day.flatMap { scene.isSIF ? DateTime(date: $0) : nil } ?? scene.oldTime(moment)
            view.entries.append(.line(ContentLine(name, raw: value.text)))
        }
    }
}
