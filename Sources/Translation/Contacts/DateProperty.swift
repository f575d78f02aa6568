import Versit

/// BDAY and ANNIVERSARY: a day, in the card's own spelling; the time some writers add means nothing.
struct DateProperty: ContactProperty {
    let name: String
    let names: [String]

    init(_ name: String, aliases: [String] = []) {
        self.name = name
        self.names = [name] + aliases
    }

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        let text = LineEnds.trimmed(line.text(dialect))
        guard let day = CardDay(text) else { return [] }
        return [ContactValue(canon: [day.extended], parts: [text], name: line.key, group: line.group)]
    }

    /// Phones with vCard 2.1 read the basic form (S40); a day without a year is nothing they can hold before vCard 4.0.
    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        values.compactMap { value in
            guard let day = CardDay(value.canon.first ?? "") else { return nil }
            let key: String
            if let fields {
                guard day.year != nil || fields.dialect == .vCard40, let known = fields.pick([value.name] + names)
                else { return nil }
                key = known
            } else {
                key = dialect == .vCard40 || !value.name.hasPrefix("X-") ? name : value.name
                // ANNIVERSARY is not defined before vCard 4.0.
                if key == "ANNIVERSARY", dialect != .vCard40 { return ContentLine("X-ANNIVERSARY", raw: day.extended) }
            }
            return ContentLine(key, raw: dialect == .vCard30 ? day.extended : day.basic)
        }
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine, let day = CardDay(mine.canon.first ?? "") else { return nil }
        var line = line
        let isBasic = dialect == .vCard40 || !line.raw.dropFirst(2).contains("-")
        if line.parameter("VALUE")?.values.first?.lowercased() == "date-time" { line.setParameter("VALUE", nil) }
        line.setRaw(isBasic ? day.basic : day.extended)
        return line
    }
}

/// A calendar day of a card, with or without a year: `1996-04-15`, `19960415`, `--0415`, any of them with a time behind.
struct CardDay: Hashable, Sendable {
    /// Nil in vCard 4.0's `--0415`.
    var year: Int?
    var month: Int
    var day: Int

    /// Reads a value; nil for anything else, such as the `0000-00-00` of Siemens phones.
    init?(_ text: String) {
        var (number, digits, dashes) = (0, 0, 0)
        for (place, byte) in text.utf8.enumerated() {
            if byte & 0xDF == UInt8(ascii: "T") || byte == 0x20 { break }
            switch byte {
            case 0x30...0x39 where digits < 8: (number, digits) = (number * 10 + Int(byte - 0x30), digits + 1)
            case UInt8(ascii: "-"): if place < 2 { dashes += 1 }
            default: return nil
            }
        }
        let isYearless = dashes == 2
        guard digits == (isYearless ? 4 : 8) else { return nil }
        year = isYearless ? nil : number / 10_000
        month = number / 100 % 100
        day = number % 100
        guard (1...12).contains(month), (1...31).contains(day), year != 0 else { return nil }
    }

    /// `19960415` or `--0415`.
    var basic: String {
        (year.map { CardDay.padded($0, 4) } ?? "--") + CardDay.padded(month, 2) + CardDay.padded(day, 2)
    }

    /// `1996-04-15` or `--04-15`.
    var extended: String {
        (year.map { CardDay.padded($0, 4) + "-" } ?? "--") + CardDay.padded(month, 2) + "-" + CardDay.padded(day, 2)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
