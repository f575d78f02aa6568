import SyncTypes
import Translation

/// Devices that hold items alike: what they announce (CTCap), in the shapes of real documents.
struct DeviceFamily {
    let name: String
    /// By kind: the format, and what the device announced of it; nil: nothing.
    private let forms: [ItemKind: (format: ItemFormat, properties: [String: PropertyLimit]?)]
    /// How its items have to look.
    private let quirks: PayloadQuirks

    private init(
        _ name: String, _ forms: [ItemKind: (ItemFormat, String?)], sizes: [String: Int] = [:],
        quirks: PayloadQuirks = PayloadQuirks()
    ) {
        self.name = name
        self.quirks = quirks
        self.forms = forms.mapValues { format, names in
            let properties = names.map { names in
                Dictionary(
                    uniqueKeysWithValues: names.split(separator: " ").map {
                        (String($0), PropertyLimit(maxSize: sizes[String($0)]))
                    })
            }
            return (format, properties)
        }
    }

    /// The lens for a kind of items; nil: the device has no such database.
    func lens(_ kind: ItemKind, evidence: Evidence = Evidence()) -> (lens: Lens, format: ItemFormat)? {
        guard let (format, properties) = forms[kind] else { return nil }
        let datastore = properties.map {
            DatastoreProfile(sourceRef: "x", properties: [format.contentType.mediaType: $0])
        }
        var profile = DeviceProfile(utc: true)
        profile.quirks.payload = quirks
        let context = LensContext(
            format: format, kind: kind, profile: profile, datastore: datastore,
            zone: CalendarFixtures.berlin, zones: CalendarFixtures.zones, now: CalendarFixtures.now, evidence: evidence)
        return (Lens(context), format)
    }

    static let all: [DeviceFamily] = [
        DeviceFamily(
            "Nokia Series 40",
            [
                .contact: (.vCard21, "N TEL NOTE URL EMAIL LABEL"),
                .event: (
                    .vCalendar10,
                    "DTSTART DTEND SUMMARY DUE AALARM DALARM RRULE CATEGORIES LOCATION STATUS PRIORITY EXDATE"
                ),
            ]),
        DeviceFamily(
            "Nokia S60",
            [
                .contact: (
                    .vCard21, "REV N ADR TEL FN EMAIL URL NOTE TITLE ORG PHOTO BDAY SOUND X-ANNIVERSARY X-SPOUSE"
                ),
                .event: (
                    .vCalendar10,
                    "UID SUMMARY DESCRIPTION DTSTART DTEND AALARM CLASS LOCATION LAST-MODIFIED PRIORITY STATUS RRULE EXDATE "
                        + "CATEGORIES SEQUENCE TZ DAYLIGHT RDATE ATTENDEE"
                ),
            ]),
        DeviceFamily(
            "Sony Ericsson",
            [
                .contact: (.vCard21, "BDAY URL TITLE ORG EMAIL ADR NOTE TEL N"),
                .event: (
                    .vCalendar10,
                    "LAST-MODIFIED EXDATE RRULE CLASS CATEGORIES AALARM DALARM DTEND DTSTART DESCRIPTION LOCATION SUMMARY"
                ),
            ], sizes: ["NOTE": 50, "DESCRIPTION": 128, "TITLE": 15, "ORG": 30, "URL": 120]),
        DeviceFamily(
            "Sony Ericsson W800i", [.contact: (.vCard21, nil), .event: (.vCalendar10, nil)],
            quirks: PayloadQuirks(withheld: ["CATEGORIES"], withheldTypes: ["PREF", "PAGER"], clearsByDash: true)),
        DeviceFamily(
            "Siemens SK65", [.contact: (.vCard21, nil), .event: (.vCalendar10, nil)],
            quirks: PayloadQuirks(withheld: ["FN"], needsDescription: true)),
        DeviceFamily("Motorola", [.contact: (.vCard21, nil)], quirks: PayloadQuirks(swapsStreet: true)),
        DeviceFamily(
            "Nokia 7210 Supernova", [.contact: (.vCard21, nil)],
            quirks: PayloadQuirks(limits: [
                "NOTE": PropertyLimit(maxSize: 80), "TEL": PropertyLimit(maxOccur: 5),
                "EMAIL": PropertyLimit(maxOccur: 3),
            ])),
        DeviceFamily(
            "UIQ (P900)",
            [
                .event: (
                    .vCalendar10,
                    "AALARM ATTACH ATTENDEE CATEGORIES CLASS DAYLIGHT DCREATED DESCRIPTION DTSTART DTEND EXDATE LAST-MODIFIED "
                        + "LOCATION PRIORITY RRULE STATUS SUMMARY UID"
                )
            ]),
        DeviceFamily(
            "Palm (Synthesis)",
            [
                .event: (.vCalendar10, "SUMMARY CLASS DESCRIPTION DTSTART DTEND RRULE EXDATE AALARM DALARM")
            ]),
        DeviceFamily("old formats, nothing announced", [.contact: (.vCard21, nil), .event: (.vCalendar10, nil)]),
        DeviceFamily("vCard 3.0, iCalendar", [.contact: (.vCard30, nil), .event: (.iCalendar20, nil)]),
        DeviceFamily("vCard 4.0", [.contact: (.vCard40, nil)]),
        DeviceFamily("Funambol (SIF)", [.contact: (.sifC, nil), .event: (.sifE, nil)]),
    ]
}
