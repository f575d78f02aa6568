import BridgeTesting
import DAVClient
import Phone
import SyncMLFront
import SyncTypes
import Testing

@testable import Bridge

@Suite("Names of databases in sessions")
struct NamedDatastoreTests {
    @Test(
        "Every spelling opens the same database, and comes back as it was written",
        arguments: [
            "calendar", "./Calendar", "Events", "CAL", "/dav/ada/calendar", "./C:Calendar",
            "./C\\System\\Data\\Calendar",
            "c:\\Documents\\agenda\\agenda", "appointment/", "./calendar?/dr(-9000,9000)/na", "calendar/dr(-9000,9000)",
            "scal?BEFORE&EQ;20990101T000000Z", "./calendar?user=ada", "http://bridge.example/syncml/calendar",
        ])
    func spellings(name: String) async throws {
        let world = try World()
        world.put("near", Sample(.event, "Near", "Room"))
        var talker = Talker(world, version: .v11)
        let meta = Meta(lastAnchor: nil, nextAnchor: "n1")
        let alert = Alert(
            commandID: "1", code: 201,
            items: [Item(target: Location(uri: name), source: Location(uri: "./own"), meta: meta)])
        let opening = await talker.say([.alert(alert)])
        let status = try #require(opening.statuses.first { $0.command == "Alert" })
        #expect(status.code == 200 && status.targetRefs == [name])
        for case .alert(let ours) in opening.message?.commands ?? [] {
            #expect(ours.items.first?.source?.uri == name && ours.items.first?.target?.uri == "./own")
        }
        let sync = Sync(commandID: "9", target: Location(uri: name), source: Location(uri: "./own"))
        let answer = await talker.say(Talker.statuses(for: opening) + [.sync(sync)])
        #expect(answer.codes("Sync") == [200])
        let syncs = (answer.message?.commands ?? []).compactMap { command -> Sync? in
            guard case .sync(let sync) = command else { return nil }
            return sync
        }
        #expect(syncs.map { $0.source?.uri } == [name] && syncs.first?.commands.count == 1)
    }

    @Test(
        "A collection by the last segment of its path or by its display name",
        arguments: ["work", "./Work", "/dav/alice/work", "Office%20hours", "./Office hours", "work?/dr(-4000,4000)"])
    func collections(name: String) async throws {
        var scene = try Trap.scene(.event) { configuration in
            configuration.stores[0].uri = name
        }
        let work = scene.world.server.addCollection(
            user: "alice", name: "work", kinds: [.event], displayName: "Office hours")
        scene.world.put("home", Sample(.event, "Home", "Room"))
        scene.world.server.put(Href(work.rawValue + "w.ics"), Sample(.event, "Meeting", "Office", uid: "w").upstream)
        _ = try await scene.phone.sync()
        #expect(WindowTrapTests.titles(scene) == ["Meeting"], "\(name)")
        scene.phone.edit("7", Sample(.event, "Lunch", "Canteen"))
        _ = try await scene.phone.sync()
        #expect(scene.world.server.members(of: work).count == 2)
        #expect(scene.world.essences(of: scene.world.calendar).count == 1)
        try await Trap.expectQuiet(&scene, name)
    }

    @Test("Each name is a database of its own, with a filter of its own")
    func several() async throws {
        var scene = try Scene { configuration in
            configuration.stores = [
                StoreConfiguration(name: "calendar", format: .ical20),
                StoreConfiguration(name: "office", format: .ical20, uri: "work"),
            ]
            configuration.stores[1].filter = PhoneFilter("SUMMARY&CON;Meet")
        }
        let work = scene.world.server.addCollection(user: "alice", name: "work", kinds: [.event])
        scene.world.put("home", Sample(.event, "Home", "Room"))
        for (number, title) in ["Meeting", "Break"].enumerated() {
            let sample = Sample(.event, title, "Office", uid: "w\(number)")
            scene.world.server.put(Href(work.rawValue + "w\(number).ics"), sample.upstream)
        }
        _ = try await scene.phone.sync()
        #expect(scene.phone.texts("calendar").count == 1 && scene.phone.texts("calendar")[0].contains("Home"))
        #expect(scene.phone.texts("office").count == 1 && scene.phone.texts("office")[0].contains("Meeting"))
        try await Trap.expectQuiet(&scene)
    }
}
