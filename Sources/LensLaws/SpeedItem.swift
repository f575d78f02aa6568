import SyncTypes
import Translation

/// Items whose translation is measured: one of a usual size, and ways to make it larger.
public struct SpeedItem: Sendable {
    /// What it is.
    public let name: String
    /// Its body upstream.
    public let body: [UInt8]
    /// What of it the device holds.
    public let part: PartKey
    /// A device's lens for it.
    public let lens: Lens
    /// The device's text after an edit of its user.
    public let mine: [UInt8]

    private init(_ name: String, _ body: [UInt8], _ part: PartKey, _ lens: Lens, old: String, new: String) throws {
        (self.name, self.body, self.part, self.lens) = (name, body, part, lens)
        mine = try lens.view(of: part, in: body, held: nil).text.replacing(old, with: new)
    }

    /// Reads the resource, shows it, takes the device's edit back: what one change costs. Answers the new body's length.
    public func turn() throws -> Int {
        let body = try UpstreamBody(body)
        let shown = try lens.view(of: part, in: body, held: nil).text
        return try lens.put(mine, held: shown, sent: shown, part: part, into: body, rule: .deviceWins).body.count
    }

    /// A vCard 3.0 of 1 KB, on a phone of vCard 2.1.
    public static func card(notes: Int = 1) throws -> SpeedItem {
        let note = (0..<notes).map { _ in
            "NOTE:A note of some length\\, with a comma and an umlaut ü\\, as people write them down now and then on a phone: "
                + "where the spare key is\\, whose birthday comes first\\, what the children eat and what they do not\\, and whom to call when nobody opens the door"
        }
        let lines =
            [
                "BEGIN:VCARD", "VERSION:3.0", "UID:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
                "PRODID:-//Example Corp//Address Book 12.4//EN", "N:Jilovska;Bohumila;Marie;Ing.;Ph.D.",
                "FN:Ing. Bohumila Jilovska", "ORG:Lanterna;Dilna;Optika", "TITLE:Hodinarka",
                "TEL;TYPE=CELL,VOICE:+420601555001", "TEL;TYPE=HOME,VOICE:+420222555002",
                "TEL;TYPE=WORK,FAX:+420222555003", "item1.TEL;TYPE=pref:+420800555004", "item1.X-ABLabel:Chalupa",
                "EMAIL;TYPE=INTERNET,HOME,PREF:bobina@example.org", "EMAIL;TYPE=INTERNET,WORK:work@lanterna.example",
                "ADR;TYPE=HOME:;;Dlouha 12;Praha 1;;110 00;Cesko", "ADR;TYPE=WORK:;Dvur B;Kratka 3;Brno;;602 00;Cesko",
                "URL:https://example.org/bobina", "BDAY:1968-11-21", "CATEGORIES:Friends,Suppliers",
                "X-EXAMPLE-CUSTOM;X-P1=a;X-P2=\"b,c\":value with\\, comma",
            ] + note + ["REV:2026-01-02T03:04:05Z", "END:VCARD", ""]
        return try SpeedItem(
            "vCard", Given.bytes(lines.joined(separator: "\n")), PartKey(uid: "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"),
            Given.lens(.vCard21), old: "601555001", new: "601777001")
    }

    /// A series with its zone, on a phone of vCalendar 1.0.
    public static func event() throws -> SpeedItem {
        try SpeedItem(
            "event with VTIMEZONE", CalendarFixtures.rich, CalendarFixtures.richKey, Lens(CalendarFixtures.oldPhone()),
            old: "team A", new: "team B")
    }

    /// A card with a picture of so many bytes.
    public static func photo(bytes: Int) throws -> SpeedItem {
        var body = Given.bytes("BEGIN:VCARD\nVERSION:3.0\nUID:p\nN:Lee;Kim;;;\nFN:Kim Lee\nTEL;TYPE=CELL:601555001\n")
        let group = Array("/9j/4AAQSkZJRgAB".utf8)
        body.reserveCapacity(bytes * 4 / 3 + 200)
        body += "PHOTO;ENCODING=b;TYPE=JPEG:".utf8
        for _ in 0..<(bytes * 4 / 3 / group.count) { body += group }
        body += "\r\nEND:VCARD\r\n".utf8
        return try SpeedItem(
            "card with a picture", body, PartKey(uid: "p"), Given.lens(.vCard30), old: "601555001", new: "601777001")
    }
}
