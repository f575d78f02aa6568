import SyncTypes
import Translation
import Versit

/// The laws of the lens over random cards, devices and edits.
enum ContactLaws {
    static let all = [
        Law("contacts: an echo writes nothing", echo),
        Law("contacts: what wears off on a device changes nothing", wornOff),
        Law("contacts: an edit is there, once, and nothing else moves", edit),
        Law("contacts: what is created is shown", created),
        Law("contacts: a value that stays as it is shows what reading it shows", copied),
        Law("contacts: any bytes are a card or an error", nonsense),
    ]
    private static let part = PartKey(uid: "x")

    /// A device by what it has returned; `isRoomy`: what its user types is shown, too.
    private static func device(_ dice: inout Dice, isRoomy: Bool = false) -> ([UInt8]?) -> Lens {
        let format: ItemFormat = dice.hits(2) ? .vCard21 : dice.hits(3) ? .vCard40 : .vCard30
        let announced: [String]? = dice.hits(2) ? nil : dice.hits(2) ? Given.rich : ["N", "FN", "TEL", "NOTE", "BDAY"]
        let sizes = dice.hits(3) ? ["NOTE": 12] : [:]
        var quirks = dice.hits(3) ? Self.quirks(&dice) : PayloadQuirks()
        if isRoomy { quirks.limits = [:] }
        return { returned in
            let evidence = returned.map { Given.evidence($0, format: .vCard30, quirks: quirks) }
            return Given.lens(
                format, announced: announced, sizes: sizes, evidence: evidence ?? Evidence(), quirks: quirks)
        }
    }

    private static func quirks(_ dice: inout Dice) -> PayloadQuirks {
        PayloadQuirks(
            withheld: dice.hits(2) ? ["CATEGORIES", "FN"] : [], ignored: dice.hits(3) ? ["NICKNAME"] : [],
            withheldTypes: dice.hits(2) ? ["PREF", "PAGER"] : [], last: dice.hits(2) ? ["NOTE", "TEL"] : [],
            limits: dice.hits(3) ? ["TEL": PropertyLimit(maxOccur: 3)] : [:], takesOnePreferred: dice.hits(2),
            clearsByDash: dice.hits(2), swapsStreet: dice.hits(2), marksCategories: dice.hits(2),
            pairsMobiles: dice.hits(2))
    }

    /// What a careless phone makes of a text: properties dropped, numbers without blanks, notes cut, order changed, own ones added.
    private static func worn(_ text: [UInt8], _ dice: inout Dice) throws -> [UInt8] {
        var document = try Document.parse(text).document
        var card = document.first("VCARD") ?? Component("VCARD", .vCard21)
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

    private static func echo(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed)
        let body = RandomCard.body(&dice)
        let make = device(&dice)
        let view = try make(nil).view(of: part, in: body, held: nil).text
        let lens = make(dice.hits(2) ? nil : view)
        for held in [nil, view] {
            let result = try lens.put(view, held: held, sent: held, part: part, into: body, rule: .deviceWins)
            found.expect(
                !result.changed && result.body == body && result.conflicts.isEmpty,
                "\(Given.added(result.body, to: body))")
        }
        found.expect(lens.isSame(view, view) && lens.isClose(view, to: view))
    }

    private static func wornOff(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed)
        let body = RandomCard.body(&dice)
        let lens = device(&dice)(nil)
        let view = try lens.view(of: part, in: body, held: nil).text
        let worn = try worn(view, &dice)
        let result = try lens.put(worn, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        found.expect(!result.changed, "\(Given.added(result.body, to: body))")
    }

    private static func edit(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed)
        let body = RandomCard.body(&dice)
        let make = device(&dice, isRoomy: true)
        let view = try make(nil).view(of: part, in: body, held: nil).text
        let lens = make(view)
        var document = try Document.parse(view).document
        var card = document.first("VCARD") ?? Component("VCARD", .vCard21)
        // The user changes, adds or removes one number, and sometimes a title.
        let places = card.entries.indices.filter {
            if case .line(let line) = card.entries[$0] { line.key == "TEL" } else { false }
        }
        let new = "0" + String(Int.random(in: 100_000...999_999, using: &dice))
        if let place = places.randomElement(using: &dice), case .line(var line) = card.entries[place], !dice.hits(4) {
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
        found.expect(result.conflicts.isEmpty)
        let shown = try lens.view(of: part, in: result.body, held: mine).text
        found.expect(lens.isSame(shown, mine), "\(Given.lines(shown))\n\(Given.lines(mine))")
        found.expect(
            Given.added(result.body, to: body).count <= 2, "\(Given.added(result.body, to: body))")
        let lost = Given.added(body, to: result.body).filter {
            !$0.hasPrefix("REV") && !$0.contains("TEL") && !$0.contains("X-AB")
        }
        found.expect(lost.isEmpty, "\(lost)")
        let again = try lens.put(mine, held: mine, sent: shown, part: part, into: result.body, rule: .deviceWins)
        found.expect(!again.changed && again.body == result.body)
    }

    private static func created(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed)
        let body = RandomCard.body(&dice)
        let lens = device(&dice)(nil)
        let text = try lens.view(of: part, in: body, held: nil).text
        let made = try lens.create(from: text, uid: "new")
        let shown = try lens.view(of: part, in: made, held: nil).text
        found.expect(lens.isSame(shown, text), "\(Given.lines(shown))\n\(Given.lines(text))")
        let echo = try lens.put(text, held: text, sent: shown, part: part, into: made, rule: .deviceWins)
        found.expect(!echo.changed, "\(Given.added(echo.body, to: made))")
        found.expect(
            try lens.put(shown, held: text, sent: shown, part: part, into: made, rule: .deviceWins).changed
                == false)
    }

    /// A line with a character set is read, the same line without one may be copied.
    private static func copied(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed)
        let body = RandomCard.body(&dice)
        let lens = device(&dice)(nil)
        var document = try Document.parse(body).document
        var card = document.first("VCARD") ?? Component("VCARD", .vCard30)
        card.entries = card.entries.map { entry in
            guard case .line(var line) = entry, line.isProperty, line.key != "VERSION" else { return entry }
            line.parameters.append(Parameter("CHARSET", "UTF-8"))
            return .line(line)
        }
        document.set(card)
        let view = try lens.view(of: part, in: body, held: nil).text
        let read = try lens.view(of: part, in: document.serialise(), held: nil).text
        found.expect(view == read, "\(Given.lines(view))\n\(Given.lines(read))")
    }

    private static func nonsense(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed)
        let body = RandomCard.body(&dice)
        let lens = device(&dice)(nil)
        var text = try lens.view(of: part, in: body, held: nil).text
        for _ in 0..<Int.random(in: 1...20, using: &dice) {
            text[Int.random(in: 0..<text.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
        }
        guard let result = try? lens.put(text, held: nil, sent: nil, part: part, into: body, rule: .serverWins)
        else { return }
        found.expect(try ResourceReader.parts(of: result.body).uid == "u")
        _ = try? lens.create(from: text, uid: "n")
    }
}
