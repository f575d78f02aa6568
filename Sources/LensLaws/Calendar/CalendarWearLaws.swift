import SyncTypes
import Translation
import Versit

/// What devices do to events and tasks, and what two of them do to one.
enum CalendarWearLaws {
    typealias F = CalendarFixtures

    static let all = [
        Law("calendar: what wears off on a device changes nothing", wornOff),
        Law("calendar: edits of different properties come to the same in either order", order),
    ]
    private static let part = PartKey(uid: "e1")
    /// What a device that drops it would change the item by.
    private static let needed: Set<String> = [
        "DTSTART", "DTEND", "DUE", "DURATION", "RRULE", "EXDATE", "RDATE", "SUMMARY", "UID", "RECURRENCE-ID",
        "X-RECURRENCE-ID", "BEGIN", "END",
    ]

    private static func device(_ dice: inout Dice, _ kind: ItemKind) -> LensContext {
        let all = [F.oldPhone(kind), F.oldPhone(kind, utc: false), F.oldPhone(kind, zone: F.newYork), F.newPhone(kind)]
        return all.randomElement(using: &dice) ?? all[0]
    }

    /// A view with another item inside.
    private static func changed(_ view: [UInt8], _ change: (inout Component) -> Void) throws -> [UInt8] {
        var document = try Document.parse(view).document
        guard let old = document.first("VCALENDAR")?.components.last(where: { $0.name != "VTIMEZONE" }) else {
            return view
        }
        var item = old
        change(&item)
        document.replaceNested(old, by: item)
        return document.serialise()
    }

    private static func wornOff(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed &+ 501)
        let isTask = dice.hits(4)
        let body = RandomCalendar.body(isTask: isTask, &dice)
        let lens = Lens(device(&dice, isTask ? .task : .event))
        let part = try ResourceReader.parts(of: body, zones: F.zones).parts.randomElement(using: &dice) ?? part
        guard let view = try? lens.view(of: part, in: body, held: nil).text else { return }
        let worn = try changed(view) { item in
            item.entries = item.entries.filter { entry in
                guard case .line(let line) = entry else { return true }
                return needed.contains(line.key) || !dice.hits(3)
            }.shuffled(using: &dice)
            for place in item.entries.indices {
                guard case .line(var line) = item.entries[place], line.key == "DESCRIPTION", dice.hits(2) else {
                    continue
                }
                line.setText(String(line.text(item.dialect).prefix(50)), item.dialect)
                item.entries[place] = .line(line)
            }
            item.entries.append(.line(ContentLine("X-DEVICE-OWN", raw: "7")))
        }
        let put = try lens.put(worn, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        found.expect(!put.changed, "\(F.difference(body, put.body))\n\(F.text(worn))")
    }

    private static func order(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed &+ 901)
        let isTask = dice.hits(4)
        let kind: ItemKind = isTask ? .task : .event
        let body = RandomCalendar.body(isTask: isTask, &dice)
        let (first, second) = (Lens(device(&dice, kind)), Lens(device(&dice, kind)))
        guard let mine = try? first.view(of: part, in: body, held: nil).text,
            let theirs = try? second.view(of: part, in: body, held: nil).text
        else { return }
        let titled = try changed(mine) { set("SUMMARY", "Other title", in: &$0) }
        let placed = try changed(theirs) { set("LOCATION", "New place", in: &$0) }
        func title(_ body: [UInt8]) throws -> PutResult {
            try first.put(titled, held: mine, sent: mine, part: part, into: body, rule: .deviceWins)
        }
        func place(_ body: [UInt8]) throws -> PutResult {
            try second.put(placed, held: theirs, sent: theirs, part: part, into: body, rule: .deviceWins)
        }
        let there = try place(try title(body).body)
        let back = try title(try place(body).body)
        func content(_ body: [UInt8]) -> [String] {
            Given.lines(body).filter { line in
                !["DTSTAMP", "LAST-MODIFIED", "SEQUENCE"].contains { line.hasPrefix($0) }
            }.sorted()
        }
        found.expect(there.conflicts.isEmpty && back.conflicts.isEmpty, "\(there.conflicts) \(back.conflicts)")
        found.expect(content(there.body) == content(back.body), "\(F.difference(there.body, back.body))")
        let text = F.text(there.body)
        found.expect(text.contains("SUMMARY:Other title") && text.contains("New place"), text)
    }

    private static func set(_ name: String, _ text: String, in item: inout Component) {
        item.entries.removeAll { if case .line(let line) = $0 { line.key == name } else { false } }
        item.insert(ContentLine(name, text: text, item.dialect))
    }
}
