/// An event or a task, as one knows it.
struct CorpusEvent: Hashable, Sendable {
    /// How it repeats.
    enum Series: Hashable, Sendable {
        case weekly(count: Int)
        case daily(count: Int)
        case yearly
    }

    var summary: String
    /// Day number from 2024-01-01, and minutes of the day in local time; nil minutes: the whole day.
    var day: Int
    var minutes: Int?
    var seconds = 0
    var length = 60
    var place: String?
    var details: String?
    var series: Series?
    var isTask = false
    /// A task with no due time.
    var isTimeless = false

    /// What tells it from others of its kind.
    var identity: String { "\(isTimeless ? "-" : "\(day):\(minutes ?? -1)"):\(summary.lowercased())" }

    /// What a phone with these losses keeps; `losses` that take nothing away leave the set.
    func kept(_ losses: inout Set<PhoneLoss>) -> CorpusEvent {
        var copy = self
        losses = losses.filter { copy.lose($0) }
        return copy
    }

    private mutating func lose(_ loss: PhoneLoss) -> Bool {
        let before = self
        switch loss {
        case .truncatesName: summary = PhoneLoss.cut(summary, PhoneLoss.keptSummary)
        case .truncatesNote: details = details.map { PhoneLoss.cut($0, PhoneLoss.keptNote) }
        case .dropsSeconds: seconds = 0
        case .dropsDetails: (place, details) = (nil, nil)
        case .losesLetters, .stripsAccents:
            return [summary, place ?? "", details ?? ""].contains { PhoneLoss.letters([loss], $0) != $0 }
        case .reorders: return true
        case .none, .dropsPhoto, .keepsTwoNumbers, .keepsOneNumber, .normalisesNumbers, .upperCasesTypes, .dropsTypes,
            .foldsName, .dropsMail, .rewritesLineEnds, .retypesNumbers, .swapsNames:
            return false
        }
        return self != before
    }
}

/// The texts of an event: as clients keep them upstream, and as a phone in Berlin holds them.
enum CorpusCalendar {
    /// As a client writes it (iCalendar): in its zone, or in UTC.
    static func upstream(_ event: CorpusEvent, uid: String, client: Int) -> String {
        let isZoned = client != 1 || event.series != nil
        var lines = [
            CorpusLine("UID", values: [uid]), CorpusLine("DTSTAMP", values: ["20240101T000000Z"], isRaw: true),
            CorpusLine("SUMMARY", values: [event.summary]),
        ]
        lines += times(event, parameters: isZoned ? ["TZID=Europe/Berlin"] : [], isUTC: !isZoned, isOld: false)
        lines += details(event) + rule(event, isOld: false)
        return whole(lines, event, isOld: false)
    }

    /// As a phone holds it: vCalendar 1.0 in local time, or iCalendar in UTC.
    static func held(
        _ event: CorpusEvent, _ losses: Set<PhoneLoss>, isOld: Bool, _ random: inout SplitMix
    ) -> String {
        // A series in UTC would drift: such phones name their zone.
        let isZoned = !isOld && event.series != nil
        var lines = [CorpusLine("SUMMARY", values: [PhoneLoss.letters(losses, event.summary)])]
        lines += times(
            event, parameters: isZoned ? ["TZID=Europe/Berlin"] : [], isUTC: !isOld && !isZoned, isOld: isOld)
        lines += details(event).map { line in
            CorpusLine(line.name, values: line.values.map { PhoneLoss.letters(losses, $0) })
        }
        lines += rule(event, isOld: isOld)
        if losses.contains(.reorders) { lines.shuffle(using: &random) }
        return whole(lines, event, isOld: isOld)
    }

    private static func whole(_ lines: [CorpusLine], _ event: CorpusEvent, isOld: Bool) -> String {
        let name = event.isTask ? "VTODO" : "VEVENT"
        return "BEGIN:VCALENDAR\r\nVERSION:\(isOld ? "1.0" : "2.0")\r\n"
            + (isOld ? "" : "PRODID:-//Corpus//EN\r\n") + "BEGIN:\(name)\r\n"
            + lines.map { $0.text(isOld: isOld) }.joined() + "END:\(name)\r\nEND:VCALENDAR\r\n"
    }

    private static func details(_ event: CorpusEvent) -> [CorpusLine] {
        [
            event.place.map { CorpusLine("LOCATION", values: [$0]) },
            event.details.map { CorpusLine("DESCRIPTION", values: [$0]) },
        ]
        .compactMap { $0 }
    }

    private static func times(_ event: CorpusEvent, parameters: [String], isUTC: Bool, isOld: Bool) -> [CorpusLine] {
        if event.isTimeless { return [] }
        guard let minutes = event.minutes else {
            let (start, end) = (date(event.day), date(event.day + (event.isTask ? 0 : 1)))
            if isOld, event.isTask { return [CorpusLine("DUE", values: [start + "T000000"], isRaw: true)] }
            if isOld {
                return [
                    CorpusLine("DTSTART", values: [start + "T000000"], isRaw: true),
                    CorpusLine("DTEND", values: [end + "T000000"], isRaw: true),
                ]
            }
            let day = ["VALUE=DATE"]
            if event.isTask { return [CorpusLine("DUE", day, values: [start], isRaw: true)] }
            return [
                CorpusLine("DTSTART", day, values: [start], isRaw: true),
                CorpusLine("DTEND", day, values: [end], isRaw: true),
            ]
        }
        func time(_ minutes: Int) -> String {
            let shift = isUTC ? (isSummer(event.day) ? 120 : 60) : 0
            let all = event.day * 1440 + minutes - shift
            let clock = all % 1440
            return date(all / 1440) + "T" + two(clock / 60) + two(clock % 60) + two(event.seconds) + (isUTC ? "Z" : "")
        }
        if event.isTask { return [CorpusLine("DUE", parameters, values: [time(minutes)], isRaw: true)] }
        return [
            CorpusLine("DTSTART", parameters, values: [time(minutes)], isRaw: true),
            CorpusLine("DTEND", parameters, values: [time(minutes + event.length)], isRaw: true),
        ]
    }

    private static func rule(_ event: CorpusEvent, isOld: Bool) -> [CorpusLine] {
        guard let series = event.series else { return [] }
        let text =
            switch series {
            case .weekly(let count): isOld ? "W1 #\(count)" : "FREQ=WEEKLY;COUNT=\(count)"
            case .daily(let count): isOld ? "D1 #\(count)" : "FREQ=DAILY;COUNT=\(count)"
            case .yearly: isOld ? "YM1 #0" : "FREQ=YEARLY"
            }
        return [CorpusLine("RRULE", values: [text], isRaw: true)]
    }

    /// Summer time of 2024 and 2025 in Berlin, without the days on which the clock changes.
    static func isSummer(_ day: Int) -> Bool { (91..<301).contains(day) || (455..<664).contains(day) }

    /// `20240131`: days from 2024-01-01.
    static func date(_ day: Int) -> String {
        var (year, rest) = (2024, day)
        while rest >= (year % 4 == 0 ? 366 : 365) {
            rest -= year % 4 == 0 ? 366 : 365
            year += 1
        }
        let lengths = [31, year % 4 == 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var month = 0
        while rest >= lengths[month] {
            rest -= lengths[month]
            month += 1
        }
        return "\(year)" + two(month + 1) + two(rest + 1)
    }

    private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
