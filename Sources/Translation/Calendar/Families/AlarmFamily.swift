import SyncTypes
import Versit

/// One alarm: how far from the start (a task's due time when it has no start) it goes off. What it does is the server's affair,
/// since devices turn every kind into their own.
struct Alarm: Hashable, Sendable {
    /// Seconds after the start, negative before.
    var offset: Int
    /// What else it may be: measured from a midnight that the device wrote and that may be a day or a time, or to the second of two
    /// equal readings of the wall; no part of equality.
    var otherOffset: Int?
    /// The VALARM of an iCalendar device, for a new alarm; no part of equality.
    var component: Component?

    static func == (left: Alarm, right: Alarm) -> Bool { left.offset == right.offset }

    func hash(into hasher: inout Hasher) { hasher.combine(offset) }
}

/// VALARM (RFC 5545 section 3.6.6), AALARM and DALARM of vCalendar 1.0: `run time;snooze;repeat;sound or text`.
///
/// Relative upstream alarms stay relative. A vCalendar 1.0 device gets the first alarm as a bare time (Nokia S40 takes no other
/// form); the others wait upstream.
struct AlarmFamily: CalendarFamily {
    let scene: CalendarScene

    var property: String { "VALARM" }
    var isRepeatable: Bool { true }

    func upstream(_ component: Component) -> [Placed<Alarm>] {
        let when = WhenFamily(scene: scene).upstream(component).first?.value
        var found: [Placed<Alarm>] = []
        for (place, entry) in component.entries.enumerated() {
            guard case .component(let alarm) = entry, alarm.name == "VALARM",
                let offset = offset(of: alarm, when, { scene.upstream($0) })
            else { continue }
            found.append(Placed(value: Alarm(offset: offset, component: alarm), place: place))
        }
        return found
    }

    func device(_ component: Component) -> [Alarm] {
        var when = WhenFamily(scene: scene).device(component).first
        // An alarm before the end is measured from the end that a start alone implies.
        if !scene.isTask, when?.end == nil, let start = when?.start { when?.end = When.impliedEnd(start) }
        guard component.dialect.isOld else {
            return component.components.filter { $0.name == "VALARM" }.compactMap { alarm in
                offset(of: alarm, when, { scene.device($0) }).map { Alarm(offset: $0, component: alarm) }
            }
        }
        var found: [Alarm] = []
        for line in component.lines where ["AALARM", "DALARM"].contains(line.key) {
            // SIF counts from the start.
            if let span = TimeSpan(parsing: line.raw) {
                found.append(Alarm(offset: span.nominalSeconds))
                continue
            }
            // An undated task's alarm has a date of zeros, and Nokias put absent alarms before 1980.
            guard
                let value = DateTime(
                    parsing: line.raw.prefix { $0 != ";" }, zone: line.parameter("TZID")?.values.first),
                value.local.day.year >= 1980
            else { continue }
            let time = scene.device(value).seconds
            let second = secondReading(value, first: time)
            let alarm = Alarm(
                offset: time - anchor(when),
                otherOffset: midnight(when).map { time - $0 } ?? second.map { $0 - anchor(when) })
            if !found.contains(alarm) { found.append(alarm) }
        }
        return found
    }

    /// Midnights of days count on the device's wall.
    private func anchor(_ when: When?) -> Int {
        switch when?.anchor {
        case .instant(let seconds)?: seconds
        case .day(let day)?: scene.localZone.utc(fromLocal: LocalTime(day).seconds)
        case nil: 0
        }
    }

    /// The other instant of a wall reading that comes twice, when clocks are set back; nil for all else.
    private func secondReading(_ value: DateTime, first: Int) -> Int? {
        guard value.form == .floating else { return nil }
        return [1800, 3600].lazy.map { first + $0 }.first { scene.localZone.local(fromUTC: $0) == value.local.seconds }
    }

    /// The instant of a midnight that was taken for a day; nil for all else.
    private func midnight(_ when: When?) -> Int? {
        guard let when, when.anchor?.day != nil, let value = when.start == nil ? when.endValue : when.startValue,
            !value.isDate
        else { return nil }
        return scene.device(value).seconds
    }

    private func offset(of alarm: Component, _ when: When?, _ meaning: (DateTime) -> Moment) -> Int? {
        guard let trigger = alarm.first("TRIGGER") else { return nil }
        if let span = TimeSpan(parsing: trigger.raw) {
            let isFromEnd = trigger.parameter("RELATED")?.values.first?.uppercased() == "END"
            guard isFromEnd, let end = when?.end, let from = when?.anchor else { return span.nominalSeconds }
            return span.nominalSeconds + end.seconds - from.seconds
        }
        return CalendarScene.dateTime(trigger).map { meaning($0).seconds - anchor(when) }
    }

    func shown(_ values: [Alarm]) -> [Alarm?] {
        guard scene.isOld else { return values }
        let place = visible(values)
        return values.enumerated().map { $0.offset == place ? $0.element : nil }
    }

    /// The one alarm that an old device is shown: the first; in SIF an event's are before its start.
    private func visible(_ values: [Alarm]) -> Int? {
        values.firstIndex { !scene.isSIF || scene.isTask || $0.offset <= 0 }
    }

    /// To the minute.
    func isLoss(_ kept: Alarm, of full: Alarm, _ evidence: Evidence?) -> Bool {
        [kept.offset, kept.otherOffset].contains { $0.map { abs($0 - full.offset) < 60 } ?? false }
    }

    /// The nearer the likelier.
    func affinity(_ a: Alarm, _ b: Alarm) -> Int { max(1, 1_000_000_000 - abs(a.offset - b.offset)) }

    func description(of value: Alarm) -> String { TimeSpan(seconds: value.offset).text }

    func canonical(_ device: Component) -> [String] {
        self.device(device).map { "VALARM:\(Int((Double($0.offset) / 60).rounded(.down)))" }
    }

    func change(_ upstream: Placed<Alarm>, from base: Alarm, to mine: Alarm, in draft: inout Draft) {
        guard let place = upstream.place, case .component(var alarm) = draft.component.entries[place],
            var trigger = alarm.first("TRIGGER")
        else { return }
        let moved = WhenFamily(scene: scene).upstream(draft.finished()).first?.value
        if TimeSpan(parsing: trigger.raw) != nil {
            var offset = mine.offset
            if trigger.parameter("RELATED")?.values.first?.uppercased() == "END", let end = moved?.end,
                let from = moved?.anchor
            {
                offset -= end.seconds - from.seconds
            }
            trigger.setRaw(AlarmFamily.span(offset).text)
        } else {
            trigger.setRaw(DateTime(secondsSince1970: anchor(moved) + mine.offset).text)
        }
        alarm.set(trigger)
        draft.replace(at: place, with: alarm)
    }

    /// Alarms at a fixed time that the device moved along with the start: their distance is the same, their time is not.
    func moveFixed(in draft: inout Draft, mine: Component) {
        let times = WhenFamily(scene: scene)
        let before = times.upstream(draft.component).first?.value
        guard anchor(before) != anchor(times.upstream(draft.finished()).first?.value) else { return }
        let offsets = Set(device(mine).map(\.offset))
        for alarm in upstream(draft.component) where offsets.contains(alarm.value.offset) {
            guard let trigger = alarm.value.component?.first("TRIGGER"), TimeSpan(parsing: trigger.raw) == nil else {
                continue
            }
            change(alarm, from: alarm.value, to: alarm.value, in: &draft)
        }
    }

    func remove(_ upstream: Placed<Alarm>, in draft: inout Draft) {
        if let place = upstream.place { draft.remove(at: place) }
    }

    func add(_ value: Alarm, in draft: inout Draft) {
        if let component = value.component, component.first("ACTION") != nil { return draft.add(component) }
        var alarm = Component("VALARM", draft.component.dialect)
        let hasAnchor = WhenFamily(scene: scene).upstream(draft.finished()).first != nil
        alarm.entries.append(.line(ContentLine("ACTION", raw: "DISPLAY")))
        let summary = draft.finished().text("SUMMARY") ?? "Alarm"
        alarm.entries.append(.line(ContentLine("DESCRIPTION", text: summary, alarm.dialect)))
        var trigger = ContentLine("TRIGGER", raw: AlarmFamily.span(value.offset).text)
        if !hasAnchor {
            trigger.setParameter("VALUE", ["DATE-TIME"])
            trigger.setRaw(DateTime(secondsSince1970: value.offset).text)
        } else if scene.isTask, draft.finished().first("DTSTART") == nil {
            trigger.setParameter("RELATED", ["END"])
        }
        alarm.entries.append(.line(trigger))
        draft.add(alarm)
    }

    /// Whole days where it is whole days.
    private static func span(_ seconds: Int) -> TimeSpan {
        seconds != 0 && seconds % LocalTime.secondsPerDay == 0
            ? TimeSpan(days: seconds / LocalTime.secondsPerDay) : TimeSpan(seconds: seconds)
    }

    func render(_ upstream: Component, into view: inout Component) {
        let values = self.upstream(upstream).map(\.value)
        guard let alarm = visible(values).map({ values[$0] }) else { return }
        if scene.isSIF, !scene.isTask {
            view.entries.append(.line(ContentLine("AALARM", raw: TimeSpan(seconds: alarm.offset).text)))
            return
        }
        // From the start as the device reads it: of an hour that the clocks have twice it knows the first.
        let times = WhenFamily(scene: scene)
        let when = times.upstream(upstream).first.map { placed in
            guard let read = times.shown([placed.value]).first.flatMap({ $0 }) else { return placed.value }
            return (read.anchor?.day == nil) == (placed.value.anchor?.day == nil) ? read : placed.value
        }
        let time = DateTime(secondsSince1970: anchor(when) + alarm.offset)
        let isUTC = scene.prefersUTC || scene.context.profile.quirks.alarmsInUTC
        let value = isUTC ? time : scene.wallTime(time.local.seconds)
        view.entries.append(.line(ContentLine(alarmName, raw: value.text)))
    }

    /// AALARM, unless the device announced DALARM alone (Motorola, Siemens).
    private var alarmName: String {
        let announced = scene.context.datastore?.properties["text/x-vcalendar"] ?? [:]
        return announced["AALARM"] == nil && announced["DALARM"] != nil ? "DALARM" : "AALARM"
    }
}
