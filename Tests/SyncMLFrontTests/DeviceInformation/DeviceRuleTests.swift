import SyncTypes
import Testing

@testable import SyncMLFront

/// Each row of the table of quirks, by a device it is about.
@Suite struct DeviceRuleTests {
    struct Fixture: Sendable, CustomTestStringConvertible {
        let identity: DeviceIdentity
        let rules: [String]
        var testDescription: String { "\(identity.manufacturer) \(identity.model) \(identity.userAgent)" }

        init(
            _ manufacturer: String, _ model: String, software: String = "", agent: String = "", id: String = "",
            _ rules: [String]
        ) {
            identity = DeviceIdentity(
                manufacturer: manufacturer, model: model, software: software, userAgent: agent, deviceID: id)
            self.rules = rules
        }
    }

    static let fixtures: [Fixture] = [
        Fixture("NOKIA", "N80", ["Nokia"]),
        Fixture("", "", agent: "S60 SyncML HTTP Client", ["Nokia", "Series 60 with marked categories"]),
        Fixture("NOKIA", "E71", ["Nokia", "Series 60 with marked categories"]),
        Fixture("Nokia Corporation", "Nokia 3220", ["Nokia", "Nokia in local time"]),
        Fixture("NOKIA", "9210i", ["Nokia", "Nokia in local time", "9210 without slow Replace"]),
        Fixture("NOKIA", "N-Gage QD", ["Nokia", "Nokia in local time"]),
        Fixture("", "", agent: "Nokia3220/2.0", ["Nokia", "Nokia in local time"]),
        Fixture("NOKIA", "9500", ["Nokia", "Nokia in unmarked UTC", "Nokia with one preferred number"]),
        Fixture(
            "NOKIA", "Nokia 7210c",
            ["Nokia", "Nokia in UTC", "Nokia 7210 both ways alone", "Nokia 7210 with small contacts"]),
        Fixture("NOKIA", "Nokia 6111", ["Nokia", "Nokia with longer pictures"]),
        Fixture("", "", agent: "Nokia3110c/2.0", ["Nokia", "Nokia with longer pictures"]),
        Fixture("SonyEricsson", "", software: "R2A", ["Sony Ericsson", "T68i without RespURI"]),
        Fixture("", "", agent: "SonyEricssonT68/R502", ["Sony Ericsson", "T68i without RespURI"]),
        Fixture("", "", agent: "Funambol BlackBerry Plug-in", ["Funambol that waits"]),
        Fixture("", "", id: "fwm-1234", ["Funambol that waits"]),
        Fixture("", "", agent: "Nokia5000d-2/1.0", ["Nokia", "Nokia with an order"]),
        Fixture("", "", agent: "Nokia5310XpressMusic_CMCC/2.0", ["Nokia", "Nokia with yearly days"]),
        Fixture("SonyEricsson", "K800i", ["Sony Ericsson"]),
        Fixture(
            "SonyEricsson", "W890i",
            [
                "Sony Ericsson", "W890i without large objects",
                "Sony Ericsson without categories",
            ]),
        Fixture(
            "SonyEricsson", "W800i",
            [
                "Sony Ericsson", "Sony Ericsson without categories",
                "W800i without pagers",
            ]),
        Fixture(
            "", "", agent: "SonyEricssonK610i/R1CB",
            ["Sony Ericsson", "K610i with short messages"]),
        Fixture("Sony Ericsson", "P900", ["Sony Ericsson", "UIQ in local time"]),
        Fixture(
            "Sony Ericsson", "M600i",
            ["Sony Ericsson", "UIQ in local time", "M600i with short messages", "UIQ 3 without nonces"]),
        Fixture("Sony Ericsson", "P1i", ["Sony Ericsson", "UIQ 3 without nonces"]),
        Fixture(
            "Motorola", "MOTOZ8",
            ["Motorola with short messages", "Z8 without nonces", "Motorola with streets elsewhere"]),
        Fixture("Ericsson", "", software: "R1A", ["T39 in local time"]),
        Fixture("Ericsson", "", software: "R1B", ["T68 in local time"]),
        Fixture(
            "SIEMENS", "S55",
            [
                "Siemens in local time", "Siemens with the clock of today", "Siemens without slow alert",
                "S55 with short messages", "Siemens without FN",
            ]),
        Fixture(
            "", "", agent: "SIEMENS,M55",
            [
                "Siemens in local time", "Siemens with the clock of today", "Siemens without slow alert",
                "Siemens without FN",
            ]),
        Fixture("SIEMENS", "SK65", ["Siemens with the clock of today", "Siemens without FN"]),
        Fixture("Siemens", "SX1", ["Siemens in local time", "SX1 from 1980 on"]),
        Fixture("SonyEricsson", "W910i", ["Sony Ericsson", "W910i with two mobiles"]),
        Fixture(
            "Motorola CE, Copyright 2004", "V3i",
            ["Motorola with short messages", "Motorola with streets elsewhere", "V3 without folds"]),
        Fixture(
            "Motorola", "RAZRV3xx", ["Motorola with short messages", "V3xx", "Motorola with streets elsewhere"]),
        Fixture("Panasonic", "X70", ["Panasonic with mail last"]),
        Fixture("", "", agent: "Panasonic-X70", ["Panasonic with mail last"]),
        Fixture("", "", id: "fol-0A1B2C", ["Funambol that waits", "Funambol for Outlook"]),
        Fixture("Sendo", "X", ["Sendo X in local time"]), Fixture("Nexthaus", "SyncJe Outlook Edition", ["SyncJE"]),
        Fixture("", "", []), Fixture("Patrick Ohly", "SyncEvolution", agent: "SyncEvolution 2.0", []),
        Fixture("", "N80", []),
    ]

    @Test(arguments: fixtures)
    func rulesMatch(_ fixture: Fixture) {
        #expect(DeviceRule.all.filter { $0.matches(fixture.identity) }.map(\.name) == fixture.rules)
    }

    @Test func everyRuleHasADevice() {
        let tested = Set(Self.fixtures.flatMap(\.rules))
        #expect(DeviceRule.all.map(\.name).filter { !tested.contains($0) } == [])
        #expect(Set(DeviceRule.all.map(\.name)).count == DeviceRule.all.count)
    }

    @Test func rulesAdjustTheProfile() {
        let sizes = Capability(
            type: ContentType("text/x-vcard"), properties: [.init(name: "N", maxOccur: 1, maxSize: 256)])
        let store = Datastore(sourceRef: "c", receives: [ContentType("text/x-vcard")], capabilities: [sizes])
        func profile(_ manufacturer: String, _ model: String, agent: String? = nil) -> DeviceProfile {
            DeviceInformation(
                manufacturer: manufacturer, model: model, utc: false, largeObjects: true, datastores: [store]
            ).profile(userAgent: agent)
        }
        let nokia = profile("NOKIA", "9500")
        #expect(nokia.utc && nokia.quirks.alarmsInUTC && !nokia.quirks.localTimeOnly && nokia.largeObjects)
        #expect(nokia.datastores[0].properties["text/x-vcard"]?["N"] == PropertyLimit(maxOccur: 1))
        #expect(nokia.quirks.unmarkedUTC && !profile("NOKIA", "7210c").quirks.unmarkedUTC)
        let ericsson = profile("SonyEricsson", "W890i")
        #expect(!ericsson.largeObjects && ericsson.quirks.noLargeObjects)
        #expect(ericsson.datastores[0].properties["text/x-vcard"]?["N"]?.maxSize == 256)
        let siemens = profile("SIEMENS", "S55")
        #expect(
            siemens.quirks.ignoresSlowAlert && siemens.quirks.localTimeOnly && siemens.quirks.maxMessageSize == 3200)
        #expect(siemens.quirks.utcOfToday && !profile("SIEMENS", "SX1").quirks.utcOfToday)
        #expect(profile("Motorola", "V3xx").quirks.maxMessageSize == 6000)
        #expect(profile("Motorola", "V3xx").quirks.payload == PayloadQuirks(swapsStreet: true))
        #expect(nokia.quirks.payload == PayloadQuirks(takesOnePreferred: true, firstYear: 1980))
        #expect(profile("NOKIA", "E71").quirks.payload == PayloadQuirks(firstYear: 1980, marksCategories: true))
        #expect(profile("SonyEricsson", "W910i").quirks.payload == PayloadQuirks(pairsMobiles: true))
        #expect(["P900", "M600i"].map { profile("Sony Ericsson", $0).quirks.payload.firstYear } == [1980, 1980])
        #expect(profile("Sendo", "X").quirks.payload.firstYear == 1980 && siemens.quirks.payload.firstYear == nil)
        #expect(profile("NOKIA", "9210").quirks.crashesOnSlowReplace && !nokia.quirks.crashesOnSlowReplace)
        #expect(nokia.quirks.messageSizePercent == 70 && !nokia.quirks.countsPicturesLonger)
        #expect(profile("NOKIA", "6111").quirks.countsPicturesLonger)
        #expect(profile("NOKIA", "7210c").quirks.isTwoWayOnly)
        #expect(DeviceInformation().profile(userAgent: "SonyEricssonT68/R502").quirks.loathesRespURIAfterBreak)
        #expect(profile("Motorola", "MOTO Z8").quirks.ignoresNonces)
        let funambol = DeviceInformation().profile(deviceID: "fjm-1").quirks
        #expect(funambol.awaitsNextMessageAlert && funambol.mayEndEarly && !nokia.quirks.mayEndEarly)
        // Rows add up.
        #expect(
            profile("SonyEricsson", "W800i").quirks.payload
                == PayloadQuirks(withheld: ["CATEGORIES"], withheldTypes: ["PREF", "PAGER"], clearsByDash: true))
        let outlook = DeviceInformation().profile(deviceID: "fol-1")
        #expect(outlook.quirks.payload.ignored == ["VEVENT.STATUS", "UID"])
        #expect(profile("", "SyncJe Outlook Edition").datastores[0].properties.isEmpty)
        #expect(DeviceInformation().profile(userAgent: "SIEMENS,S55").quirks.ignoresSlowAlert)
    }
}
