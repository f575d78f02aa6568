import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Testing

@testable import Bridge

/// Filters that cannot be honoured, and what a device is told of those that can.
@Suite("Filters that are refused or announced")
struct FilterRefusalTests {
    private typealias Window = FilterTests.Window

    private static func alert(_ target: Location) -> Command {
        let meta = Meta(lastAnchor: nil, nextAnchor: "n1")
        return .alert(
            Alert(
                commandID: "1", code: 200,
                items: [Item(target: target, source: Location(uri: "./calendar"), meta: meta)]))
    }

    @Test("What cannot be honoured is refused with the status for it, and opens nothing")
    func refused() async throws {
        let odd = Filter(type: "text/calendar", record: "SUMMARY&EQ;1", filterType: "SOME")
        let table: [(String, Location, Int)] = [
            ("query", Location(uri: "calendar?SINCE&EQ;soon"), 422),
            ("operator", Location(uri: "calendar?SUMMARY&EQ;1&AND;"), 422),
            ("field", Location(uri: "calendar?SHOESIZE&GT;40"), 422), ("option", Location(uri: "calendar?/zz(1)"), 406),
            ("days", Location(uri: "calendar?/dr(1)"), 422), ("type", Location(uri: "calendar", filter: odd), 422),
            ("media type", Location(uri: "calendar", filter: Filter(type: "text/vcard", record: "N&EQ;1")), 415),
            ("word of another server", Location(uri: "calendar?user=ann"), 200),
        ]
        for (name, target, code) in table {
            var talker = Talker(try World(), version: .v12)
            let answer = await talker.say([Self.alert(target)])
            let codes = answer.codes("Alert")
            #expect(codes == [code == 200 ? StatusCode.refreshRequired : code], "\(name)")
            #expect(answer.alerts.isEmpty == (code != 200), "\(name)")
            let status = answer.statuses.first { $0.command == "Alert" }
            #expect(status?.targetRefs == [target.uri], "the name is echoed as it came")
        }
    }

    @Test("A Sync may bring the filter that its Alert did not; one that cannot be honoured refuses its commands")
    func late() async throws {
        let scene = try FilterTests.scene()
        for (title, day) in [("Past", -40), ("Near", 1)] { Window.put(scene, title, day: day) }
        for (uri, filter, code, titles) in [
            ("calendar?SINCE&EQ;20231101", nil, 200, ["Near"]),
            ("calendar", Filter(type: "text/calendar", record: "BEFORE&EQ;20231101"), 200, ["Past"]),
            ("calendar?SINCE&EQ;soon", nil, 422, []),
        ] as [(String, Filter?, Int, [String])] {
            var talker = Talker(scene.world, device: "talker \(uri) \(filter != nil)", version: .v12)
            let opening = await talker.say([Self.alert(Location(uri: "calendar"))])
            let sync = Command.sync(
                Sync(
                    commandID: "9", target: Location(uri: uri, filter: filter), source: Location(uri: "./calendar"),
                    commands: [Talker.add("x", Window.onPhone("Own", day: 1), id: "10", type: "text/calendar")]))
            let answer = await talker.say(Talker.statuses(for: opening) + [sync])
            #expect(answer.codes("Sync") == [code], "\(uri)")
            #expect(answer.codes("Add") == [code == 200 ? 201 : 500], "\(uri)")
            var found: [String] = []
            for change in answer.changes {
                guard case .add(let list) = change else { continue }
                found += list.items.compactMap { $0.data?.content }.map { String(decoding: $0, as: UTF8.self) }
            }
            for title in ["Past", "Near"] {
                #expect(found.contains { $0.contains("SUMMARY:\(title)") } == titles.contains(title), "\(uri) \(title)")
            }
            #expect(code == 200 || answer.changes.isEmpty, "nothing is sent that the filter may have left out")
        }
    }

    @Test("The names of the datastores and what they understand are in the device information of 1.2")
    func announced() async throws {
        var talker = Talker(try World(), version: .v12)
        let get = Command.get(
            Get(
                commandID: "2", meta: Meta(type: "application/vnd.syncml-devinf+xml"),
                items: [
                    Item(target: Location(uri: "./devinf12"))
                ]))
        let answer = await talker.say([Self.alert(Location(uri: "calendar?/dr(-30,90)")), get])
        let results = (answer.message?.commands ?? []).compactMap { command -> Results? in
            guard case .results(let results) = command else { return nil }
            return results
        }
        let element = try #require(results.first?.items.first?.data?.element(named: "DevInf"))
        let information = DeviceInformation(from: element)
        let calendar = try #require(information.datastores.first { $0.sourceRef == "calendar?/dr(-30,90)" })
        #expect(calendar.filterTypes.map(\.mediaType) == ["syncml:filtertype-cgi"])
        #expect(calendar.filterKeywords == ["SINCE", "BEFORE", "MAXSIZE", "MAXCOUNT", "NOATT"])
        #expect(information.datastores.first { $0.sourceRef == "contacts" }?.filterKeywords == ["MAXSIZE", "MAXCOUNT"])
    }
}
