import SyncTypes
import Testing
import Translation
import Versit

/// The laws of the lens over random cards, devices and edits; a failure prints its seed.
@Suite struct ContactLawTests {
    private let part = PartKey(uid: "x")

    private static let words = [
        "Anna", "Böhm", "O'Neil", "x;y", "a,b", "back\\slash", "two words", "日本", "é", "=3D", "  pad ", "end=",
    ]
    private static let types = ["HOME", "WORK", "CELL", "FAX", "PAGER", "X-ODD", "VOICE", "PREF", "OTHER"]

    private static func text(_ dice: inout Dice, lines: Bool = false) -> String {
        let count = Int.random(in: 1...(lines ? 30 : 3), using: &dice)
        return (0..<count).map { _ in words.randomElement(using: &dice)! }.joined(
            separator: lines && dice.hits(3) ? "\n" : " ")
    }

    private static func number(_ dice: inout Dice) -> String {
        "+\(Int.random(in: 10...99, using: &dice)) \(Int.random(in: 1000...9999, using: &dice))-\(Int.random(in: 10...99, using: &dice))"
    }

    /// A random upstream card of either version.
    static func card(_ dice: inout Dice) -> [UInt8] {
        let dialect: Dialect = dice.hits(3) ? .vCard40 : .vCard30
        var card = Component("VCARD", dialect)
        func add(_ line: ContentLine) { card.entries.append(.line(line)) }
        func kinds() -> [Parameter] {
            let some = types.filter { _ in dice.hits(5) }
            return some.isEmpty
                ? [] : dice.hits(2) ? [Parameter("TYPE", some)] : some.map { Parameter("TYPE", $0.lowercased()) }
        }
        add(ContentLine("VERSION", raw: dialect == .vCard40 ? "4.0" : "3.0"))
        add(ContentLine("UID", raw: "u"))
        add(ContentLine("FN", text: text(&dice), dialect))
        if !dice.hits(6) {
            add(
                ContentLine(
                    "N",
                    structured: (0..<Int.random(in: 1...5, using: &dice)).map { _ in dice.hits(3) ? "" : text(&dice) },
                    dialect))
        }
        for index in 0..<Int.random(in: 0...6, using: &dice) {
            let group = dice.hits(4) ? "item\(index)" : nil
            let value =
                dialect == .vCard40 && dice.hits(2) ? "tel:" + number(&dice).replacing(" ", with: "") : number(&dice)
            add(ContentLine("TEL", group: group, parameters: kinds(), raw: value))
            if let group { add(ContentLine("X-ABLabel", group: group, text: text(&dice), dialect)) }
        }
        for _ in 0..<Int.random(in: 0...3, using: &dice) {
            add(ContentLine("EMAIL", parameters: kinds(), raw: "\(Int.random(in: 1...99, using: &dice))@example.com"))
        }
        for _ in 0..<Int.random(in: 0...2, using: &dice) {
            add(
                ContentLine(
                    "ADR", parameters: kinds(), structured: (0..<7).map { _ in dice.hits(2) ? "" : text(&dice) },
                    dialect))
        }
        for name in ["TITLE", "ROLE", "NOTE", "X-SPOUSE", "X-THING", "MAILER", "TZ"] where dice.hits(2) {
            add(ContentLine(name, text: text(&dice, lines: name == "NOTE"), dialect))
        }
        if dice.hits(2) { add(ContentLine("ORG", structured: [text(&dice), text(&dice)], dialect)) }
        if dice.hits(2) {
            add(ContentLine("CATEGORIES", list: ["A", "B b", "C"].filter { _ in dice.hits(2) } + ["D"], dialect))
        }
        if dice.hits(2) {
            add(ContentLine("BDAY", raw: dice.hits(2) ? "1980-02-03" : dice.hits(3) ? "--0203" : "19800203"))
        }
        if dice.hits(3) { add(ContentLine("NICKNAME", raw: "Al,Bert")) }
        if dice.hits(3) { add(ContentLine("GEO", raw: dialect == .vCard40 ? "geo:1.5,2.5" : "1.5;2.5")) }
        if dice.hits(3) { add(ContentLine("X-JABBER", text: "j@x", dialect)) }
        if dice.hits(3) {
            var photo = ContentLine("PHOTO", value: [])
            photo.setBinary(
                (0..<90).map { _ in UInt8.random(in: 0...255, using: &dice) }, mediaType: "image/png", dialect)
            add(photo)
        }
        if dice.hits(2) { add(ContentLine("REV", raw: "20200101T000000Z")) }
        return Document([card]).serialise()
    }

    private static func device(_ dice: inout Dice, evidence: Evidence = Evidence()) -> (Evidence) -> Lens {
        let format: ItemFormat = dice.hits(2) ? .vCard21 : dice.hits(3) ? .vCard40 : .vCard30
        let announced: [String]? = dice.hits(2) ? nil : dice.hits(2) ? Given.rich : ["N", "FN", "TEL", "NOTE", "BDAY"]
        let sizes = dice.hits(3) ? ["NOTE": 12] : [:]
        return { Given.lens(format, announced: announced, sizes: sizes, evidence: $0) }
    }

    /// What a careless phone makes of a text: properties dropped, numbers without blanks, notes cut, order changed, own ones added.
    private static func worn(_ text: [UInt8], _ dice: inout Dice) throws -> [UInt8] {
        var document = try Document.parse(text).document
        var card = try #require(document.first("VCARD"))
        var kept: [Entry] = []
        for entry in card.entries {
            guard case .line(var line) = entry, line.isProperty else { continue }
            if line.key != "VERSION", line.key != "N", dice.hits(4) { continue }
            if line.key == "TEL", dice.hits(2) {
                line.setText(line.text(card.dialect).filter { $0 != " " && $0 != "-" }, card.dialect)
            }
            if line.key == "TEL", dice.hits(3) { line.parameters = [] }
            if line.key == "NOTE", dice.hits(2) {
                line.setText(String(line.text(card.dialect).prefix(45)), card.dialect)
            }
            if line.key == "N", dice.hits(2),
                line.structured(card.dialect).prefix(2).contains(where: { !LineEnds.trimmed($0).isEmpty })
            {
                line.setStructured(Array(line.structured(card.dialect).prefix(2)), card.dialect)
            }
            kept.append(.line(line))
        }
        card.entries =
            [kept[0]] + kept.dropFirst().shuffled(using: &dice) + [.line(ContentLine("X-IRMC-LUID", raw: "7"))]
        document.set(card)
        return document.serialise()
    }

    @Test func getPut() throws {
        for seed in 1...600 as ClosedRange<UInt64> {
            var dice = Dice(seed)
            let body = ContactLawTests.card(&dice)
            let make = ContactLawTests.device(&dice)
            let view = try make(Evidence()).view(of: part, in: body, held: nil).text
            let lens = make(dice.hits(2) ? Evidence() : Given.evidence(view, format: .vCard30))
            for held in [nil, view] {
                let result = try lens.put(view, held: held, sent: held, part: part, into: body, rule: .deviceWins)
                #expect(
                    !result.changed && result.body == body && result.conflicts.isEmpty,
                    "seed \(seed) \(Given.added(result.body, to: body))")
            }
            #expect(lens.isSame(view, view) && lens.isClose(view, to: view), "seed \(seed)")
        }
    }

    @Test func whatWearsOffChangesNothing() throws {
        for seed in 1...600 as ClosedRange<UInt64> {
            var dice = Dice(seed)
            let body = ContactLawTests.card(&dice)
            let lens = ContactLawTests.device(&dice)(Evidence())
            let view = try lens.view(of: part, in: body, held: nil).text
            let worn = try ContactLawTests.worn(view, &dice)
            let result = try lens.put(worn, held: view, sent: view, part: part, into: body, rule: .deviceWins)
            #expect(!result.changed, "seed \(seed) \(Given.added(result.body, to: body))")
        }
    }

    @Test func putGetAndPutPut() throws {
        for seed in 1...600 as ClosedRange<UInt64> {
            var dice = Dice(seed)
            let body = ContactLawTests.card(&dice)
            let make = ContactLawTests.device(&dice)
            let view = try make(Evidence()).view(of: part, in: body, held: nil).text
            let lens = make(Given.evidence(view, format: .vCard30))
            var document = try Document.parse(view).document
            var card = try #require(document.first("VCARD"))
            // The user changes, adds or removes one number, and sometimes a title.
            let places = card.entries.indices.filter {
                if case .line(let line) = card.entries[$0] { line.key == "TEL" } else { false }
            }
            let new = "0" + String(Int.random(in: 100_000...999_999, using: &dice))
            if let place = places.randomElement(using: &dice), case .line(var line) = card.entries[place], !dice.hits(4)
            {
                if dice.hits(4) {
                    // With its label, as the phone shows it.
                    card.entries.removeAll {
                        if case .line(let other) = $0 {
                            other == line || (line.group != nil && other.group == line.group)
                        } else {
                            false
                        }
                    }
                } else {
                    line.setText(new, card.dialect)
                    card.entries[place] = .line(line)
                }
            } else {
                card.insert(ContentLine("TEL", parameters: [Parameter(spelled: "TYPE=CELL")], text: new, card.dialect))
            }
            document.set(card)
            let mine = document.serialise()
            let result = try lens.put(mine, held: view, sent: view, part: part, into: body, rule: .deviceWins)
            #expect(result.conflicts.isEmpty, "seed \(seed)")
            let shown = try lens.view(of: part, in: result.body, held: mine).text
            #expect(lens.isSame(shown, mine), "seed \(seed)\n\(Given.lines(shown))\n\(Given.lines(mine))")
            #expect(Given.added(result.body, to: body).count <= 2, "seed \(seed) \(Given.added(result.body, to: body))")
            let lost = Given.added(body, to: result.body).filter {
                !$0.hasPrefix("REV") && !$0.contains("TEL") && !$0.contains("X-AB")
            }
            #expect(lost.isEmpty, "seed \(seed) \(lost)")
            let again = try lens.put(mine, held: mine, sent: shown, part: part, into: result.body, rule: .deviceWins)
            #expect(!again.changed && again.body == result.body, "seed \(seed)")
        }
    }

    @Test func whatIsCreatedIsShown() throws {
        for seed in 1...400 as ClosedRange<UInt64> {
            var dice = Dice(seed)
            let body = ContactLawTests.card(&dice)
            let lens = ContactLawTests.device(&dice)(Evidence())
            let text = try lens.view(of: part, in: body, held: nil).text
            let made = try lens.create(from: text, uid: "new")
            let shown = try lens.view(of: part, in: made, held: nil).text
            #expect(lens.isSame(shown, text), "seed \(seed)\n\(Given.lines(shown))\n\(Given.lines(text))")
            let echo = try lens.put(text, held: text, sent: shown, part: part, into: made, rule: .deviceWins)
            #expect(!echo.changed, "seed \(seed) \(Given.added(echo.body, to: made))")
            #expect(
                try lens.put(shown, held: text, sent: shown, part: part, into: made, rule: .deviceWins).changed
                    == false, "seed \(seed)")
        }
    }

    /// Any bytes as the phone's text: an error, or a result that reads as a card.
    @Test func anyBytesAreSafe() throws {
        for seed in 1...300 as ClosedRange<UInt64> {
            var dice = Dice(seed)
            let body = ContactLawTests.card(&dice)
            let lens = ContactLawTests.device(&dice)(Evidence())
            var text = try lens.view(of: part, in: body, held: nil).text
            for _ in 0..<Int.random(in: 1...20, using: &dice) {
                text[Int.random(in: 0..<text.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
            }
            guard let result = try? lens.put(text, held: nil, sent: nil, part: part, into: body, rule: .serverWins)
            else { continue }
            #expect(try ResourceReader.parts(of: result.body).uid == "u", "seed \(seed)")
            _ = try? lens.create(from: text, uid: "n")
        }
    }
}
