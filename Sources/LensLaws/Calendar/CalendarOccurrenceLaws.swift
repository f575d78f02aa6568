import SyncTypes
import Translation
import Versit

/// What devices do to single occurrences of a series.
enum CalendarOccurrenceLaws {
    typealias F = CalendarFixtures

    static let all = [
        Law("calendar: an occurrence taken out on a device is out, and nothing else moves", takenOut),
        Law("calendar: an occurrence put back on a device is back, and nothing else moves", putBack),
    ]
    private static let part = PartKey(uid: "e1")

    private static func device(_ dice: inout Dice) -> LensContext {
        let all = [
            F.oldPhone(), F.oldPhone(utc: false), F.oldPhone(zone: nil), F.oldPhone(zone: F.newYork), F.newPhone(),
            F.oldPhone { $0.quirks.localTimeOnly = true },
        ]
        return all.randomElement(using: &dice) ?? all[0]
    }

    private static func takenOut(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed &+ 31_000)
        let body = RandomCalendar.body(isTask: false, &dice)
        let lens = Lens(device(&dice))
        guard let view = try? lens.view(of: part, in: body, held: nil).text,
            let offset = free(body).randomElement(using: &dice), let mine = adding(offset, to: view)
        else { return }
        let put = try lens.put(mine, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        let changes = difference(body, put.body)
        found.expect(
            changes.count == 1 && changes.allSatisfy { $0.hasPrefix("+EXDATE") },
            "\(changes)\n\(F.text(mine))\n\(F.text(body))")
        let again = try lens.view(of: part, in: put.body, held: mine).text
        found.expect(lens.isSame(again, mine), "\(F.difference(mine, again))")
        let echo = try lens.put(again, held: mine, sent: again, part: part, into: put.body, rule: .deviceWins)
        found.expect(!echo.changed, "\(F.difference(put.body, echo.body))")
    }

    /// By a device that has returned an exception before: else a missing one may be its own loss.
    private static func putBack(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed &+ 47_000)
        let body = RandomCalendar.body(isTask: false, &dice)
        var context = device(&dice)
        guard let offset = free(body).randomElement(using: &dice),
            let view = try? Lens(context).view(of: part, in: body, held: nil).text,
            let without = adding(offset, to: view)
        else { return }
        let out = try Lens(context).put(without, held: view, sent: view, part: part, into: body, rule: .deviceWins).body
        context.evidence = Given.evidence(without, without, format: context.format)
        let lens = Lens(context)
        let shown = try lens.view(of: part, in: out, held: without).text
        let put = try lens.put(view, held: without, sent: shown, part: part, into: out, rule: .deviceWins)
        found.expect(
            difference(body, put.body).isEmpty, "\(difference(body, put.body))\n\(F.text(view))\n\(F.text(out))")
    }

    private static func difference(_ old: [UInt8], _ new: [UInt8]) -> [String] {
        F.difference(old, new).filter { line in
            !["STAMP:", "LAST-MODIFIED:", "SEQUENCE:"].contains { line.contains($0) }
        }
    }

    /// Distances from the start, in seconds, of the first occurrences of a daily or weekly series that are as usual.
    private static func free(_ body: [UInt8]) -> [Int] {
        guard let events = (try? Document.parse(body).document)?.first("VCALENDAR")?.components,
            let master = events.first(where: { $0.first("RECURRENCE-ID") == nil }),
            let start = master.first("DTSTART").flatMap(time), let line = master.first("RRULE"),
            let rule = try? RecurrenceRule(iCalendar: line.raw), rule.frequency == .daily || rule.frequency == .weekly
        else { return [] }
        let taken = master.all("EXDATE") + events.compactMap { $0.first("RECURRENCE-ID") }
        let times = Set(taken.compactMap(time).map(\.local))
        return Occurrences(rule.ending(.never), start: start.local).prefix(8).dropFirst().filter { !times.contains($0) }
            .map { $0.seconds - start.local.seconds }
    }

    private static func time(_ line: ContentLine) -> DateTime? {
        DateTime(parsing: line.raw, zone: line.parameter("TZID")?.values.first)
    }

    /// A device's text with one more exception, written as its start is.
    private static func adding(_ offset: Int, to view: [UInt8]) -> [UInt8]? {
        guard var document = try? Document.parse(view).document,
            let event = document.first("VCALENDAR")?.components.first(where: { $0.name == "VEVENT" }),
            let start = event.first("DTSTART"), let value = time(start)
        else { return nil }
        var changed = event
        let date = DateTime(value.local.adding(seconds: offset), value.form).text
        if event.dialect.isOld, var list = event.first("EXDATE") {
            list.setRaw(list.raw + ";" + date)
            changed.set(list)
        } else {
            changed.insert(ContentLine("EXDATE", parameters: start.parameters, raw: date))
        }
        document.replaceNested(event, by: changed)
        return document.serialise()
    }
}
