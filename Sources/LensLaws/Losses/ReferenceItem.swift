import SyncTypes
import Translation

/// An item with one value of everything, and how each is recognised.
struct ReferenceItem {
    /// A property, by words that only its value has.
    struct Property {
        let name: String
        /// In its upstream line, which must stay as it is.
        let upstream: String
        /// In what a device is shown, in any of its formats, without `-`, `:` and blanks.
        let shown: [String]

        init(_ name: String, _ upstream: String, shown: [String]? = nil) {
            self.name = name
            self.upstream = upstream
            self.shown = shown ?? [upstream.filter { !"-: ".contains($0) }]
        }
    }

    let kind: ItemKind
    let body: [UInt8]
    let part: PartKey
    let properties: [Property]
    /// What the device's user changes: old and new text.
    let edit: (old: String, new: String)

    static let contact = ReferenceItem(
        kind: .contact,
        body: Given.bytes(
            """
            BEGIN:VCARD
            VERSION:3.0
            UID:reference
            FN:Bohumila Krizova
            N:Krizova;Bohumila;Marie;Ing.;PhD
            NICKNAME:Bobina
            ORG:Lanterna;Dilna
            TITLE:Hodinarka
            ROLE:Mistrova
            TEL;TYPE=CELL:+420601555001
            TEL;TYPE=HOME,VOICE:+420222555002
            TEL;TYPE=WORK,VOICE:+420222555003
            TEL;TYPE=WORK,FAX:+420222555004
            TEL;TYPE=PAGER:+420333555005
            TEL;TYPE=CELL,WORK:+420601555006
            item1.TEL:+420800555007
            item1.X-ABLabel:Chalupa
            EMAIL;TYPE=INTERNET:first@example.org
            EMAIL;TYPE=INTERNET:second@example.org
            EMAIL;TYPE=INTERNET:third@example.org
            EMAIL;TYPE=INTERNET:fourth@example.org
            URL:https://example.org/bobina
            ADR;TYPE=HOME:;;Dlouha 12;Praha;;11000;Cesko
            ADR;TYPE=WORK:;;Kratka 3;Brno;;60200;Cesko
            ADR:;;Mlyn 7;Telc;;58856;Cesko
            BDAY:1968-11-21
            ANNIVERSARY:1991-05-04
            X-SPOUSE:Vendelin
            GEO:50.0875;14.4213
            TZ:+01:00
            IMPP:xmpp:bobina@jabber.example
            X-SOCIALPROFILE;TYPE=mastodon:https://social.example/@bobina
            RELATED;TYPE=friend:urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6
            KEY;ENCODING=b:bVFFTkJGelptNEFCQ0FEaw==
            LOGO;ENCODING=b;TYPE=PNG:aVZCT1J3MEtHZ29BQUFBTg==
            PHOTO;ENCODING=b;TYPE=JPEG:LzlqLzRBQVFTa1pKUmdBQkFRQUFBUT09
            CATEGORIES:Pratele,Dodavatele
            NOTE:A note that begins here and goes on for more than fifty characters, it ends there
            X-EXAMPLE-CUSTOM;X-P=1:zvlastni
            END:VCARD

            """),
        part: PartKey(uid: "reference"),
        properties: [
            Property("N: family name", "Krizova;", shown: ["NKrizova;", "<LastName>Krizova"]),
            Property("N: middle name", "Marie"),
            Property("N: prefix", "Ing."), Property("N: suffix", "PhD"), Property("NICKNAME", "Bobina"),
            Property("ORG: company", "Lanterna"), Property("ORG: unit", "Dilna"), Property("TITLE", "Hodinarka"),
            Property("ROLE", "Mistrova"), Property("TEL: mobile", "601555001", shown: ["601777001", "601555001"]),
            Property("TEL: home", "222555002"), Property("TEL: work", "222555003"), Property("TEL: fax", "222555004"),
            Property("TEL: pager", "333555005"), Property("TEL: second mobile", "601555006"),
            Property("TEL: with a label of its own", "800555007"), Property("EMAIL: first", "first@example.org"),
            Property("EMAIL: second", "second@example.org"), Property("EMAIL: third", "third@example.org"),
            Property("EMAIL: fourth", "fourth@example.org"),
            Property("URL", "URL:https://example.org/bobina", shown: ["https//example.org/bobina"]),
            Property("ADR: home", "Dlouha 12"), Property("ADR: work", "Kratka 3"),
            Property("ADR: without a type", "Mlyn 7"), Property("BDAY", "1968-11-21"),
            Property("ANNIVERSARY", "1991-05-04"), Property("X-SPOUSE", "Vendelin"),
            Property("GEO", "50.0875"), Property("TZ", "TZ:+01:00", shown: ["TZ+0100"]),
            Property("IMPP", "bobina@jabber.example"), Property("X-SOCIALPROFILE", "social.example/@bobina"),
            Property("RELATED", "f81d4fae-7dec"), Property("KEY", "bVFFTkJGelpt"), Property("LOGO", "aVZCT1J3MEtH"),
            Property("PHOTO", "LzlqLzRBQVFT"), Property("CATEGORIES", "Pratele"),
            Property("NOTE", "begins here", shown: ["ends there".filter { $0 != " " }, "beginshere"]),
            Property("X- properties", "zvlastni"),
        ],
        edit: ("601555001", "601777001"))

    static let event = ReferenceItem(
        kind: .event, body: CalendarFixtures.rich, part: CalendarFixtures.richKey,
        properties: [
            Property("SUMMARY", "Weekly plan", shown: ["Weeklyplan", "Dailyplan"]),
            Property("DTSTART with its zone", "DTSTART;TZID=Europe/Berlin:20260106", shown: ["20260106T"]),
            Property("DTEND", "DTEND;TZID=Europe/Berlin:20260106", shown: ["20260106T110000", "20260106T100000Z"]),
            Property("RRULE with COUNT", "RRULE:FREQ=WEEKLY", shown: ["FREQ=WEEKLY", "RRULEW1", "<RecurrenceType>1"]),
            Property("EXDATE", "EXDATE;TZID", shown: ["20260120"]),
            Property("LOCATION", "Room 5"),
            Property("DESCRIPTION", "DESCRIPTION:First line", shown: ["Firstline"]),
            Property("CATEGORIES", "CATEGORIES:Work", shown: ["Planning", "PLANNING"]),
            Property("CLASS", "CLASS:PRIVATE", shown: ["CLASSPRIVATE", "<Sensitivity>2"]),
            Property("PRIORITY", "PRIORITY:5", shown: ["PRIORITY5", "PRIORITY2", "<Importance>"]),
            Property("STATUS", "STATUS:CONFIRMED", shown: ["STATUSCONFIRMED"]),
            Property("TRANSP", "TRANSP:OPAQUE", shown: ["TRANSP0", "TRANSPOPAQUE", "<BusyStatus>2"]),
            Property("URL", "example.test/plan"), Property("COLOR", "turquoise"),
            Property("ORGANIZER with CN", "ORGANIZER;CN=", shown: ["jane@example.test"]),
            Property("ATTENDEE with CN, ROLE, PARTSTAT", "kim@example.test"),
            Property("ATTACH", "agenda.pdf"),
            Property(
                "VALARM: ten minutes before", "TRIGGER:-PT10M",
                shown: ["PT10M", "20260106T085000", "20260106T095000", "<ReminderMinutesBeforeStart>10<"]),
            Property("VALARM: the second one", "TRIGGER;RELATED=START:-P1D", shown: ["P1D", "20260105T"]),
            Property("a moved occurrence", "RECURRENCE-ID", shown: ["20260127T14", "20260127T13"]),
            Property("X- properties", "X-OWN-THING", shown: ["keepme"]),
        ],
        edit: ("Weekly plan", "Daily plan"))
}
