import SyncTypes

extension DeviceRule {
    /// What items have to look like, by maker. Each row names its culprit.
    static let payloads: [DeviceRule] = [
        // Nokia 7610, 6630 and 9500: two preferred numbers in one contact confuse them.
        DeviceRule(
            name: "Nokia with one preferred number", manufacturer: "nokia", models: ["7610", "6630", "9500"],
            userAgents: ["Nokia 9500"], adjustment: payload(PayloadQuirks(takesOnePreferred: true))),
        // Siemens SX1, a Series 60 phone: no event before 1980.
        DeviceRule(
            name: "SX1 from 1980 on", manufacturer: "siemens", models: ["sx1"],
            adjustment: payload(PayloadQuirks(firstYear: 1980))),
        // Series 60 from its third edition on writes X- before names of categories that it does not know by itself.
        DeviceRule(
            name: "Series 60 with marked categories", manufacturer: "nokia",
            models: [
                "e50", "e51", "e52", "e55", "e60", "e61", "e61i", "e62", "e63", "e65", "e66", "e70", "e71", "e72",
                "e75",
                "e90",
            ],
            userAgents: ["Nokia SyncML HTTP Client", "S60 SyncML HTTP Client"],
            adjustment: payload(PayloadQuirks(marksCategories: true))),
        // Nokia 7210 Supernova keeps 80 characters of a note, five numbers and three addresses.
        DeviceRule(
            name: "Nokia 7210 with small contacts", manufacturer: "nokia", models: ["7210c"],
            adjustment: payload(
                PayloadQuirks(limits: [
                    "NOTE": PropertyLimit(maxSize: 80), "TEL": PropertyLimit(maxOccur: 5),
                    "EMAIL": PropertyLimit(maxOccur: 3),
                ]))),
        // Nokia 2680 slide and 5000 read these in one order only.
        DeviceRule(
            name: "Nokia with an order", manufacturer: "nokia",
            models: ["2680s", "2680s-2", "5000", "5000d", "5000d-2"],
            userAgents: ["Nokia2680s", "Nokia5000"],
            adjustment: payload(PayloadQuirks(last: ["PHOTO", "NOTE", "TEL", "ADR"]))),
        // Nokia 5310 XpressMusic wants YD1 for what comes every year.
        DeviceRule(
            name: "Nokia with yearly days", manufacturer: "nokia", models: ["5310xpressmusic", "5310"],
            userAgents: ["Nokia5310XpressMusic"], adjustment: payload(PayloadQuirks(yearlyByDay: true))),
        // Sony Ericsson K608i, Z520 and W8xx: CATEGORIES may start them anew, they know no number that is PREF, and what a text
        // does not have stays as it was.
        DeviceRule(
            name: "Sony Ericsson without categories", manufacturer: "sonyericsson",
            models: ["k608i", "z520i", "z520a", "w800i", "w810i", "w850i", "w880i", "w890i"],
            userAgents: ["SonyEricssonK608i", "SonyEricssonZ52", "SonyEricssonW8"],
            adjustment: payload(
                PayloadQuirks(withheld: ["CATEGORIES"], withheldTypes: ["PREF"], clearsByDash: true))),
        // Sony Ericsson W800i aborts on a pager.
        DeviceRule(
            name: "W800i without pagers", manufacturer: "sonyericsson", models: ["w800i"],
            userAgents: ["SonyEricssonW800"], adjustment: payload(PayloadQuirks(withheldTypes: ["PAGER"]))),
        // Sony Ericsson W910i has two slots for mobile numbers, a private one and one of work, and none for others.
        DeviceRule(
            name: "W910i with two mobiles", manufacturer: "sonyericsson", models: ["w910i"],
            userAgents: ["SonyEricssonW910i"], adjustment: payload(PayloadQuirks(pairsMobiles: true))),
        // Siemens S55, M55 and SK65 refuse contacts with FN, and events without DESCRIPTION.
        DeviceRule(
            name: "Siemens without FN", manufacturer: "siemens", models: ["s55", "m55", "sk65", "sk65r"],
            userAgents: ["SIEMENS,S5", "SIEMENS,M55", "SIEMENS-SK6R"],
            adjustment: payload(PayloadQuirks(withheld: ["FN"], needsDescription: true))),
        // Motorola phones write the street as the extension of an address.
        DeviceRule(
            name: "Motorola with streets elsewhere", manufacturer: "motorola", userAgents: ["Motorola"],
            adjustment: payload(PayloadQuirks(swapsStreet: true))),
        // Motorola V3 and V3i do not unfold.
        DeviceRule(
            name: "V3 without folds", manufacturer: "motorola", models: ["v3", "v3i"],
            adjustment: payload(PayloadQuirks(neverFolds: true))),
        // Panasonic X70 wants addresses of mail behind all else.
        DeviceRule(
            name: "Panasonic with mail last", manufacturer: "panasonic", models: ["x70"], userAgents: ["Panasonic-X70"],
            adjustment: payload(PayloadQuirks(last: ["EMAIL"]))),
        // Funambol's plug-in for Outlook: STATUS of an event is that of a meeting, UID is its own affair.
        DeviceRule(
            name: "Funambol for Outlook", userAgents: ["Funambol Outlook"], deviceIDs: ["fol-"],
            adjustment: payload(PayloadQuirks(ignored: ["VEVENT.STATUS", "UID"]))),
    ]

    private static func payload(_ quirks: PayloadQuirks) -> Adjustment { Adjustment(payload: quirks) }
}
