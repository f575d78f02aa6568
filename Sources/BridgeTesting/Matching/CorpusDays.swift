/// Makes events, tasks and notes that are easily taken for one another: one title on many days, many titles at one time.
struct CorpusDays {
    private var random: SplitMix
    private var known: Set<String> = []

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    private mutating func pick<T>(_ list: [T]) -> T { list[Int.random(in: 0..<list.count, using: &random)] }

    private mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func text(_ words: Int) -> String {
        (0..<words).map { _ in pick(CorpusWords.words) }.joined(separator: " ")
    }

    /// A day of 2024 or 2025 on which no clock changes.
    private mutating func day() -> Int {
        let day = Int.random(in: 1..<729, using: &random)
        return [90, 91, 300, 301, 454, 455, 663, 664].contains(day) ? 50 : day
    }

    private mutating func minutes() -> Int { Int.random(in: 28..<84, using: &random) * 15 }

    private mutating func event(_ summary: String, _ day: Int, _ minutes: Int?) -> CorpusEvent {
        var event = CorpusEvent(summary: summary, day: day, minutes: minutes)
        event.length = pick([30, 45, 60, 90, 120])
        if happens(5), minutes != nil { event.seconds = Int.random(in: 1...59, using: &random) }
        if happens(40) { event.place = pick(CorpusWords.cities) + ", " + pick(CorpusWords.streets) }
        if happens(35) { event.details = text(Int.random(in: 2...30, using: &random)) }
        return event
    }

    /// Those that nothing before them is the same as.
    private mutating func new(_ events: [CorpusEvent]) -> [CorpusEvent] {
        events.filter { known.insert(($0.isTask ? "task " : "event ") + $0.identity).inserted }
    }

    /// The next group of events.
    mutating func events() -> [CorpusEvent] {
        let (subject, day, minutes) = (pick(CorpusWords.subjects), day(), minutes())
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4:
            // One title at one time of many days.
            return new((0..<6).map { _ in event(subject, self.day(), minutes) })
        case 4..<6:
            // Many titles at one time.
            return new((0..<4).map { _ in event(pick(CorpusWords.subjects) + happensTo(" " + text(1)), day, minutes) })
        case 6:
            // Titles that differ behind their beginning.
            return new((1...3).map { event(subject + " Teil \($0)", day, minutes) })
        case 7:
            var series = event(subject + " " + text(1), day, minutes)
            series.series = happens(50) ? .weekly(count: Int.random(in: 3...30, using: &random)) : .daily(count: 5)
            return new([series, event(series.summary, day + 3, minutes)])
        case 8: return new((0..<3).map { _ in event("Geburtstag " + pick(CorpusWords.given), day, nil) })
        default:
            var birthday = event("Birthday of " + pick(CorpusWords.given) + " " + pick(CorpusWords.family), day, nil)
            birthday.series = .yearly
            return new([birthday])
        }
    }

    private mutating func happensTo(_ text: String) -> String { happens(50) ? text : "" }

    /// The next group of tasks: one title with several due times, or with none.
    mutating func tasks() -> [CorpusEvent] {
        let errand = pick(CorpusWords.errands)
        if happens(30) {
            var task = event(errand + " " + text(3), 0, nil)
            (task.isTask, task.isTimeless, task.place) = (true, true, nil)
            return new([task])
        }
        return new(
            (0..<3).map { _ in
                var task = event(errand, day(), happens(50) ? minutes() : nil)
                (task.isTask, task.place) = (true, nil)
                return task
            })
    }

    /// The next group of notes: one first line, and sometimes more than that in common.
    mutating func notes() -> [CorpusNote] {
        let (title, opening) = (pick(CorpusWords.titles), text(5))
        return (0..<4).map { _ in
            let lines = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                text(Int.random(in: 2...12, using: &random))
            }
            return CorpusNote(title: title, lines: happens(30) ? [opening] + lines : lines)
        }.filter { known.insert("note " + $0.text).inserted }
    }
}

/// A note, as one knows it.
struct CorpusNote: Hashable, Sendable {
    var title: String
    var lines: [String]

    /// Title and lines.
    var text: String { ([title] + lines).joined(separator: "\n") }

    /// As a client writes it: the first line is the SUMMARY.
    func upstream(uid: String) -> String {
        let lines = [
            CorpusLine("UID", values: [uid]), CorpusLine("DTSTAMP", values: ["20240101T000000Z"], isRaw: true),
            CorpusLine("SUMMARY", values: [title]),
            CorpusLine("DESCRIPTION", values: [self.lines.joined(separator: "\n")]),
        ]
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Corpus//EN\r\nBEGIN:VJOURNAL\r\n"
            + lines.map { $0.text(isOld: false) }.joined() + "END:VJOURNAL\r\nEND:VCALENDAR\r\n"
    }

    /// What a phone with these losses keeps; `losses` that take nothing away leave the set.
    func kept(_ losses: inout Set<PhoneLoss>) -> String {
        let whole = text
        if whole.unicodeScalars.count <= PhoneLoss.keptNote { losses.remove(.truncatesNote) }
        losses = losses.filter {
            ![.losesLetters, .stripsAccents].contains($0) || PhoneLoss.letters([$0], whole) != whole
        }
        var copy = PhoneLoss.letters(losses, whole)
        if losses.contains(.truncatesNote) { copy = PhoneLoss.cut(copy, PhoneLoss.keptNote) }
        return losses.contains(.rewritesLineEnds) ? copy.replacing("\n", with: "\r\n") + " \r\n" : copy
    }
}
