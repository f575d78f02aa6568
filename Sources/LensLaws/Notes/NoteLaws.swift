import SyncTypes
import Translation
import Versit

/// The laws of the lens over random notes, phones and edits.
enum NoteLaws {
    static let all = [
        Law("text/plain: an echo writes nothing, an edit is there, once", plain),
        Law("vNote: an echo writes nothing, an edit is there, once", vNote),
        Law("text/plain: edits of different lines are both there, in either order", lines),
    ]
    private static let part = PartKey(uid: "n")

    private static func journal(_ lines: String) -> [UInt8] {
        Given.bytes(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VJOURNAL\nUID:n\nDTSTAMP:20200101T000000Z\n\(lines)\n"
                + "X-KEEP;A=\"b\":c\nEND:VJOURNAL\nEND:VCALENDAR\n")
    }

    private static func plain(_ seed: UInt64, _ found: inout Findings) throws {
        let lens = Given.lens(.plainText, .note)
        let words = ["one", "two", "ä;b", "c,d", "\n", "\n", "\\n", " "]
        func text(_ dice: inout Dice) -> String {
            (0..<Int.random(in: 1...12, using: &dice)).map { _ in words.randomElement(using: &dice) ?? "" }.joined(
                separator: " ")
        }
        func spelled(_ text: String) -> String { String(ContentLine("X", text: text, .iCalendar20).raw) }
        var dice = Dice(seed)
        var lines: [String] = []
        if !dice.hits(4) { lines.append("SUMMARY:\(spelled(LineEnds.trimmed(text(&dice))))") }
        if !dice.hits(4) { lines.append("DESCRIPTION:\(spelled(text(&dice)))") }
        let body = journal(lines.isEmpty ? "X:1" : lines.joined(separator: "\n"))
        let view = try lens.view(of: part, in: body, held: nil).text
        found.expect(
            try lens.put(view, held: view, sent: view, part: part, into: body, rule: .deviceWins).body == body)
        let mine = Array(text(&dice).utf8)
        let proven = Given.lens(.plainText, .note, evidence: Given.evidence(view, mine, format: .plainText))
        let result = try proven.put(mine, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        let shown = try lens.view(of: part, in: result.body, held: mine).text
        found.expect(
            proven.matchKeys(of: shown).fingerprints == proven.matchKeys(of: mine).fingerprints,
            "\(Given.lines(result.body))")
        found.expect(
            try !proven.put(mine, held: mine, sent: shown, part: part, into: result.body, rule: .deviceWins)
                .changed)
    }

    private static func vNote(_ seed: UInt64, _ found: inout Findings) throws {
        let lens = Given.lens(.vNote11, .note)
        let words = ["one", "zwei", "ä;b", "c,d", "\n", "=3D", "\\n", "日本", " ", "END:VNOTE"]
        var dice = Dice(seed)
        func text() -> String {
            (0..<Int.random(in: 1...12, using: &dice)).map { _ in words.randomElement(using: &dice) ?? "" }
                .joined(separator: " ")
        }
        func put(
            _ text: [UInt8], held: [UInt8]?, sent: [UInt8]? = nil, into body: [UInt8], _ evidence: Evidence = Evidence()
        ) throws -> PutResult {
            try Given.lens(.vNote11, .note, evidence: evidence).put(
                text, held: held, sent: sent ?? held, part: part, into: body, rule: .deviceWins)
        }
        func note(_ body: String, _ categories: [String]) -> [UInt8] {
            var note = Component("VNOTE", .vCalendar10)
            note.entries = [.line(ContentLine("BODY", text: body, .vCalendar10))]
            if !categories.isEmpty {
                note.entries.append(.line(ContentLine("CATEGORIES", list: categories, .vCalendar10)))
            }
            return Document([note]).serialise()
        }
        let first = ["A", "B b", "C"].filter { _ in dice.hits(2) }
        let body = try lens.create(from: note("T" + text(), first), uid: "n")
        let view = try lens.view(of: part, in: body, held: nil).text
        found.expect(try put(view, held: dice.hits(2) ? nil : view, into: body).body == body, "GetPut")
        // Other words, and categories beside them: without proof nothing goes.
        let second = first + ["D", "E"].filter { _ in dice.hits(2) }
        let mine = note("U" + text(), second)
        let proof = Given.evidence(view, mine, format: .vNote11)
        let result = try put(mine, held: view, into: body, proof)
        let shown = try lens.view(of: part, in: result.body, held: mine).text
        found.expect(lens.isSame(shown, mine), "PutGet, \(Given.lines(shown)) \(Given.lines(mine))")
        found.expect(try !put(mine, held: mine, sent: shown, into: result.body).changed, "PutPut")
    }

    /// Each of two sides changes, takes out or adds to lines of its own, any number of them.
    private static func lines(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed)
        let old = (0...Int.random(in: 3...20, using: &dice)).map { "line \($0) of the note" }
        var (mine, theirs, both): ([String], [String], [String]) = ([], [], [])
        for (number, line) in old.enumerated() {
            // Every other line is nobody's, and the first one, the title, is never taken out.
            let edit: [String] =
                number % 2 == 1 || dice.hits(3)
                ? [line]
                : number > 0 && dice.hits(4) ? [] : dice.hits(3) ? [line, "more \(number)"] : [line + "!"]
            let isMine = dice.hits(2)
            mine += isMine ? edit : [line]
            theirs += isMine ? [line] : edit
            both += edit
        }
        func text(_ lines: [String]) -> [UInt8] { Array(lines.joined(separator: "\n").utf8) }
        let evidence = Given.evidence(text(old), text(mine), text(theirs), text(both), format: .plainText)
        let lens = Given.lens(.plainText, .note, evidence: evidence)
        let body = try lens.create(from: text(old), uid: "n")
        for (first, second) in [(mine, theirs), (theirs, mine)] {
            let one = try lens.put(
                text(first), held: text(old), sent: text(old), part: part, into: body, rule: .deviceWins)
            let two = try lens.put(
                text(second), held: text(old), sent: text(old), part: part, into: one.body, rule: .deviceWins)
            let shown = try lens.view(of: part, in: two.body, held: nil).text
            found.expect(
                two.conflicts.isEmpty && shown == text(both),
                "\(String(decoding: shown, as: UTF8.self)) for \(both)")
        }
    }
}
