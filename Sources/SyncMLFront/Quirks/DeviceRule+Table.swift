import SyncTypes

extension DeviceRule {
    /// The table, general rows first. Each row names its culprit.
    static let all: [DeviceRule] = nokia + sonyEricsson + siemens + motorola + others + payloads

    private static let nokia: [DeviceRule] = [
        // All Nokia phones: alarms in UTC even where the event is local; the sizes of S60 are 256 for every property,
        // photos included; messages as long as they announce are too long for some; no event before 1980.
        DeviceRule(
            name: "Nokia", manufacturer: "nokia",
            userAgents: ["Nokia", "S60 SyncML HTTP Client"],
            adjustment: Adjustment(
                messageSizePercent: 70, alarmsInUTC: true, ignoresSizes: true,
                payload: PayloadQuirks(firstYear: 1980))),
        // Series 40, Series 80 and early Series 60: local time, whatever they say.
        DeviceRule(
            name: "Nokia in local time", manufacturer: "nokia",
            models: [
                "6230", "9210", "9210i", "3220", "3230", "3600", "3620", "3650", "3660", "6260", "6600", "6620", "6630",
                "6670", "7250", "7250i", "7260", "7610", "7650", "n-gage", "n-gageqd",
            ],
            userAgents: ["Nokia3220", "Nokia6230", "Nokia7250", "Nokia7260"],
            adjustment: Adjustment(localTimeOnly: true)),
        // Nokia 9210 Communicator crashes on a Replace in a slow sync.
        DeviceRule(
            name: "9210 without slow Replace", manufacturer: "nokia", models: ["9210", "9210i"],
            userAgents: ["Nokia 9210", "Nokia9210"], adjustment: Adjustment(crashesOnSlowReplace: true)),
        // Nokia 9300 and 9500 mean UTC, and leave its Z out.
        DeviceRule(
            name: "Nokia in unmarked UTC", manufacturer: "nokia", models: ["9300", "9300i", "9500"],
            userAgents: ["Nokia 9300", "Nokia 9500"], adjustment: Adjustment(unmarkedUTC: true, utc: true)),
        // Nokia 7210 Supernova takes UTC without saying so.
        DeviceRule(
            name: "Nokia in UTC", manufacturer: "nokia", models: ["7210c"], userAgents: ["Nokia7210c"],
            adjustment: Adjustment(utc: true)),
        // Nokia 3109, 3110 classic and 6111 count one octet more of a picture.
        DeviceRule(
            name: "Nokia with longer pictures", manufacturer: "nokia",
            models: ["3109", "3109c", "3110", "3110c", "6111"],
            userAgents: ["Nokia3109", "Nokia3110c", "Nokia6111"], adjustment: Adjustment(countsPicturesLonger: true)),
        // Nokia 7210 Supernova takes a one-way sync for a two-way one, and no refresh at all.
        DeviceRule(
            name: "Nokia 7210 both ways alone", manufacturer: "nokia", models: ["7210c"], userAgents: ["Nokia7210c"],
            adjustment: Adjustment(isTwoWayOnly: true)),
    ]

    private static let sonyEricsson: [DeviceRule] = [
        // All of them, UIQ included: alarms in UTC.
        DeviceRule(
            name: "Sony Ericsson", manufacturer: "sonyericsson", userAgents: ["SonyEricsson"],
            adjustment: Adjustment(alarmsInUTC: true)),
        // Ericsson T39 and T68 name no model, and have no zone.
        DeviceRule(
            name: "T39 in local time", manufacturer: "ericsson", software: "R1A",
            adjustment: Adjustment(localTimeOnly: true)),
        DeviceRule(
            name: "T68 in local time", manufacturer: "ericsson", software: "R1B",
            adjustment: Adjustment(localTimeOnly: true)),
        // Sony Ericsson T68i names no model either; it goes on at the RespURI of a session that broke off.
        DeviceRule(
            name: "T68i without RespURI", manufacturer: "sonyericsson", software: "R2A",
            userAgents: ["SonyEricssonT68"], adjustment: Adjustment(loathesRespURIAfterBreak: true)),
        // UIQ: local time, marked Z when the phone was never connected to a PC; no event before 1980.
        DeviceRule(
            name: "UIQ in local time", manufacturer: "sonyericsson",
            models: ["m600i", "p800", "p900", "p910", "p910i", "p990i"],
            adjustment: Adjustment(localTimeOnly: true, payload: PayloadQuirks(firstYear: 1980))),
        // Sony Ericsson W890i says SupportLargeObjs and cannot.
        DeviceRule(
            name: "W890i without large objects", manufacturer: "sonyericsson", models: ["w890i"],
            userAgents: ["SonyEricssonW890i"], adjustment: Adjustment(noLargeObjects: true)),
        // Sony Ericsson K610i fails over about 4500 bytes; K550i is the same platform.
        DeviceRule(
            name: "K610i with short messages", manufacturer: "sonyericsson", models: ["k610i", "k550i"],
            userAgents: ["SonyEricssonK610i", "SonyEricssonK550i"], adjustment: Adjustment(maxMessageSize: 4500)),
        // Sony Ericsson M600i and its UIQ 3 sisters.
        DeviceRule(
            name: "M600i with short messages", manufacturer: "sonyericsson", models: ["m600i"],
            userAgents: ["Symbian SyncMLClient (SonyEricssonM600"], adjustment: Adjustment(maxMessageSize: 8000)),
        // UIQ 3: no nonce in any digest, and no second try with one.
        DeviceRule(
            name: "UIQ 3 without nonces", manufacturer: "sonyericsson",
            models: ["m600i", "p1i", "p990i", "w950i", "w960i", "g700", "g900"],
            adjustment: Adjustment(ignoresNonces: true)),
    ]

    private static let siemens: [DeviceRule] = [
        // Siemens count in local time.
        DeviceRule(
            name: "Siemens in local time", manufacturer: "siemens",
            models: ["sx1", "m55", "sl55", "s55", "s65", "sl65"],
            userAgents: ["SIEMENS,S5", "SIEMENS,M55", "SIEMENS-SK6R"], adjustment: Adjustment(localTimeOnly: true)),
        // Siemens S55, M55 and SK65: where they do say UTC, it is wrong by the daylight saving of today.
        DeviceRule(
            name: "Siemens with the clock of today", manufacturer: "siemens", models: ["s55", "m55", "sk65", "sk65r"],
            userAgents: ["SIEMENS,S5", "SIEMENS,M55", "SIEMENS-SK6R"],
            adjustment: Adjustment(localTimeOnly: true, utcOfToday: true)),
        // Siemens S55 and M55 ask 200 and ignore a server's 201.
        DeviceRule(
            name: "Siemens without slow alert", manufacturer: "siemens", models: ["s55", "m55"],
            userAgents: ["SIEMENS,S55", "SIEMENS,M55"], adjustment: Adjustment(ignoresSlowAlert: true)),
        // Siemens S55: more than 95 deletes in one message crash it.
        DeviceRule(
            name: "S55 with short messages", manufacturer: "siemens", models: ["s55"], userAgents: ["SIEMENS,S55"],
            adjustment: Adjustment(maxMessageSize: 3200)),
    ]

    private static let motorola: [DeviceRule] = [
        // Motorola phones announce more than they can parse.
        DeviceRule(
            name: "Motorola with short messages", manufacturer: "motorola", userAgents: ["Motorola"],
            adjustment: Adjustment(maxMessageSize: 1850)),
        // Motorola Z8, an UIQ 3 like those of Sony Ericsson.
        DeviceRule(
            name: "Z8 without nonces", manufacturer: "motorola", models: ["z8", "motoz8"],
            adjustment: Adjustment(ignoresNonces: true)),
        // Motorola V3xx takes more.
        DeviceRule(
            name: "V3xx", manufacturer: "motorola", models: ["v3xx", "razrv3xx"],
            adjustment: Adjustment(maxMessageSize: 6000)),
    ]

    private static let others: [DeviceRule] = [
        // Sendo X, a Series 60 phone: no event before 1980.
        DeviceRule(
            name: "Sendo X in local time", manufacturer: "sendo", models: ["x"],
            adjustment: Adjustment(localTimeOnly: true, payload: PayloadQuirks(firstYear: 1980))),
        // Funambol's older clients: Outlook, Windows Mobile, BlackBerry, J2ME.
        DeviceRule(
            name: "Funambol that waits", userAgents: ["Funambol", "fsc-j2me"],
            deviceIDs: ["fol-", "fwm-", "fbb-", "fjg-", "fjm-"],
            adjustment: Adjustment(awaitsNextMessageAlert: true, mayEndEarly: true)),
        // SyncJE for Outlook and BlackBerry: photos work although CTCap does not list them.
        DeviceRule(
            name: "SyncJE", models: ["syncjeoutlookedition", "syncjeblackberryedition"], userAgents: ["SyncJe"],
            adjustment: Adjustment(ignoresCapabilities: true)),
    ]
}
