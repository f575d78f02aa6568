import LensLaws
import SyncTypes
import Testing
import Translation

/// Copies that a device has cut, flattened or spelt anew, and people who only look alike.
@Suite struct ContactLikenessTests {
    private let lens = Given.lens(.vCard21)

    private func card(_ lines: String) -> [UInt8] { Given.bytes("BEGIN:VCARD\nVERSION:2.1\n\(lines)\nEND:VCARD\n") }

    private func likeness(_ a: String, _ b: String) -> Int? { lens.likeness(of: card(a), to: card(b)) }

    private func contradict(_ a: String, _ b: String) -> Bool {
        let there = lens.contradicts(card(a), card(b))
        #expect(there == lens.contradicts(card(b), card(a)), "\(a) \(b)")
        return there
    }

    @Test(arguments: [
        ("+49 30 123456", "0049 30 123456"), ("+49 30 123456", "030 123456"), ("+49 (0)30 123456", "(030) 12 34 56"),
        ("+49030123456", "+49 30 123456"), ("8 (495) 123-45-67", "+7 495 1234567"), ("+39 06 1234567", "06/1234567"),
        ("(415) 555-2671", "+1 415 555 2671"), ("tel:+4930123456", "4930123456"),
    ])
    func oneNumberInManySpellings(_ a: String, _ b: String) {
        #expect(likeness("N:Doe;Jane\nTEL;HOME:\(a)", "N:Doe;Jane\nTEL;HOME:\(b)") != nil)
        #expect(!contradict("N:Doe;Jane\nTEL;CELL:\(a)", "N:Doe;Jane\nTEL;CELL:\(b)"))
    }

    @Test(arguments: [
        ("+49 30 123456", "+49 89 123456"), ("030 123456", "030 123457"), ("110", "+49 30 123110"),
        ("0151 2345678", "0160 2345678"),
    ])
    func twoNumbers(_ a: String, _ b: String) {
        #expect(likeness("N:Doe;Jane\nTEL;HOME:\(a)", "N:Doe;Jane\nTEL;HOME:\(b)") == nil)
        #expect(contradict("N:Doe;Jane\nTEL;CELL:\(a)", "N:Doe;Jane\nTEL;CELL:\(b)"))
    }

    @Test("The spelling of a number does not decide between two of one name")
    func fingerprintsHaveNoSpelling() {
        let keys = ["01 963183", "0033 1 963183", "+33 (0)1 963183"].map {
            lens.matchKeys(of: card("N:Brown;Milo\nTEL;WORK:\($0)")).fingerprints
        }
        #expect(Set(keys).count == 1)
    }

    @Test func fatherAndSon() {
        let home = "N:Meier;Karl\nTEL;HOME:030 5551234\n"
        #expect(contradict(home + "TEL;CELL:0170 5550001", home + "TEL;CELL:0170 5550002"))
        // A device that drops types has mobiles all the same.
        let untyped = "N:Meier;Karl\nTEL:030 5551234\nTEL:0170 5550001"
        #expect(contradict(untyped, home + "TEL;CELL:0170 5550002"))
        #expect(!contradict(untyped, home + "TEL;CELL:0170 5550001"))
        #expect(!contradict("N:Meier;Karl\nTEL:030 5551234", home + "TEL;CELL:0170 5550002"))
        #expect(likeness(untyped, home + "TEL;CELL:0170 5550002") == nil)
    }

    @Test func suffixesTellApart() {
        let (father, son) = ("N:Meier;Karl;;;sen.\nTEL;HOME:030 5551234", "N:Meier;Karl;;;jun.\nTEL;HOME:030 5551234")
        #expect(contradict(father, son))
        #expect(!contradict(father, "N:Meier;Karl\nTEL;HOME:030 5551234"))
        #expect(likeness("FN:Karl Meier jun.\nTEL;HOME:030 5551234", father) == nil)
        #expect(likeness("FN:Karl Meier jun.\nTEL;HOME:030 5551234", son) != nil)
    }

    @Test func birthdaysWithoutYear() {
        let (with, without) = (
            "N:Lee;Kim\nBDAY:19700415",
            Given.bytes("BEGIN:VCARD\nVERSION:4.0\nFN:Kim Lee\nN:Lee;Kim\nBDAY:--0415\nEND:VCARD\n")
        )
        #expect(!lens.contradicts(card(with), without))
        #expect(lens.contradicts(card("N:Lee;Kim\nBDAY:19700416"), without))
    }

    @Test("A note or a picture of one's own outweighs another mobile")
    func noteInCommon() {
        let card = "N:Meier;Karl\nTEL;HOME:030 5551234\n"
        let note = "NOTE:plays the organ\n"
        #expect(!contradict(card + note + "TEL;CELL:0170 5550001", card + note + "TEL;CELL:0170 5550002"))
        #expect(contradict(card + "NOTE:x\nTEL;CELL:0170 5550001", card + "NOTE:x\nTEL;CELL:0170 5550002"))
        #expect(contradict(card + note + "BDAY:19700101", card + note + "BDAY:19710101"))
    }

    @Test(arguments: [
        ("N:Mueller;Juergen", "N:Müller;Jürgen"), ("N:Muller;Jurgen", "N:Müller;Jürgen"),
        ("N:Lodz;?ukasz", "N:Łódź;Łukasz"),
        ("N:Wa??sa;Lech", "N:Wałęsa;Lech"), ("N:Jane;Doe", "N:Doe;Jane"),
        ("FN:Dr. Jane Maria Doe", "N:Doe;Jane;Maria;Dr."),
        ("N:Leutheusser-Schnar;Anna", "N:Leutheusser-Schnarrenberger;Anna"),
        ("FN:Anna-Katharina Jan", "N:Jansen;Anna-Katharina"),
        ("FN:Kindergarten Sonne", "FN:Kindergarten Sonnenschein"), ("N:Doe;Jane", "N:Doe;Jane;Maria"),
        ("N:Doe;Jane;M.", "N:Doe;Jane;Maria"),
    ])
    func whatIsLeftOfAName(_ copy: String, _ full: String) {
        let fullUTF8 = full.replacing("N:", with: "N;CHARSET=UTF-8:").replacing("FN;", with: "FN;")
        #expect(likeness(copy + "\nTEL;HOME:030 5551234", fullUTF8 + "\nTEL;HOME:030 5551234") != nil)
        #expect(likeness(fullUTF8 + "\nTEL;HOME:030 5551234", copy + "\nTEL;HOME:030 5551234") != nil)
    }

    @Test(arguments: [
        ("N:Doe;Jane", "N:Doe;John"), ("N:Doe;Anna", "N:Doe;Anna-Maria"), ("N:Doe", "N:Doe;Jane"),
        ("N:Doe;Anna;Maria", "N:Doe;Anna;Marta"), ("N:Doe;Maria", "N:Doe;Anna;Maria"),
        ("N:Doe;Max", "N:Doe;Maximilian"),
        ("FN:Maximilian Alex", "N:Doe;Maximilian Alexander"), ("N:??????;????", "N:Петров;Анна"),
        ("TITLE:x", "N:Doe;Jane"),
        ("N:Smith;Bob", "N:Smith;Robert\nNICKNAME:Bob"),
    ])
    func othersInTheFamily(_ a: String, _ b: String) {
        let home = "\nTEL;HOME:030 5551234"
        #expect(likeness(a + home, b + home) == nil)
        #expect(likeness(b + home, a + home) == nil)
    }

    @Test("Little is left of a name, but a mobile is nobody else's")
    func vagueNames() {
        let mobile = "\nTEL;CELL:0170 5551234"
        #expect(likeness("N:??????;????" + mobile, "N;CHARSET=UTF-8:Петров;Анна" + mobile) != nil)
        #expect(likeness("FN:Maximilian Alex" + mobile, "N:Doe;Maximilian Alexander" + mobile) != nil)
        #expect(likeness("FN:Maximilian Alex", "N:Doe;Maximilian Alexander") == nil)
    }

    @Test("A name alone proves nothing; a birthday or a house does where there is nothing else")
    func evidence() {
        #expect(likeness("N:Lee;Kim", "N:Lee;Kim") == nil)
        #expect(likeness("N:Lee;Kim\nORG:Adler", "N:Lee;Kim\nORG:Adler") == nil)
        #expect(likeness("N:Lee;Kim\nBDAY:19700101", "N:Lee;Kim\nBDAY:1970-01-01\nNOTE:x") != nil)
        #expect(likeness("N:Lee;Kim\nADR:;;Gartenweg 1;Koln", "N:Lee;Kim\nADR;HOME:;;Gartenweg 1;Koln;;50667") != nil)
        let (a, b) = (
            "\nADR:;;Gartenweg 1;Koln\nTEL;HOME:030 5551234", "\nADR:;;Gartenweg 1;Koln\nTEL;HOME:030 5559999"
        )
        #expect(likeness("N:Lee;Kim" + a, "N:Lee;Kim" + b) == nil)
    }

    @Test func theMoreTheLikelier() throws {
        let copy = "N:Meier;Karl\nTEL:030 5551234\nTEL:0170 5550001"
        let full = "N:Meier;Karl\nTEL;HOME:030 5551234\nTEL;CELL:0170 5550001\nNOTE:x"
        let mobile = try #require(likeness(copy, full))
        let home = try #require(likeness("N:Meier;Karl\nTEL:030 5551234", full))
        let cut = try #require(
            likeness("FN:Karl Josef Meier\nTEL:030 5551234", "N:Meier;Karl;Josef\nTEL;HOME:030 5551234"))
        #expect(mobile > home && home > cut)
    }

    /// Laws over random cards: contradicting is mutual, no likeness goes against it, and a copy leads to its card.
    @Test func laws() {
        let names = ["Doe;Jane", "Jane;Doe", "Müller;Jürgen", "Mueller;Juergen", "Doe;Jane;Maria", "Doe;Jane;;;jun."]
        let lines = [
            "TEL;HOME:030 5551234", "TEL:+49 30 5551234", "TEL;CELL:0170 5550001", "TEL;CELL:0170 5550002",
            "TEL:0170 5550001",
            "EMAIL:a@b", "EMAIL:c@d", "BDAY:19700101", "BDAY:19710101", "NOTE:a note of one's own",
            "ADR:;;Gartenweg 1;Koln",
        ]
        for seed in 1...600 as ClosedRange<UInt64> {
            var dice = Dice(seed)
            func random() -> [UInt8] {
                let chosen = lines.filter { _ in dice.hits(3) }
                return card(
                    (["N;CHARSET=UTF-8:" + names.randomElement(using: &dice)!] + chosen).joined(separator: "\n"))
            }
            let (a, b) = (random(), random())
            #expect(lens.contradicts(a, b) == lens.contradicts(b, a), "seed \(seed)")
            #expect((lens.likeness(of: a, to: b) == nil) == (lens.likeness(of: b, to: a) == nil), "seed \(seed)")
            guard lens.likeness(of: a, to: b) != nil else { continue }
            #expect(!lens.contradicts(a, b), "seed \(seed)")
            let traces = Set(lens.matchKeys(of: a).traces)
            #expect(!traces.isDisjoint(with: lens.matchKeys(of: b).traces), "seed \(seed) \(traces)")
        }
    }
}
