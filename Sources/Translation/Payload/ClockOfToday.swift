import SyncTypes
import Versit

/// A device that works UTC out by the daylight saving of the day on which it sends, whatever date it speaks of (Siemens): in winter it
/// means ten o'clock in July when it says 09:00Z. What it says is good on that day only, so its texts are put on its wall when they
/// arrive, before anybody compares them.
enum ClockOfToday {
    private static let names = CalendarItem.timeNames.union(["RRULE"])

    /// A text of such a device as it was meant on the day of the context; any other as it is.
    static func meant(_ text: [UInt8], _ context: LensContext) -> [UInt8] {
        guard context.profile.quirks.utcOfToday, let zone = context.zone, let hint = dialect(context.format),
            var document = try? Document.parse(text, hint: hint).document
        else { return text }
        let offset = zone.offset(atUTC: context.now.local.seconds)
        document.entries = document.entries.map { onWall($0, offset, document.dialect) }
        return document.serialise()
    }

    private static func dialect(_ format: ItemFormat) -> Dialect? {
        switch format {
        case .vCalendar10: .vCalendar10
        case .iCalendar20: .iCalendar20
        case .vCard21, .vCard30, .vCard40, .vNote11, .plainText, .sifC, .sifE, .sifT, .sifN: nil
        }
    }

    private static func onWall(_ entry: Entry, _ offset: Int, _ dialect: Dialect) -> Entry {
        switch entry {
        case .component(var component):
            component.entries = component.entries.map { onWall($0, offset, component.dialect) }
            return .component(component)
        case .line(var line):
            guard names.contains(line.key) else { return entry }
            let raw = line.text(dialect)
            let moved = onWall(raw, offset)
            if moved != raw { line.setRaw(moved) }
            return .line(line)
        }
    }

    /// Each `20260701T090000Z` in a value so many seconds later and without its Z.
    private static func onWall(_ value: String, _ offset: Int) -> String {
        var out = ""
        for word in value.split(omittingEmptySubsequences: false, whereSeparator: { ",; ".contains($0) }) {
            if word.startIndex > value.startIndex { out.append(value[value.index(before: word.startIndex)]) }
            let time = DateTime(parsing: String(word))
            if let time, time.form == .utc {
                out += DateTime(time.local.adding(seconds: offset), .floating).text
            } else {
                out += word
            }
        }
        return out
    }
}
