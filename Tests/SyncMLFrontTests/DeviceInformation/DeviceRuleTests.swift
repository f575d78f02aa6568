import SyncTypes
import Testing

@testable import SyncMLFront

/// Each row of the table of quirks, by a device it is about.
@Suite struct DeviceRuleTests {
    struct Fixture: Sendable, CustomTestStringConvertible {
        let identity: DeviceIdentity
        let rules: [String]
        var testDescription: String { "\(identity.manufacturer) \(identity.model) \(identity.userAgent)" }

        init(_ manufacturer: String, _ model: String, software: String = "", agent: String = "", _ rules: [String]) {
            identity = DeviceIdentity(
                manufacturer: manufacturer, model: model, software: software, userAgent: agent)
            self.rules = rules
        }
    }

    static let fixtures: [Fixture] = [
        Fixture("NOKIA", "N80", ["Nokia"]), Fixture("", "", agent: "S60 SyncML HTTP Client", ["Nokia"]),
        Fixture("Nokia Corporation", "Nokia 3220", ["Nokia", "Nokia in local time"]),
        Fixture("NOKIA", "N-Gage QD", ["Nokia", "Nokia in local time"]),
        Fixture("", "", agent: "Nokia3220/2.0", ["Nokia", "Nokia in local time"]),
        Fixture("NOKIA", "9500", ["Nokia", "Nokia in UTC"]),
        Fixture("NOKIA", "Nokia 7210c", ["Nokia", "Nokia in UTC"]),
        Fixture("SonyEricsson", "K800i", ["Sony Ericsson", "Sony Ericsson in Latin-1"]),
        Fixture(
            "SonyEricsson", "W890i",
            ["Sony Ericsson", "Sony Ericsson in Latin-1", "W890i without large objects"]),
        Fixture(
            "", "", agent: "SonyEricssonK610i/R1CB",
            ["Sony Ericsson", "Sony Ericsson in Latin-1", "K610i with short messages"]),
        Fixture("Sony Ericsson", "P900", ["Sony Ericsson", "UIQ in local time"]),
        Fixture("Sony Ericsson", "M600i", ["Sony Ericsson", "UIQ in local time", "M600i with short messages"]),
        Fixture("Ericsson", "", software: "R1A", ["Ericsson in Latin-1"]),
        Fixture(
            "SIEMENS", "S55",
            ["Siemens in local time", "Siemens without slow alert", "S55 with short messages"]),
        Fixture("", "", agent: "SIEMENS,M55", ["Siemens in local time", "Siemens without slow alert"]),
        Fixture("Siemens", "SX1", ["Siemens in local time"]),
        Fixture("Motorola CE, Copyright 2004", "V3i", ["Motorola with short messages", "V3 in Latin-1"]),
        Fixture("Motorola", "RAZRV3xx", ["Motorola with short messages", "V3xx"]),
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
        let ericsson = profile("SonyEricsson", "W890i")
        #expect(!ericsson.largeObjects && ericsson.quirks.noLargeObjects && ericsson.quirks.latin1WithoutCharset)
        #expect(ericsson.datastores[0].properties["text/x-vcard"]?["N"]?.maxSize == 256)
        let siemens = profile("SIEMENS", "S55")
        #expect(
            siemens.quirks.ignoresSlowAlert && siemens.quirks.localTimeOnly && siemens.quirks.maxMessageSize == 3200)
        #expect(profile("Motorola", "V3xx").quirks.maxMessageSize == 6000)
        #expect(profile("", "SyncJe Outlook Edition").datastores[0].properties.isEmpty)
        #expect(DeviceInformation().profile(userAgent: "SIEMENS,S55").quirks.ignoresSlowAlert)
    }
}
