import Translation
import Versit

/// Random changes, undone after random later edits: each property goes by the rule, and no other byte moves.
enum RestoreLaws {
    static let all = [
        Law("undo of a card: each property goes by the rule") { try judge($0, isCard: true, &$1) },
        Law("undo of a series: each property goes by the rule") { try judge($0, isCard: false, &$1) },
    ]

    /// One version of a resource: components by their identity, in each the lines by a key.
    struct Version: Equatable {
        /// Component (an occurrence, "" for the master or the card) to key to value; nil for a component that is not there.
        var parts: [String: [String: String]] = ["": [:]]

        /// The text. Keys are `NAME` or `NAME;TYPE=X`; long values are folded by hand, in a way of their own.
        func text(_ isCard: Bool) -> [UInt8] {
            var lines = isCard ? ["BEGIN:VCARD", "VERSION:3.0", "UID:u"] : ["BEGIN:VCALENDAR", "VERSION:2.0"]
            for (part, values) in parts.sorted(by: { $0.key < $1.key }) {
                if !isCard {
                    lines += ["BEGIN:VEVENT", "UID:u"]
                    if !part.isEmpty { lines.append("RECURRENCE-ID:\(part)") }
                }
                for (key, value) in values.sorted(by: { $0.key < $1.key }) { lines.append(Version.line(key, value)) }
                if !isCard { lines.append("END:VEVENT") }
            }
            lines.append(isCard ? "END:VCARD" : "END:VCALENDAR")
            return Array(lines.map { $0 + "\r\n" }.joined().utf8)
        }

        static func line(_ key: String, _ value: String) -> String {
            value.count < 9 ? "\(key):\(value)" : "\(key):\(value.prefix(4))\r\n \(value.dropFirst(4))"
        }
    }

    static let singles = ["FN", "BDAY", "SORT-STRING"]
    static let calendarSingles = ["SUMMARY", "LOCATION", "PRIORITY", "DESCRIPTION"]
    static let sets = ["TEL;TYPE=HOME", "TEL;TYPE=CELL", "EMAIL;TYPE=A", "EMAIL;TYPE=B", "X-OWN"]
    static let calendarSets = ["COMMENT;X=1", "COMMENT;X=2", "ATTENDEE;CN=a", "X-OWN"]

    static func keys(_ isCard: Bool) -> [String] { isCard ? singles + sets : calendarSingles + calendarSets }

    static func edit(_ version: Version, _ isCard: Bool, _ count: Int, _ random: inout RandomEdits) -> Version {
        var next = version
        for _ in 0..<count {
            if !isCard, random.below(6) == 0 {
                let occurrence = "2025010\(random.below(3) + 1)T090000Z"
                if next.parts[occurrence] == nil {
                    next.parts[occurrence] = ["SUMMARY": random.value(), "X-OWN": random.value()]
                } else {
                    next.parts[occurrence] = nil
                }
                continue
            }
            let part = next.parts.keys.sorted()[random.below(next.parts.count)]
            let all = keys(isCard)
            let index = random.below(all.count)
            // No two keys share a value: a number that changes its kind is another matter.
            next.parts[part]?[all[index]] = random.below(4) == 0 ? nil : random.value() + "\(index)"
        }
        return next
    }

    private static func judge(_ seed: UInt64, isCard: Bool, _ found: inout Findings) throws {
        var random = RandomEdits(seed: seed)
        let before = edit(Version(), isCard, 12, &random)
        let after = edit(before, isCard, random.below(5) + 1, &random)
        let later = edit(after, isCard, random.below(6), &random)
        let merge = try ResourceMerge(
            base: after.text(isCard), mine: before.text(isCard), theirs: later.text(isCard), now: Given.now)
        try check(merge, before, after, later, isCard, &found)
    }

    /// The rule, said once more and without any code of the merge.
    static func check(
        _ merge: ResourceMerge, _ before: Version, _ after: Version, _ later: Version, _ isCard: Bool,
        _ found: inout Findings
    ) throws {
        let result = try Read(merge.body)
        var conflicts: Set<String> = []
        for part in Set(before.parts.keys).union(after.parts.keys).union(later.parts.keys) {
            let (old, undone, new) = (before.parts[part], after.parts[part], later.parts[part])
            let suffix = part.isEmpty ? "" : " of \(part)"
            guard let new else {
                // Removed since, or never there now: it comes back only when the undone change had removed it.
                let returns = undone == nil && old != nil
                found.expect((result.parts[part] != nil) == returns, "\(part)")
                if returns { found.expect(result.parts[part] == lines(old ?? [:]), "\(part)") }
                if undone != nil, let old, old != undone { conflicts.insert("VEVENT\(suffix)") }
                continue
            }
            guard let old else {
                let isOurs = undone != nil && undone == new
                found.expect((result.parts[part] == nil) == isOurs, "\(part)")
                if !isOurs { found.expect(result.parts[part] == lines(new), "\(part)") }
                if let undone, undone != new { conflicts.insert("VEVENT\(suffix)") }
                continue
            }
            var wanted: Set<String> = []
            for key in keys(isCard) {
                let values = (old[key], undone?[key], new[key])
                let name = String(key.prefix { $0 != ";" })
                let isSet = sets.contains(key) || calendarSets.contains(key)
                let (kept, isConflict) = rule(values.0, values.1, values.2, isSet: isSet)
                wanted.formUnion(kept.map { Version.line(key, $0) })
                if isConflict { conflicts.insert(name + suffix) }
            }
            found.expect(result.parts[part] == wanted, "\(part)")
        }
        found.expect(Set(merge.conflicts.map(\.property)) == conflicts)
    }

    /// What is left of one key, and whether that is a conflict.
    static func rule(
        _ before: String?, _ after: String?, _ later: String?, isSet: Bool
    ) -> (kept: [String], isConflict: Bool) {
        if before == after { return ([later].compactMap { $0 }, false) }
        if later == after { return ([before].compactMap { $0 }, false) }
        if later == before { return ([later].compactMap { $0 }, false) }
        // A value that returns stands beside one that somebody else has added.
        if isSet, after == nil, let before, let later { return ([before, later], false) }
        return ([later].compactMap { $0 }, true)
    }

    static func lines(_ values: [String: String]) -> Set<String> {
        Set(values.map { Version.line($0.key, $0.value) })
    }

    /// A line is there twice.
    private struct Twice: Error {
        let line: String
    }

    /// A text taken apart without Versit: the lines of each part, folds and all.
    struct Read {
        var parts: [String: Set<String>] = [:]

        init(_ body: [UInt8]) throws {
            let text = String(decoding: body, as: UTF8.self).replacing("\r\n ", with: "\u{1}")
            var part = ""
            var lines: Set<String> = []
            func keep(_ line: String) -> String { line.replacing("\u{1}", with: "\r\n ") }
            for line in text.split(separator: "\r\n").map(String.init) {
                switch line {
                case "BEGIN:VCARD", "BEGIN:VCALENDAR", "VERSION:3.0", "VERSION:2.0", "UID:u", "END:VCALENDAR": continue
                case "BEGIN:VEVENT": (part, lines) = ("", [])
                case "END:VEVENT", "END:VCARD": parts[part] = lines
                case let line where line.hasPrefix("RECURRENCE-ID:"): part = String(line.dropFirst(14))
                default: guard lines.insert(keep(line)).inserted else { throw Twice(line: line) }
                }
            }
        }
    }
}

/// Dice with what edits need.
struct RandomEdits {
    private var dice: Dice

    init(seed: UInt64) { dice = Dice(seed) }

    mutating func below(_ bound: Int) -> Int { Int(dice.next() % UInt64(bound)) }

    /// Few values, so that edits meet; some long enough to be folded.
    mutating func value() -> String {
        let letter = String(["a", "b", "c"][below(3)])
        return below(3) == 0 ? String(repeating: letter, count: 12) : letter
    }
}
