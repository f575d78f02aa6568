import Phone
import SyncTypes

/// New items as phones and as other clients upstream write them.
extension ItemText {
    /// Identities from here on are people of one family, for worlds in which names are near each other.
    static let families = 5000

    /// The title of an item: two words, of which one carries its number.
    public static func title(_ identity: Int) -> String {
        guard identity < families else { return "Item\(identity) Person" }
        var random = SplitMix(seed: UInt64(identity))
        let letters = random.bytes(8).map { Character(Unicode.Scalar(UInt8(ascii: "a") + $0 % 26)) }
        return "Item\(identity) " + String(letters)
    }

    /// A new item on a phone.
    public static func onPhone(_ format: PhoneFormat, _ kind: ItemKind, identity: Int) -> ItemText {
        switch format {
        case .vcard21: card("2.1", identity, extra: [])
        case .vcard30: card("3.0", identity, extra: [])
        case .vcard40: card("4.0", identity, extra: [])
        case .vcal10: calendar("1.0", kind, identity, extra: [])
        case .ical20: calendar("2.0", kind, identity, extra: [])
        case .vnote: joined(["BEGIN:VNOTE", "VERSION:1.1", "BODY:\(title(identity))", "END:VNOTE"])
        case .text: ItemText(Array(title(identity).utf8))
        case .sifc, .sife, .sift, .sifn: newSIF(kind, identity)
        }
    }

    /// A new item of another client upstream, with lines that no phone shows and nobody may touch.
    public static func upstream(_ kind: ItemKind, identity: Int, serial: Int) -> ItemText {
        let uid = "UID:third-party-\(serial)"
        switch kind {
        case .contact:
            return card(
                "3.0", identity,
                extra: [
                    uid, "X-SECRET;X-KIND=hidden:secret-\(serial)", "item1.URL:https://example.org/\(serial)",
                    "item1.X-ABLabel:_$!<HomePage>!$_", "X-SOCIALPROFILE;TYPE=mastodon:@user\(serial)@example.org",
                    "REV:20250101T000000Z",
                ])
        case .event, .task, .note:
            return calendar(
                "2.0", kind, identity,
                extra: [
                    uid, "DTSTAMP:20250101T000000Z", "X-SECRET;X-KIND=hidden:secret-\(serial)",
                    "CREATED:20250101T000000Z",
                ])
        }
    }

    /// A new file of another client.
    static func file(_ identity: Int) -> ItemText { ItemText(Array((title(identity) + "\n").utf8)) }

    private static func card(_ version: String, _ identity: Int, extra: [String]) -> ItemText {
        let name = title(identity).split(separator: " ")
        return joined(
            ["BEGIN:VCARD", "VERSION:\(version)", "N:\(name[1]);\(name[0]);;;", "FN:\(title(identity))"] + extra + [
                "END:VCARD"
            ])
    }

    private static func calendar(_ version: String, _ kind: ItemKind, _ identity: Int, extra: [String]) -> ItemText {
        let component: String
        switch kind {
        case .event: component = "VEVENT"
        case .task: component = "VTODO"
        case .note, .contact: component = "VJOURNAL"
        }
        let producer = version == "2.0" ? ["PRODID:-//Simulated//Client//EN"] : []
        return joined(
            ["BEGIN:VCALENDAR", "VERSION:\(version)"] + producer + ["BEGIN:\(component)"] + extra + [
                "SUMMARY:\(title(identity))", "END:\(component)", "END:VCALENDAR",
            ])
    }

    private static func joined(_ lines: [String]) -> ItemText {
        ItemText(Array(lines.map { $0 + "\r\n" }.joined().utf8))
    }
}
