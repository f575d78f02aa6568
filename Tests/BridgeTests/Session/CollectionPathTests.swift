import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Testing

@testable import Bridge

/// Collections that an account names by their paths (`account set contacts=PATH`).
@Suite("Collections by their paths")
struct CollectionPathTests {
    private let world: World
    /// Below a home's own collections, where no listing of the home goes.
    private let people: Href

    init() async throws {
        world = try World()
        people = world.server.addCollection(user: "alice", name: "deep/people", kinds: [.contact])
        let draft = AccountAdministration.Draft(
            name: "alice", upstream: world.server.origin + "/", user: "alice", password: "secret",
            devicePassword: "secret")
        _ = try await world.administration.add(draft)
    }

    private func collections() throws -> [CollectionRecord] {
        let account = try #require(try world.store.read { try $0.account(named: "alice") })
        return try world.store.read { try $0.collections(of: account.id) }
    }

    @Test("Nothing leads there but the setting; edits of both sides go there", arguments: [true, false])
    func outsideOfTheHome(hasSlash: Bool) async throws {
        #expect(try !collections().contains { $0.href == people })
        let path = hasSlash ? people.rawValue : String(people.rawValue.dropLast())
        try world.administration.set("alice", ["contacts= \(path)"])
        world.server.put(Href(people.rawValue + "g.vcf"), Trap.card("Greta Glas", "TEL;TYPE=CELL:+49 1"))
        var phone = SimulatedPhone(world, id: "phone-1") { $0.stores = $0.stores.filter { $0.name == "contacts" } }
        #expect(try await phone.sync().isSuccess)
        #expect(phone.texts("contacts").count == 1)
        try Trap.edit(&phone, holding: "Greta", "+49 1", "+49 2")
        phone.edit("own-1", Sample(.contact, "Anna Adler", "+49 5"))
        #expect(try await phone.sync().isSuccess)
        let bodies = world.server.members(of: people).map { String(decoding: $0.value, as: UTF8.self) }
        #expect(
            bodies.count == 2 && bodies.contains { $0.contains("+49 2") } && bodies.contains { $0.contains("Anna") })
        #expect(try collections().count { $0.href == people } == 1)
    }

    @Test("One that is listed as well is there once, and holds what it is wished for, whatever its components say")
    func listed() async throws {
        let work = world.server.addCollection(user: "alice", name: "work", kinds: [.event])
        try world.administration.set("alice", ["notes=\(work)", "calendar=\(work)"])
        var phone = SimulatedPhone(world, id: "phone-1") { $0.stores = $0.stores.filter { $0.name == "calendar" } }
        #expect(try await phone.sync().isSuccess)
        #expect(try collections().filter { $0.href == work }.map(\.kinds) == [[.event, .note]])
    }

    @Test("What is not there, or is no address book, is no collection for contacts")
    func nothingThere() async throws {
        let work = world.server.addCollection(user: "alice", name: "work", kinds: [.event])
        for path in ["/nowhere/", work.rawValue] {
            try world.administration.set("alice", ["contacts=\(path)"])
            var phone = SimulatedPhone(world, id: "phone-\(path.count)") {
                $0.stores = $0.stores.filter { $0.name == "contacts" }
            }
            #expect(try await phone.sync().isSuccess == false)
        }
        #expect(try collections().filter { $0.href == work }.map(\.kinds) == [[.event]])
    }
}
