import SyncTypes
import Testing
import Translation
import Versit

/// The laws of the lens for SIF-E, SIF-T and SIF-N; a failure prints its seed.
@Suite struct SIFCalendarLawTests {
    typealias F = CalendarFixtures

    private static func devices(_ kind: ItemKind) -> [LensContext] {
        [
            SIFCalendarTests.context(kind), SIFCalendarTests.context(kind, zone: nil),
            SIFCalendarTests.context(kind, zone: F.newYork),
        ]
    }

    @Test("GetPut, PutGet, and what is missing stays", arguments: 0..<SIFGiven.shares) func laws(_ share: Int) throws {
        for seed in UInt64(share) * 15..<UInt64(share + 1) * 15 {
            var dice = Dice(seed &+ 70_000)
            let isTask = seed % 4 == 0
            let body = RandomCalendar.body(isTask: isTask, &dice)
            for device in Self.devices(isTask ? .task : .event) {
                let lens = Lens(device)
                for part in try ResourceReader.parts(of: body, zones: F.zones).parts {
                    try judge(lens, part, body, seed, &dice)
                }
            }
        }
    }

    private func judge(_ lens: Lens, _ part: PartKey, _ body: [UInt8], _ seed: UInt64, _ dice: inout Dice) throws {
        let view: [UInt8]
        do {
            view = try lens.view(of: part, in: body, held: nil).text
        } catch {
            #expect(error.code == .unsupported, "seed \(seed)")
            return
        }
        let held = dice.hits(3) ? nil : view
        let put = try lens.put(
            view, held: held, sent: dice.hits(4) ? nil : held, part: part, into: body, rule: .deviceWins)
        #expect(
            !put.changed && put.body == body,
            "GetPut, seed \(seed): \(F.difference(body, put.body))\n\(SIFGiven.string(view))\n\(F.text(body))")
        var text = try SIFGiven.set("Subject", "Other <title> & more", in: view)
        for element in [
            "Body", "Location", "Categories", "Importance", "Sensitivity", "Exceptions", "Attendees", "DueDate",
        ]
        where dice.hits(3) && SIFGiven.value(element, in: text) != nil {
            text = try SIFGiven.set(element, nil, in: text)
        }
        let edit = try lens.put(text, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        let changes = F.difference(body, edit.body).filter {
            !$0.contains("STAMP:") && !$0.contains("LAST-MODIFIED:") && !$0.contains("SEQUENCE:")
        }
        #expect(changes == ["-SUMMARY:Own title", "+SUMMARY:Other <title> & more"], "seed \(seed) \(changes)")
        let again = try lens.view(of: part, in: edit.body, held: text).text
        #expect(SIFGiven.value("Subject", in: again) == "Other <title> & more", "PutGet, seed \(seed)")
        #expect(!lens.isSame(again, view), "seed \(seed)")
    }

    @Test("what is created is shown", arguments: 0..<SIFGiven.shares) func created(_ share: Int) throws {
        for seed in UInt64(share) * 15..<UInt64(share + 1) * 15 {
            var dice = Dice(seed &+ 170_000)
            let isTask = seed % 4 == 0
            let body = RandomCalendar.body(isTask: isTask, &dice)
            for device in Self.devices(isTask ? .task : .event) {
                let lens = Lens(device)
                guard let text = try? lens.view(of: PartKey(uid: "e1"), in: body, held: nil).text else { continue }
                let made = try lens.create(from: text, uid: "c1")
                let view = try lens.view(of: PartKey(uid: "c1"), in: made, held: text).text
                #expect(
                    lens.isSame(view, text),
                    "seed \(seed) \(F.difference(text, view)) \(lens.values(of: text)) \(lens.values(of: view)) \(F.text(made))"
                )
                let put = try lens.put(
                    text, held: text, sent: view, part: PartKey(uid: "c1"), into: made, rule: .deviceWins)
                #expect(!put.changed, "seed \(seed): \(F.difference(made, put.body))")
            }
        }
    }

    @Test("notes", arguments: 0..<SIFGiven.shares) func notes(_ share: Int) throws {
        let lens = SIFGiven.lens(.note)
        let part = PartKey(uid: "n")
        for seed in UInt64(share) * 100..<UInt64(share + 1) * 100 {
            var dice = Dice(seed)
            func words() -> String {
                (0..<Int.random(in: 1...8, using: &dice)).map { _ in
                    ["Anna", "<b>", "a & b", "zwei", "\n", " ", "ü"].randomElement(using: &dice) ?? ""
                }.joined(separator: " ")
            }
            let body = try lens.create(from: SIFGiven.text("note", ""), uid: "n")
            let start = try lens.view(of: part, in: body, held: nil).text
            let typed = "T" + words()
            let text = try SIFGiven.set("Body", typed, in: start)
            let result = try lens.put(text, held: start, sent: start, part: part, into: body, rule: .deviceWins)
            let view = try lens.view(of: part, in: result.body, held: text).text
            #expect(
                SIFGiven.value("Body", in: view) == LineEnds.trimmed(typed), "seed \(seed) \(typed.debugDescription)")
            let same = try lens.put(view, held: view, sent: view, part: part, into: result.body, rule: .deviceWins)
            #expect(!same.changed && lens.isSame(view, view), "seed \(seed)")
        }
    }

    @Test("any bytes are a translation or an error") func nonsense() throws {
        for seed in 1...100 as ClosedRange<UInt64> {
            var dice = Dice(seed)
            let lens = Lens(SIFCalendarTests.context(.event))
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
}
