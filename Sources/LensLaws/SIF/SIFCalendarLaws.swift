import SyncTypes
import Translation
import Versit

/// The laws of the lens for SIF-E, SIF-T and SIF-N.
enum SIFCalendarLaws {
    typealias F = CalendarFixtures

    static let all = [
        Law("SIF-E, SIF-T: an echo writes nothing, an edit is there and nothing else moves", echoAndEdit),
        Law("SIF-E, SIF-T: what is created is shown", created), Law("SIF-N: what is typed is there", notes),
        Law("SIF-E: any bytes are a translation or an error", nonsense),
    ]

    /// One of three a case, by turns.
    private static func device(_ seed: UInt64, _ kind: ItemKind) -> LensContext {
        switch seed / 4 % 3 {
        case 0: F.sifDevice(kind)
        case 1: F.sifDevice(kind, zone: nil)
        default: F.sifDevice(kind, zone: F.newYork)
        }
    }

    private static func echoAndEdit(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed &+ 70_000)
        let isTask = seed % 4 == 0
        let body = RandomCalendar.body(isTask: isTask, &dice)
        let device = device(seed, isTask ? .task : .event)
        let lens = Lens(device)
        for part in try ResourceReader.parts(of: body, zones: F.zones).parts {
            try judge(lens, part, body, &dice, &found)
        }
    }

    private static func judge(
        _ lens: Lens, _ part: PartKey, _ body: [UInt8], _ dice: inout Dice, _ found: inout Findings
    ) throws {
        let view: [UInt8]
        do {
            view = try lens.view(of: part, in: body, held: nil).text
        } catch {
            found.expect(error.code == .unsupported)
            return
        }
        let held = dice.hits(3) ? nil : view
        let put = try lens.put(
            view, held: held, sent: dice.hits(4) ? nil : held, part: part, into: body, rule: .deviceWins)
        found.expect(
            !put.changed && put.body == body,
            "GetPut: \(F.difference(body, put.body))\n\(SIFGiven.string(view))\n\(F.text(body))")
        var text = SIFGiven.set("Subject", "Other <title> & more", in: view)
        for element in [
            "Body", "Location", "Categories", "Importance", "Sensitivity", "Exceptions", "Attendees", "DueDate",
        ]
        where dice.hits(3) && SIFGiven.value(element, in: text) != nil {
            text = SIFGiven.set(element, nil, in: text)
        }
        let edit = try lens.put(text, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        let changes = F.difference(body, edit.body).filter {
            !$0.contains("STAMP:") && !$0.contains("LAST-MODIFIED:") && !$0.contains("SEQUENCE:")
        }
        found.expect(changes == ["-SUMMARY:Own title", "+SUMMARY:Other <title> & more"], "\(changes)")
        let again = try lens.view(of: part, in: edit.body, held: text).text
        found.expect(SIFGiven.value("Subject", in: again) == "Other <title> & more", "PutGet")
        found.expect(!lens.isSame(again, view))
    }

    private static func created(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed &+ 170_000)
        let isTask = seed % 4 == 0
        let body = RandomCalendar.body(isTask: isTask, &dice)
        try CalendarLaws.isShownAsMade(Lens(device(seed, isTask ? .task : .event)), body, &found)
    }

    private static func notes(_ seed: UInt64, _ found: inout Findings) throws {
        let lens = SIFGiven.lens(.note)
        let part = PartKey(uid: "n")
        var dice = Dice(seed)
        func words() -> String {
            (0..<Int.random(in: 1...8, using: &dice)).map { _ in
                ["Anna", "<b>", "a & b", "zwei", "\n", " ", "ü"].randomElement(using: &dice) ?? ""
            }.joined(separator: " ")
        }
        let body = try lens.create(from: SIFGiven.text("note", ""), uid: "n")
        let start = try lens.view(of: part, in: body, held: nil).text
        let typed = "T" + words()
        let text = SIFGiven.set("Body", typed, in: start)
        let result = try lens.put(text, held: start, sent: start, part: part, into: body, rule: .deviceWins)
        let view = try lens.view(of: part, in: result.body, held: text).text
        found.expect(
            SIFGiven.value("Body", in: view) == LineEnds.trimmed(typed), "\(typed.debugDescription)")
        let same = try lens.put(view, held: view, sent: view, part: part, into: result.body, rule: .deviceWins)
        found.expect(!same.changed && lens.isSame(view, view))
    }

    private static func nonsense(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed)
        let lens = Lens(F.sifDevice(.event))
        let source = try lens.view(of: F.richKey, in: F.rich, held: nil).text
        var bytes = source
        for _ in 0..<Int.random(in: 1...12, using: &dice) {
            bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
        }
        _ = try? lens.create(from: bytes, uid: "x")
        _ = try? lens.put(bytes, held: source, sent: nil, part: F.richKey, into: F.rich, rule: .deviceWins)
        _ = lens.isSame(bytes, source)
        _ = lens.isClose(bytes, to: source)
    }
}
