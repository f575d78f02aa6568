import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

@testable import Bridge

/// What a device asks to have of a datastore, over whole sessions. Days are counted from the world's first one, 2023-11-14.
@Suite("Filters of devices in sessions")
struct FilterTests {
    typealias Window = WindowTrapTests

    private static let spans: [(String, PhoneFilter, ProtocolVersion)] = [
        ("CGI of 1.0", PhoneFilter("SINCE&EQ;20231101&AND;BEFORE&EQ;20231201"), .v10),
        ("CGI of 1.1", PhoneFilter("SINCE&EQ;20231101T000000Z&AND;BEFORE&EQ;20231201T000000Z"), .v11),
        ("Filter of 1.2", PhoneFilter("SINCE&GE;20231101&AND;BEFORE&LT;20231201"), .v12),
        ("days", PhoneFilter("/dr(-13,15)"), .v11), ("days in 1.2", PhoneFilter("/dr(-13,15)"), .v12),
        ("an option", PhoneFilter("/fi(SINCE&EQ;20231101)/dr(-100,15)"), .v11),
    ]

    static func scene(
        _ version: ProtocolVersion = .v12, _ filter: PhoneFilter? = nil, kind: ItemKind = .event
    ) throws -> Scene {
        try Trap.scene(kind) { configuration in
            configuration.version = version
            configuration.encoding = .xml
            configuration.stores = StoreConfiguration.standard(oldFormats: version != .v12).filter {
                $0.name == kind.store
            }
            configuration.stores[0].filter = filter
        }
    }

    private static func datastore(_ scene: Scene) throws -> DatastoreRecord {
        try scene.world.store.read { store in
            let device = try #require(try store.devices().first)
            return try #require(try store.datastores(of: device.id).first)
        }
    }

    private static func held(_ scene: Scene) throws -> Int {
        let row = try datastore(scene).id
        return try scene.world.store.read { try $0.heldDeletions(row, limit: 100) }.count
    }

    private static func set(_ scene: inout Scene, _ filter: PhoneFilter?) {
        scene.phone.configuration.stores[0].filter = filter
    }

    // MARK: - Time

    @Test("A time is asked for in every form there is", arguments: 0..<FilterTests.spans.count)
    func time(number: Int) async throws {
        let (name, filter, version) = Self.spans[number]
        var scene = try Self.scene(version, filter)
        for (title, day) in [("Past", -40), ("Near", 1), ("Far", 40)] { Window.put(scene, title, day: day) }
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Near"], "\(name)")
        try await Trap.expectQuiet(&scene, name)
        // Asked for no more, the rest comes; asked for again, it leaves, and stays upstream.
        Self.set(&scene, nil)
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Far", "Near", "Past"], "\(name)")
        try await Trap.expectQuiet(&scene, name)
        Self.set(&scene, filter)
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Near"] && Window.upstream(scene).count == 3, "\(name)")
        try await Trap.expectQuiet(&scene, name)
        #expect(scene.writes == 0)
        #expect(try Self.held(scene) == 0)
    }

    @Test("What a phone was never sent is no reason to let it delete two of three")
    func neverSent() async throws {
        var scene = try Self.scene(.v12, PhoneFilter("SINCE&GE;20231101&AND;BEFORE&LT;20231201"))
        Window.put(scene, "Near", day: 1)
        _ = try await scene.phone.sync()
        for (title, day) in [("Next", 2), ("Then", 3)] { Window.put(scene, title, day: day) }
        let report = try await scene.phone.sync(["calendar": .refreshFromClient])
        #expect(report.isSuccess, "\(report.table)")
        #expect(Window.upstream(scene).count == 3)
        #expect(try Self.held(scene) == 2)
    }

    @Test("What a phone that filters deletes while the server is away counts with what the server has then")
    func deletedMeanwhile() async throws {
        var scene = try Self.scene(.v12, PhoneFilter("SINCE&GE;20231101&AND;BEFORE&LT;20231201"))
        for (title, day) in [("Near", 1), ("Next", 2)] { Window.put(scene, title, day: day) }
        _ = try await scene.phone.sync()
        try scene.world.administration.set("alice", ["offline=queue"])
        let fault: @Sendable (HTTPRequest) -> Fault? = { _ in Fault.lostRequest }
        scene.world.server.setFault(fault)
        for title in ["Near", "Next"] { try Trap.delete(&scene.phone, .event, holding: "SUMMARY:\(title)") }
        #expect(try await scene.phone.sync().isSuccess)
        scene.world.server.setFault(nil)
        Window.put(scene, "Far", day: 200)
        scene.world.clock.advance(600)
        for _ in 0..<2 { await scene.world.upkeep() }
        #expect(Window.upstream(scene).count == 3)
        #expect(try Self.held(scene) == 2)
    }

    @Test("The days of /dr go on with time, those of the account's window hold, too")
    func days() async throws {
        var scene = try Self.scene(.v11, PhoneFilter("/dr(-30,90)"))
        for day in [-20, 10, 80, 120] { Window.put(scene, "Day \(day)", day: day) }
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Day -20", "Day 10", "Day 80"])
        scene.world.clock.advance(31 * Window.day)
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Day 10", "Day 120", "Day 80"])
        try scene.world.administration.set("alice", ["window=..60"])
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Day 10", "Day 80"])
        // The phone cannot ask for more than its account allows.
        Self.set(&scene, PhoneFilter("/dr(-60,300)"))
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Day -20", "Day 10", "Day 80"])
        try await Trap.expectQuiet(&scene)
        #expect(scene.writes == 0)
    }

    @Test("INCLUSIVE: what the phone holds stays and is kept in step, nothing more comes")
    func inclusive() async throws {
        var scene = try Self.scene()
        for (title, day) in [("Past", -40), ("Near", 1)] { Window.put(scene, title, day: day) }
        _ = try await scene.phone.sync()
        Self.set(&scene, PhoneFilter("SINCE&EQ;20231101", isInclusive: true))
        try await Trap.expectQuiet(&scene, "nothing leaves")
        #expect(Window.titles(scene) == ["Near", "Past"])
        Window.put(scene, "Older", day: -50)
        Window.put(scene, "Past", day: -41)
        Window.put(scene, "Next", day: 2)
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Near", "Next", "Past"])
        #expect(
            scene.phone.texts("calendar").contains { $0.contains(Window.time(-41)) }, "what is held is kept in step")
        try await Trap.expectQuiet(&scene)
        // An edit of what stays goes upstream, and leaves it where it is.
        try Trap.edit(&scene.phone, .event, holding: "Past", "Room 1", "Room 2")
        _ = try await scene.phone.sync()
        #expect(try Window.body(scene, "Past").contains("Room 2"))
        try await Trap.expectQuiet(&scene)
        #expect(Window.titles(scene) == ["Near", "Next", "Past"])
        // The same filter as EXCLUSIVE takes it away.
        Self.set(&scene, PhoneFilter("SINCE&EQ;20231101"))
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Near", "Next"] && Window.upstream(scene).count == 4)
        Self.set(&scene, nil)
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Near", "Next", "Older", "Past"])
    }

    // MARK: - What items say

    @Test("A filter by category, and items that come to match it and cease to", arguments: [ProtocolVersion.v11, .v12])
    func categories(version: ProtocolVersion) async throws {
        var scene = try Self.scene(version, PhoneFilter("CATEGORIES&EQ;Work&OR;SUMMARY&iCON;tea"))
        Window.put(scene, "Meeting", day: 1, "CATEGORIES:Work,Boring")
        Window.put(scene, "Dinner", day: 1, "CATEGORIES:Home")
        Window.put(scene, "High Tea", day: 1)
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["High Tea", "Meeting"])
        try await Trap.expectQuiet(&scene)
        Window.put(scene, "Meeting", day: 1, "CATEGORIES:Boring")
        Window.put(scene, "Dinner", day: 1, "CATEGORIES:Work")
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Dinner", "High Tea"])
        try await Trap.expectQuiet(&scene)
        // What the phone itself makes of them counts from then on: it leaves, and is upstream as it was typed.
        try Trap.edit(&scene.phone, .event, holding: "High Tea", "High Tea", "High Noon")
        scene.phone.edit("calendar", "own", version == .v12 ? Window.onPhone("Swimming", day: 3) : Self.old("Swimming"))
        _ = try await scene.phone.sync()
        if Window.titles(scene).count > 1 { _ = try await scene.phone.sync() }
        #expect(Window.titles(scene) == ["Dinner"])
        #expect(Window.upstream(scene) == ["Dinner", "High Noon", "Meeting", "Swimming"])
        try await Trap.expectQuiet(&scene)
    }

    private static func old(_ title: String) -> String {
        Window.onPhone(title, day: 3).replacing("VERSION:2.0", with: "VERSION:1.0")
    }

    @Test("A filter by name on contacts, in a slow sync, too")
    func names() async throws {
        var scene = try Self.scene(.v12, PhoneFilter("N&CON;Smith"), kind: .contact)
        for name in ["Ann Smith", "Ben Jones", "Cara Smithers"] {
            scene.world.server.put(
                scene.world.href(.contact, name.replacing(" ", with: "-")), Trap.card(name, "TEL:+1 \(name.count)"))
        }
        _ = try await scene.phone.sync()
        #expect(scene.phone.store.items["contacts"]?.count == 2)
        Self.set(&scene, nil)
        _ = try await scene.phone.sync()
        #expect(scene.phone.store.items["contacts"]?.count == 3)
        Self.set(&scene, PhoneFilter("N&CON;Smith"))
        _ = try await scene.phone.sync(["contacts": .slow])
        #expect(scene.phone.store.items["contacts"]?.count == 2)
        #expect(scene.world.essences(of: scene.world.contacts).count == 3 && scene.writes == 0)
        try await Trap.expectQuiet(&scene)
    }

    @Test("An unchanged filter reads no item, a changed one each of them once")
    func cost() async throws {
        var scene = try Self.scene(.v12, PhoneFilter("CATEGORIES&EQ;Work"))
        for number in 0..<20 {
            Window.put(scene, "Item \(number)", day: 1, "CATEGORIES:\(number < 5 ? "Work" : "Home")")
        }
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene).count == 5)
        let datastore = try Self.datastore(scene)
        let behind = try scene.world.store.read { store in
            try store.collections(of: datastore.id).map {
                (try store.collection($0.collection)?.counter ?? 0) - $0.checkpoint
            }
        }
        #expect(behind == [0], "all that was looked at lies behind the checkpoint")
        let served = ServedScope(scope: datastore.scope)
        #expect(served.crossings(to: .all, served.filter, hasRoom: true) == [], "nothing is looked at again")
        try await Trap.expectQuiet(&scene)
    }

    // MARK: - Deletions

    @Test("A phone that deletes what has left, or what its own filter leaves out, deletes nothing upstream")
    func repeated() async throws {
        var scene = try Self.scene(.v12)
        for (title, day) in [("Past", -40), ("Older", -45), ("Near", 1)] { Window.put(scene, title, day: day) }
        _ = try await scene.phone.sync()
        // It purges by itself what its new filter leaves out, and tells so.
        try Trap.delete(&scene.phone, .event, holding: "Older")
        Self.set(&scene, PhoneFilter("SINCE&EQ;20231101"))
        scene.phone.line.plan([2: .replyLost])
        scene.phone.configuration.habits.repeatsAfterLoss = 0
        _ = try? await scene.phone.sync()
        scene.phone.line.plan([:])
        // Its reply was lost: what it was told to delete it deletes as if by itself.
        for title in ["Past"] where Window.titles(scene).contains(title) {
            try Trap.delete(&scene.phone, .event, holding: title)
        }
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(Window.titles(scene) == ["Near"])
        #expect(Window.upstream(scene) == ["Near", "Older", "Past"] && scene.writes == 0)
        #expect(try Self.held(scene) == 0)
        Self.set(&scene, nil)
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Near", "Older", "Past"])
    }

    @Test("The guard counts what the filter shows")
    func guarded() async throws {
        var scene = try Self.scene(.v12, PhoneFilter("CATEGORIES&EQ;Work"))
        for number in 0..<30 {
            Window.put(scene, "Item \(number)", day: 1, "CATEGORIES:\(number < 4 ? "Work" : "Home")")
        }
        _ = try await scene.phone.sync()
        for number in 0..<3 { try Trap.delete(&scene.phone, .event, holding: "SUMMARY:Item \(number)\r\n") }
        _ = try await scene.phone.sync()
        #expect(Window.upstream(scene).count == 30, "three of the four that it has, though few of thirty")
        #expect(try Self.held(scene) == 3)
    }

    // MARK: - Limits

    @Test("/max: no more than so many, and the rest when there is room")
    func most() async throws {
        var scene = try Self.scene(.v11, PhoneFilter("/max(3)"))
        for number in 0..<6 { Window.put(scene, "Item \(number)", day: number) }
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene).count == 3)
        try await Trap.expectQuiet(&scene, "full")
        let first = try #require(Window.titles(scene).first)
        try Trap.delete(&scene.phone, .event, holding: first)
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(Window.titles(scene).count == 3 && !Window.titles(scene).contains(first))
        #expect(Window.upstream(scene).count == 5)
        try await Trap.expectQuiet(&scene, "full again")
        // Fewer than it has: nothing leaves. More: the rest comes.
        Self.set(&scene, PhoneFilter("/max(1)"))
        try await Trap.expectQuiet(&scene, "what is there stays")
        Self.set(&scene, PhoneFilter("/max(4)"))
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene).count == 4)
        Self.set(&scene, nil)
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene).count == 5)
        try await Trap.expectQuiet(&scene)
    }

    @Test("/li and MAXSIZE: long items wait until they are asked for", arguments: ["/li(1)", "MAXSIZE&EQ;1024"])
    func size(query: String) async throws {
        var scene = try Self.scene(.v11, PhoneFilter(query))
        Window.put(scene, "Short", day: 1)
        Window.put(scene, "Long", day: 1, "DESCRIPTION:" + String(repeating: "word ", count: 400))
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Short"])
        try await Trap.expectQuiet(&scene)
        // One that grows stays as it was.
        Window.put(scene, "Short", day: 1, "DESCRIPTION:" + String(repeating: "word ", count: 500))
        _ = try await scene.phone.sync()
        #expect(
            scene.phone.texts("calendar").allSatisfy { !$0.contains("word word") } && Window.titles(scene) == ["Short"])
        Self.set(&scene, PhoneFilter("/li(100)"))
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Long", "Short"])
        #expect(scene.phone.texts("calendar").allSatisfy { $0.contains("word word") })
        try await Trap.expectQuiet(&scene)
    }

    @Test("/na: items come without their attachments, and edits leave those alone", arguments: ["/na", "NOATT&EQ;1"])
    func attachments(query: String) async throws {
        var scene = try Self.scene(.v12, PhoneFilter(query))
        Window.put(scene, "Talk", day: 1, "ATTACH:https://files.example/slides.pdf", "CATEGORIES:Work")
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Talk"])
        #expect(scene.phone.texts("calendar").allSatisfy { !$0.contains("ATTACH") && $0.contains("Work") })
        try Trap.edit(&scene.phone, .event, holding: "Talk", "Room 1", "Room 2")
        _ = try await scene.phone.sync()
        let body = try Window.body(scene, "Talk")
        #expect(body.contains("Room 2") && body.contains("ATTACH:https://files.example/slides.pdf"), "\(body)")
        try await Trap.expectQuiet(&scene)
    }

    @Test("/slow: every sync compares everything")
    func slow() async throws {
        var scene = try Self.scene(.v11, PhoneFilter("/slow"))
        Window.put(scene, "Near", day: 1)
        for _ in 0..<2 {
            let report = try await scene.phone.sync()
            #expect(report.stores.first?.used == SyncMode.slow.alertCode)
        }
        Self.set(&scene, nil)
        #expect(try await scene.phone.sync().stores.first?.used == SyncMode.twoWay.alertCode)
        #expect(Window.titles(scene) == ["Near"] && scene.writes == 0)
    }
}
