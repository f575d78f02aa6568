import SyncTypes
import Translation
import Versit

/// The laws of the lens for SIF-C.
enum SIFContactLaws {
    static let all = [
        Law("SIF-C: an echo writes nothing", echo), Law("SIF-C: what a device leaves out is not deleted", missing),
        Law("SIF-C: an edit is there, once", edit), Law("SIF-C: what is created is shown", created),
        Law("SIF-C: any bytes are a card or an error", nonsense),
    ]
    private static let part = PartKey(uid: "x")

    private static let free = [
        "MobileTelephoneNumber", "HomeTelephoneNumber", "Home2TelephoneNumber", "BusinessTelephoneNumber",
        "PagerNumber", "OtherFaxNumber", "CallbackTelephoneNumber", "Email1Address", "Email2Address", "Email3Address",
        "WebPage", "JobTitle", "Profession", "NickName", "Spouse", "Body", "Department", "MiddleName",
        "BusinessAddressCity", "HomeAddressStreet", "OtherAddressCountry", "Children", "Hobby", "YomiLastName",
        "Categories", "Birthday", "Anniversary",
    ]

    private static func value(_ element: String, _ dice: inout Dice) -> String {
        let number = Int.random(in: 100_000...999_999, using: &dice)
        switch element {
        case "Birthday", "Anniversary": return "19\(number % 90 + 10)-0\(number % 9 + 1)-1\(number % 9)"
        case "Categories": return "Own \(number), Ärger & Co"
        case let name where name.hasSuffix("Number"): return "+49 \(number)"
        case let name where name.contains("Email"): return "k\(number)@example.org"
        case "WebPage": return "http://example.org/\(number)"
        default: return "k\(number) <ü> & \"so\""
        }
    }

    private static func view(_ seed: UInt64) throws -> (dice: Dice, body: [UInt8], view: [UInt8]) {
        var dice = Dice(seed)
        let body = RandomCard.body(&dice)
        return (dice, body, try SIFGiven.lens(.contact).view(of: PartKey(uid: "x"), in: body, held: nil).text)
    }

    private static func echo(_ seed: UInt64, _ found: inout Findings) throws {
        var (dice, body, view) = try view(seed)
        let lens = SIFGiven.lens(
            .contact, evidence: dice.hits(2) ? Evidence() : Given.evidence(view, format: .sifC))
        let held = dice.hits(3) ? nil : view
        let result = try lens.put(view, held: held, sent: held, part: part, into: body, rule: .deviceWins)
        found.expect(
            !result.changed && result.body == body && result.conflicts.isEmpty,
            "\(Given.added(result.body, to: body)) \(SIFGiven.string(view))")
    }

    private static func missing(_ seed: UInt64, _ found: inout Findings) throws {
        var (dice, body, view) = try view(seed)
        let lens = SIFGiven.lens(.contact, evidence: Given.evidence(view, format: .sifC))
        var text = view
        for element in free + ["FirstName", "LastName", "FileAs", "Photo", "Sensitivity"] where dice.hits(3) {
            text = SIFGiven.set(element, nil, in: text)
        }
        let result = try lens.put(text, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        found.expect(!result.changed, "\(Given.added(result.body, to: body))")
        // Nor is it in a later text, when what is held lacks it.
        let later = try lens.put(view, held: text, sent: view, part: part, into: body, rule: .deviceWins)
        found.expect(!later.changed, "\(Given.added(later.body, to: body))")
    }

    private static func edit(_ seed: UInt64, _ found: inout Findings) throws {
        var (dice, body, view) = try view(seed)
        let lens = SIFGiven.lens(.contact)
        var text = view
        var typed: [String: String] = [:]
        for element in free.shuffled(using: &dice).prefix(Int.random(in: 1...3, using: &dice)) {
            let value = dice.hits(3) ? "" : value(element, &dice)
            typed[element] = value
            text = SIFGiven.set(element, value, in: text)
        }
        if dice.hits(2) {
            for element in free where typed[element] == nil && dice.hits(4) {
                text = SIFGiven.set(element, nil, in: text)
            }
        }
        let result = try lens.put(text, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        // A birthday without a year cannot be shown, and is typed over unseen.
        found.expect(result.conflicts.allSatisfy { $0.property == "BDAY" })
        let shown = try lens.view(of: part, in: result.body, held: text).text
        let values = lens.values(of: shown)
        for (element, value) in typed where !value.isEmpty {
            let own = lens.values(of: SIFGiven.text("contact", alone(element, value)))
            found.expect(
                own.allSatisfy { wanted in values.contains { $0 == wanted || $0.contains(core(value)) } },
                "\(element) \(value)\n\(values)")
        }
        for (element, value) in typed where value.isEmpty {
            let old = SIFGiven.value(element, in: view) ?? ""
            // A card keeps its name (RFC 2426 section 3.1), were it only a middle one.
            let names = ["FirstName", "LastName", "Title", "Suffix"].compactMap { SIFGiven.value($0, in: text) }
            if element == "MiddleName", names.allSatisfy(\.isEmpty) { continue }
            let others = free.filter { $0 != element }.compactMap { SIFGiven.value($0, in: text) }
            if !old.isEmpty, !others.contains(old), isSeen(element) {
                found.expect(SIFGiven.value(element, in: shown) != old, "\(element) \(old)")
            }
        }
        let again = try lens.put(text, held: text, sent: shown, part: part, into: result.body, rule: .deviceWins)
        found.expect(!again.changed, "\(Given.added(again.body, to: result.body))")
    }

    private static func created(_ seed: UInt64, _ found: inout Findings) throws {
        let (_, _, text) = try view(seed)
        let lens = SIFGiven.lens(.contact)
        let made = try lens.create(from: text, uid: "new")
        let shown = try lens.view(of: part, in: made, held: nil).text
        found.expect(lens.isSame(shown, text), "\(SIFGiven.string(shown))\n\(SIFGiven.string(text))")
        found.expect(lens.matchKeys(of: shown).identical == lens.matchKeys(of: text).identical)
        let echo = try lens.put(text, held: text, sent: shown, part: part, into: made, rule: .deviceWins)
        found.expect(!echo.changed, "\(Given.added(echo.body, to: made))")
    }

    private static func nonsense(_ seed: UInt64, _ found: inout Findings) throws {
        var (dice, body, text) = try view(seed)
        let lens = SIFGiven.lens(.contact)
        for _ in 0..<Int.random(in: 1...20, using: &dice) {
            text[Int.random(in: 0..<text.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
        }
        if let result = try? lens.put(text, held: nil, sent: nil, part: part, into: body, rule: .deviceWins) {
            found.expect((try? Document.parse(result.body).document.first("VCARD")) != nil)
        }
        _ = try? lens.create(from: text, uid: "u")
        _ = lens.matchKeys(of: text)
        _ = lens.isClose(text, to: body)
    }

    /// An element whose slot another value may take when it becomes free.
    private static func isSeen(_ element: String) -> Bool {
        !element.contains("Number") && !element.contains("Email") && !element.contains("Address")
            && element != "WebPage"
    }

    private static func alone(_ element: String, _ value: String) -> String {
        SIFGiven.string(SIFGiven.set(element, value, in: SIFGiven.text("contact", "")))
            .replacing("<?xml version=\"1.0\" encoding=\"UTF-8\"?><contact>", with: "").replacing(
                "</contact>", with: "")
    }

    private static func core(_ value: String) -> String {
        String(value.drop { !$0.isNumber }.prefix { $0.isNumber })
    }
}
