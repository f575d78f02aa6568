import SyncTypes
import Translation
import Versit

/// The laws of reading texts.
enum SyntaxLaws {
    static let all = [Law("syntax: a text reads the same beside an older one", beside)]

    private static let hints: [Dialect?] = [nil, .vCard21, .vCard30, .vCard40, .vCalendar10, .iCalendar20]

    /// What saves reading must not change what is read, whatever the other text is.
    private static func beside(_ seed: UInt64, _ found: inout Findings) throws {
        var dice = Dice(seed)
        let older = try text(&dice)
        let newer = edited(older, &dice)
        let hint = hints.randomElement(using: &dice)!
        for (text, other) in [(newer, older), (older, newer)] {
            let alone = try Document.parse(text, hint: hint)
            let beside = try Document.parse(text, hint: hint, since: try Document.parse(other, hint: hint))
            found.expect(beside == alone, "\(Given.lines(other))\n\(Given.lines(text))")
        }
    }

    /// A resource, or what a device is shown of it.
    private static func text(_ dice: inout Dice) throws -> [UInt8] {
        if dice.hits(4) { return CalendarFixtures.rich }
        if dice.hits(4) {
            let lens = Lens(CalendarFixtures.oldPhone())
            return try lens.view(of: CalendarFixtures.richKey, in: CalendarFixtures.rich, held: nil).text
        }
        let body = RandomCard.body(&dice)
        let format: ItemFormat? = [nil, .vCard21, .vCard30, .vCard40].randomElement(using: &dice)!
        return try format.map { try Given.lens($0).view(of: PartKey(uid: "u"), in: body, held: nil).text } ?? body
    }

    /// Lines that go, come, change places, and get other ends; then, now and then, octets.
    private static func edited(_ text: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) + [0x0A] }
        for _ in 0..<Int.random(in: 0...4, using: &dice) {
            let place = Int.random(in: 0..<lines.count, using: &dice)
            switch Int.random(in: 0..<7, using: &dice) {
            case 0: lines.remove(at: place)
            case 1: lines.insert(lines.randomElement(using: &dice)!, at: place)
            case 2: lines.swapAt(place, Int.random(in: 0..<lines.count, using: &dice))
            case 3: lines.insert(oddities.randomElement(using: &dice)!, at: place)
            case 4: lines[place] = [0x20] + lines[place]
            case 5: lines[place].insert(UInt8(ascii: "="), at: max(0, lines[place].count - 2))
            default: lines[place].removeAll { $0 == 0x0D }
            }
            if lines.isEmpty { return [] }
        }
        var bytes = Array(lines.joined())
        if dice.hits(6) { bytes.removeAll { $0 == 0x0D } }
        if dice.hits(12) { bytes.removeAll { $0 == 0x0A } }
        for _ in 0..<(dice.hits(3) ? Int.random(in: 1...6, using: &dice) : 0) where !bytes.isEmpty {
            bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
        }
        return bytes
    }

    private static let oddities: [[UInt8]] = [
        "\r\n", "\n", "\r", " \r\n", "=\r\n", "NOTE;ENCODING=QUOTED-PRINTABLE:a=\r\n", "PHOTO;ENCODING=BASE64:\r\n",
        " AAAA\r\n", "AAAA\r\n", "BEGIN:VALARM\r\n", "END:VALARM\r\n", "END:VCARD\r\n", "BEGIN:VCARD\r\n",
        "VERSION:3.0\r\n", "NOTE:a=3Db=C3=A4\r\n", "no property\r\n", "TEL;\"A:1\r\n",
    ].map { Array($0.utf8) }
}
