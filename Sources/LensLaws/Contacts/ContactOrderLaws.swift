import SyncTypes
import Translation
import Versit

/// Edits that do not touch each other come to the same, whichever is first.
enum ContactOrderLaws {
    static let all = [Law("contacts: edits of different properties come to the same in either order", order)]
    private static let part = PartKey(uid: "x")

    /// A device, what it holds, and what its user makes of it.
    private struct Side {
        let lens: Lens
        let view: [UInt8]
        let mine: [UInt8]

        init(_ format: ItemFormat, _ body: [UInt8], _ edit: (inout Component) -> Void) throws {
            view = try Given.lens(format).view(of: part, in: body, held: nil).text
            var document = try Document.parse(view).document
            var card = document.first("VCARD") ?? Component("VCARD", .vCard21)
            edit(&card)
            document.set(card)
            mine = document.serialise()
            lens = Given.lens(format, evidence: Given.evidence(view, mine, format: format))
        }

        func put(into body: [UInt8]) throws -> PutResult {
            try lens.put(mine, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        }
    }

    private static func order(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed &+ 77)
        let body = RandomCard.body(&dice)
        let formats: [ItemFormat] = [.vCard21, .vCard30, .vCard40]
        let number = "0" + String(Int.random(in: 100_000...999_999, using: &dice))
        let first = try Side(formats.randomElement(using: &dice) ?? .vCard21, body) { card in
            card.insert(ContentLine("TEL", parameters: [Parameter(spelled: "TYPE=CELL")], text: number, card.dialect))
        }
        let word = "Title \(Int.random(in: 100...999, using: &dice))"
        let second = try Side(formats.randomElement(using: &dice) ?? .vCard30, body) { card in
            card.entries.removeAll { if case .line(let line) = $0 { line.key == "TITLE" } else { false } }
            card.insert(ContentLine("TITLE", text: word, card.dialect))
        }
        let (one, other) = (try first.put(into: body), try second.put(into: body))
        let (there, back) = (try second.put(into: one.body), try first.put(into: other.body))
        for put in [one, other, there, back] { found.expect(put.conflicts.isEmpty, "\(put.conflicts)") }
        func content(_ body: [UInt8]) -> [String] { Given.lines(body).filter { !$0.hasPrefix("REV") }.sorted() }
        found.expect(
            content(there.body) == content(back.body),
            "\(Given.added(there.body, to: back.body)) \(Given.added(back.body, to: there.body))")
        found.expect(there.changed && back.changed)
        found.expect(try !second.put(into: there.body).changed, "the second edit twice")
    }
}
