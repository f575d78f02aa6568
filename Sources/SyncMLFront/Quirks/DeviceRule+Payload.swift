import SyncTypes

extension DeviceRule {
    /// What items have to look like, by maker. Each row names its culprit.
    static let payloads: [DeviceRule] = [
        // Nokia 7610, 6630 and 9500: two preferred numbers in one contact confuse them.
        DeviceRule(
            name: "Nokia with one preferred number", manufacturer: "nokia", models: ["7610", "6630", "9500"],
            userAgents: ["Nokia 9500"], adjustment: payload(PayloadQuirks(takesOnePreferred: true))),
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
