import Markup
import SyncTypes
import Testing

@testable import SyncMLFront

/// Device information in the shapes phones send.
@Suite struct DeviceInformationTests {
    private func read(_ inner: String) throws -> DeviceInformation {
        DeviceInformation(from: try WireForm.decode(Array("<DevInf>\(inner)</DevInf>".utf8), as: .xml))
    }

    @Test func flatCapabilitiesKeepTheirStructure() throws {
        let information = try read(
            """
            <VerDTD>1.1</VerDTD><SwV>V 03.60
            15-03-05</SwV><CTCap><CTType>text/x-vcard</CTType><PropName>VERSION</PropName><ValEnum>2.1</ValEnum>
            <PropName>TEL</PropName><DataType>chr</DataType><Size>48</Size><ParamName>CELL</ParamName><DataType/>
            <Size>3</Size><DisplayName>Mobile</DisplayName><ParamName>WORK</ParamName>
            <PropName>N</PropName><CTType>text/plain</CTType><PropName></PropName><DataType>chr</DataType><Size>3000</Size>
            </CTCap>
            """)
        #expect(information.version == .v11)
        #expect(information.software == "V 03.60\n15-03-05")
        #expect(
            information.capabilities == [
                Capability(
                    type: ContentType("text/x-vcard"),
                    properties: [
                        .init(name: "VERSION", values: ["2.1"]),
                        .init(
                            name: "TEL", dataType: "chr", maxSize: 48,
                            parameters: [
                                .init(name: "CELL", maxSize: 3, displayName: "Mobile"), .init(name: "WORK"),
                            ]), .init(name: "N"),
                    ]),
                Capability(
                    type: ContentType("text/plain"), properties: [.init(name: "", dataType: "chr", maxSize: 3000)]),
            ])
    }

    @Test func propertiesOfOneTwo() throws {
        let information = try read(
            """
            <VerDTD>1.2</VerDTD><CTCap><CTType>text/x-vcard</CTType><VerCT>2.1</VerCT></CTCap><DataStore><SyncCap>
            <SyncType>2</SyncType><SyncType> 1 </SyncType></SyncCap><CTCap><CTType>text/x-vcard</CTType><VerCT>2.1</VerCT>
            <Property><MaxOccur>3</MaxOccur><PropName>EMAIL</PropName><MaxSize>50</MaxSize><NoTruncate/><PropParam>
            <ParamName>TYPE</ParamName><ValEnum>INTERNET</ValEnum></PropParam></Property><Property><PropName>TEL</PropName>
            <ParamName>CELL;WORK</ParamName></Property></CTCap><DSMem><MaxID>500</MaxID><SharedMem/></DSMem>
            <MaxGUIDSize>64</MaxGUIDSize><SourceRef> Contacts </SourceRef><Tx-Pref><CTType>text/x-vcard</CTType><VerCT/>
            </Tx-Pref><Rx><CTType>text/vcard</CTType><VerCT>3.0</VerCT></Rx><Rx-Pref><CTType>text/x-vcard;charset=utf-8</CTType>
            <VerCT>2.1</VerCT></Rx-Pref></DataStore>
            """)
        let datastore = try #require(information.datastores.first)
        #expect(datastore.sourceRef == "Contacts")
        #expect(datastore.syncTypes == [2, 1])
        #expect(
            datastore.receives == [
                ContentType("text/x-vcard", version: "2.1"), ContentType("text/vcard", version: "3.0"),
            ])
        #expect(datastore.sends == [ContentType("text/x-vcard")])
        #expect(datastore.memory == .init(isShared: true, maxItems: 500))
        #expect(
            datastore.capabilities[0].properties == [
                .init(
                    name: "EMAIL", maxOccur: 3, maxSize: 50, noTruncate: true,
                    parameters: [.init(name: "TYPE", values: ["INTERNET"])]),
                .init(name: "TEL", parameters: [.init(name: "CELL;WORK")]),
            ])
        let limits = information.profile().datastores[0].properties["text/x-vcard"]
        #expect(limits?["EMAIL"] == PropertyLimit(maxSize: 50, maxOccur: 3))
        #expect(limits?["TEL"] == PropertyLimit())
    }

    @Test func emptyDocumentsAreRead() throws {
        #expect(try read("") == DeviceInformation())
        #expect(try read("<DataStore/><CTCap/><CTCap><PropName>N</PropName></CTCap><Ext/>").datastores.count == 1)
        #expect(DeviceInformation().profile() == DeviceProfile())
    }

    @Test func flagsAndSharedCapabilitiesReachTheProfile() throws {
        let profile = try read(
            """
            <VerDTD>1.1</VerDTD><UTC/><SupportNumberOfChanges/><DataStore><SourceRef>./Calendar</SourceRef><Rx-Pref>
            <CTType>text/x-vcalendar</CTType></Rx-Pref></DataStore><CTCap><CTType>text/x-vcalendar</CTType>
            <PropName>summary</PropName><DataType>chr</DataType><Size>255</Size></CTCap><CTCap><CTType>text/x-vcard</CTType>
            <PropName>N</PropName></CTCap>
            """
        ).profile()
        #expect(profile.utc && profile.numberOfChanges && !profile.largeObjects)
        #expect(profile.datastores[0].properties == ["text/x-vcalendar": ["SUMMARY": PropertyLimit(maxSize: 255)]])
    }

    static let stores = [
        ServerDatastore(
            name: "./Contacts", displayName: "Contacts", kinds: [.contact], formats: [.vCard21, .vCard30]),
        ServerDatastore(
            name: "cal?/dr(-30,90)", kinds: [.event, .task], formats: [.vCalendar10, .iCalendar20],
            filterKeywords: ["SINCE", "BEFORE"]),
        ServerDatastore(name: "note", kinds: [.note], formats: [.plainText]),
    ]

    @Test(arguments: ProtocolVersion.allCases)
    func theServersOwnReadsBack(version: ProtocolVersion) throws {
        let server = DeviceInformation.server(
            version: version, software: "1.0", deviceID: "footbridge", datastores: Self.stores)
        #expect(DeviceInformation(from: server.element(version)) == server)
        for encoding in WireEncoding.allCases {
            let tree = Element("SyncML", [.element(Item(data: .element(server.element(version))).element())])
            let back = try WireForm.decode(WireForm.encode(tree, as: encoding, version: version), as: encoding)
            let found = try #require(back[child: "Item"]?[child: "Data"]?[child: "DevInf"])
            #expect(DeviceInformation(from: found) == server, "\(encoding)")
        }
        #expect(server.utc == (version != .v10))
        #expect(server.datastores.allSatisfy { $0.syncTypes == Array(1...7) && $0.maxGUIDSize == nil })
        #expect(server.datastores.map(\.sourceRef) == Self.stores.map(\.name))
        #expect(server.datastores.allSatisfy { $0.capabilities.isEmpty == (version != .v12) })
        #expect(server.datastores[1].filterKeywords == (version == .v12 ? ["SINCE", "BEFORE"] : []))
    }

    @Test func elementsStandInTheOrderOfTheDTD() {
        let server = DeviceInformation.server(
            version: .v12, software: "1.0", deviceID: "footbridge", datastores: Self.stores)
        let tree = server.element(.v12)
        #expect(
            tree.elements.map(\.name) == [
                "VerDTD", "Man", "Mod", "SwV", "DevID", "DevTyp", "UTC", "SupportLargeObjs", "SupportNumberOfChanges",
                "DataStore", "DataStore", "DataStore",
            ])
        #expect(
            tree.all("DataStore")[1].elements.map(\.name) == [
                "SourceRef", "Rx-Pref", "Rx", "Tx-Pref", "Tx", "CTCap", "CTCap", "SyncCap", "Filter-Rx", "FilterCap",
            ])
        let old = DeviceInformation(
            deviceID: "x", utc: true, largeObjects: true,
            capabilities: [Capability(type: ContentType("a/b"), properties: [.init(name: "N", maxSize: 5)])])
        let names = old.element(.v10).elements.map(\.name)
        #expect(names == ["VerDTD", "DevID", "DevTyp", "CTCap"])
        // Siemens S55 crashes on DataType and Size in 1.0.
        #expect(old.element(.v10)[child: "CTCap"]?.elements.map(\.name) == ["CTType", "PropName"])
        #expect(old.element(.v11)[child: "CTCap"]?.elements.map(\.name) == ["CTType", "PropName", "DataType", "Size"])
    }

    @Test func everySampleIsRead() throws {
        guard let files = CapturedFiles.files("devinf", ".xml") else { return }
        for (path, bytes) in files {
            let information = DeviceInformation(from: try WireForm.decode(bytes, as: .xml))
            #expect(information.version != nil, "\(path)")
            #expect(information.deviceID != nil, "\(path)")
            #expect(!information.datastores.isEmpty, "\(path)")
            #expect(information.datastores.allSatisfy { !$0.sourceRef.isEmpty && !$0.receives.isEmpty }, "\(path)")
            let all = information.capabilities + information.datastores.flatMap(\.capabilities)
            let isListed = path.contains("outlook")
            #expect(isListed || all.contains { $0.properties.count > 3 }, "\(path)")
            // The same after a turn through our own writer and WBXML.
            let version = information.version ?? .v11
            let again = try WireForm.decode(
                WireForm.encode(information.element(version), as: .wbxml, version: version), as: .wbxml)
            #expect(DeviceInformation(from: again).profile() == information.profile(), "\(path)")
        }
    }
}
