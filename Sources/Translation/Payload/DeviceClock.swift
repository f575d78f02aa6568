import SyncTypes
import Versit

/// What the times in a device's texts mean where they do not mean what they say. They are put right when a text arrives, before
/// anybody compares it.
enum DeviceClock {
    private static let names = CalendarItem.timeNames.union(["RRULE"])

    /// A text of such a device as it was meant on the day of the context; any other as it is.
    static func meant(_ text: [UInt8], _ context: LensContext) -> [UInt8] {
        guard let meaning = meaning(context), let hint = dialect(context.format),
            var document = try? Document.parse(text, hint: hint).document
        else { return text }
        document.entries = document.entries.map { meant($0, meaning, document.dialect) }
        return document.serialise()
    }

    /// What becomes of a time; nil from it: the time stays. nil: the device means what it says.
    private static func meaning(_ context: LensContext) -> ((DateTime) -> DateTime?)? {
        let quirks = context.profile.quirks
        if quirks.utcOfToday, let zone = context.zone {
            // In winter ten o'clock in July is 09:00Z to it (Siemens). That is good on this day only, so it goes on the wall.
            let offset = zone.offset(atUTC: context.now.local.seconds)
            return { $0.form == .utc ? DateTime($0.local.adding(seconds: offset), .floating) : nil }
        }
        // UTC without its Z (Nokia 9300); a midnight is a day.
        guard quirks.unmarkedUTC else { return nil }
        return { $0.form == .floating && $0.local.secondOfDay != 0 ? DateTime($0.local, .utc) : nil }
    }

    private static func dialect(_ format: ItemFormat) -> Dialect? {
        switch format {
        case .vCalendar10: .vCalendar10
        case .iCalendar20: .iCalendar20
        case .vCard21, .vCard30, .vCard40, .vNote11, .plainText, .sifC, .sifE, .sifT, .sifN: nil
        }
    }

    private static func meant(_ entry: Entry, _ meaning: (DateTime) -> DateTime?, _ dialect: Dialect) -> Entry {
        switch entry {
        case .component(var component):
            component.entries = component.entries.map { meant($0, meaning, component.dialect) }
            return .component(component)
        case .line(var line):
            guard names.contains(line.key) else { return entry }
            let raw = line.text(dialect)
            let value = meant(raw, meaning)
            if value != raw { line.setRaw(value) }
            return .line(line)
        }
    }

    /// Each time in a value as it is meant.
    private static func meant(_ value: String, _ meaning: (DateTime) -> DateTime?) -> String {
        var out = ""
        for word in value.split(omittingEmptySubsequences: false, whereSeparator: { ",; ".contains($0) }) {
            if word.startIndex > value.startIndex { out.append(value[value.index(before: word.startIndex)]) }
            if let time = DateTime(parsing: String(word)).flatMap(meaning) { out += time.text } else { out += word }
        }
        return out
    }
}
