import Versit

/// Upstream cards of all shapes.
enum RandomCard {
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
    static func body(_ dice: inout Dice) -> [UInt8] {
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
}
