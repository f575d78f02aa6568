import Markup
import Versit

/// Dates and times of SIF: `yyyy-MM-dd`, `yyyyMMddTHHmmssZ`, and without Z on the device's wall (clients from 7 on).
enum SIFTime {
    /// A value; nil when there is none. "No date" is also the year 4501, or the evening before it in UTC.
    static func value(_ text: String?) -> DateTime? {
        guard let text, let value = DateTime(parsing: text), value.local.day.year < 4500 else { return nil }
        return value
    }

    /// `yyyy-MM-dd`.
    static func text(_ day: CalendarDay) -> String {
        let (year, month, number) = day.components
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(number, 2)
    }

    /// A value as SIF writes it.
    static func text(_ value: DateTime) -> String { value.isDate ? text(value.local.day) : value.text }

    /// The day a value means whose midnight may stand in UTC: 23:00Z of the day before for one hour east of it. Where the zone is
    /// not known, the nearest midnight.
    static func day(_ value: DateTime, _ zone: TimeZoneRules?) -> CalendarDay {
        switch value.form {
        case .date, .floating, .zoned: return value.local.day
        case .utc:
            if let zone { return LocalTime(seconds: zone.local(fromUTC: value.local.seconds)).day }
            return value.local.adding(seconds: LocalTime.secondsPerDay / 2).day
        }
    }

    /// A UTC value on a wall.
    static func onWall(_ value: DateTime, _ zone: TimeZoneRules) -> DateTime {
        guard value.form == .utc else { return value }
        return DateTime(LocalTime(seconds: zone.local(fromUTC: value.local.seconds)), .floating)
    }
}

/// Timezone{BasicOffset, DayLight{DSTOffset, DSTStart, DSTEnd, StandardName, DSTName}} says what vCalendar 1.0 says with TZ and
/// DAYLIGHT, and becomes that.
///
/// Lost: nothing. It is written for what repeats, and read with local times.
struct SIFZone {
    /// TZ and DAYLIGHT; none without a Timezone.
    let lines: [ContentLine]
    /// The rules they give.
    let rules: TimeZoneRules?

    private static let parts = ["DSTOffset", "DSTStart", "DSTEnd", "StandardName", "DSTName"]

    init(_ text: SIFText) {
        guard let element = text.element("Timezone"), let offset = element[child: "BasicOffset"] else {
            lines = []
            rules = nil
            return
        }
        let tz = LineEnds.trimmed(offset.text)
        let daylight = element.all("DayLight").map { summer in
            (["TRUE"] + SIFZone.parts.map { LineEnds.trimmed(summer[child: $0]?.text ?? "") }).joined(separator: ";")
        }
        rules = tz.isEmpty ? nil : OldZone.rules(tz: tz, daylight: daylight)
        lines =
            rules == nil
            ? [] : [ContentLine("TZ", raw: tz)] + daylight.map { ContentLine("DAYLIGHT", raw: $0) }
    }

    /// A component that carries its calendar's zone along.
    static func marked(_ component: Component, by calendar: Component) -> Component {
        var copy = component
        copy.entries += calendar.lines.filter { $0.key == "TZ" || $0.key == "DAYLIGHT" }.map(Entry.line)
        return copy
    }

    /// The Timezone of a component that `marked` made.
    static func value(_ component: Component) -> SIFValue? {
        guard let tz = component.first("TZ")?.raw else { return nil }
        let summers = component.all("DAYLIGHT").map { line in
            let fields = line.raw.split(separator: ";", omittingEmptySubsequences: false).map(String.init).dropFirst()
            return SIFText.branch("DayLight", zip(parts, fields).map { SIFText.leaf($0, $1) })
        }
        return .nested([SIFText.leaf("BasicOffset", tz)] + summers)
    }
}
