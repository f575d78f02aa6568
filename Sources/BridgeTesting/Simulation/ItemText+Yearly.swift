import SyncTypes

/// Events that come every year, as birthdays do. All that the world types is of 2026; the year in which such a series began is nobody's
/// word but its author's, and phones show it from the first one on that they know.
extension ItemText {
    /// The rule of a birthday upstream.
    static let yearlyRule = "RRULE:FREQ=YEARLY"

    /// True for a series that comes every year.
    var isYearly: Bool {
        lines.contains { $0.name == "RRULE" && ($0.raw.contains("FREQ=YEARLY") || $0.raw.hasPrefix("YM1 ")) }
    }

    /// The year in which an event starts; nil without a start.
    var firstYear: Int? {
        lines.first { $0.name == "DTSTART" }.flatMap { Int($0.raw.prefix(4)) }
    }

    /// A start as people speak of it: that of a yearly series without its year.
    func spoken(start: String) -> String { isYearly ? "2026" + start.dropFirst(4) : start }

    /// A typed start in the year in which a yearly series began.
    func dated(start: String) -> String {
        guard isYearly, let firstYear else { return start }
        return "\(firstYear)" + start.dropFirst(4)
    }

    /// The rule of vCalendar 1.0 names the month.
    mutating func followRule(to start: String) {
        guard let place = lines.firstIndex(where: { $0.name == "RRULE" && $0.raw.hasPrefix("YM1 ") }),
            let month = Int(start.dropFirst(4).prefix(2))
        else { return }
        lines[place] = ItemText.line("RRULE:YM1 \(month) #0", isOld: isOld)
    }

    /// The series of a birthday began so long ago.
    mutating func move(toYear year: Int) {
        for index in lines.indices where ["DTSTART", "DTEND"].contains(lines[index].name) {
            let line = lines[index]
            let head = line.written.prefix { $0 != ":" }
            lines[index] = ItemText.line("\(head):\(year)" + line.raw.dropFirst(4), isOld: isOld)
        }
    }
}

extension Invariants {
    /// A series upstream begins in the year in which it began.
    static func years(_ seen: Observation) -> [Violation] {
        seen.writes.compactMap { write in
            guard write.method == "PUT", let before = write.before.map(ItemText.init), before.isYearly,
                let after = write.after.map(ItemText.init), let old = before.firstYear, let new = after.firstYear,
                old != new
            else { return nil }
            return Violation(.years, "step \(write.step): a series of \(old) begins in \(new): \(before.identity ?? 0)")
        }
    }
}
