import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Testing

/// A server without sync reports whose listing lacks members that are there.
@Suite("Traps: listings that lie")
struct LyingListingTests {
    /// Five contacts on both sides, and a server that keeps twins, so that a second copy would stay.
    private static func agreed() async throws -> (world: World, phone: SimulatedPhone) {
        var behaviour = ServerBehaviour.honest
        behaviour.supportsSync = false
        behaviour.uidTwin = .allowed
        return try await Trap.fiveContacts(behaviour)
    }

    /// One sync in which the listing lacks one contact; the collection has changed, so that it is listed at all.
    private static func syncOverLie(about lacking: Href, _ world: World, _ phone: inout SimulatedPhone) async throws {
        world.server.put(world.href(.contact, "c4"), Trap.card("Emil Ernst", "TEL;TYPE=CELL:+49 2004"))
        world.server.setFault { request in
            let isListing = request.method == "PROPFIND" && request.header("Depth") == "1"
            return isListing ? .listing(lacking: lacking.rawValue) : nil
        }
        _ = try await phone.sync()
        world.server.setFault(nil)
        world.server.expireTokens()
    }

    @Test("An item that the phone edits meanwhile is not made a second time")
    func edited() async throws {
        var (world, phone) = try await Self.agreed()
        try Trap.edit(&phone, holding: "Adler", "+49 1000", "+49 3000")
        try await Self.syncOverLie(about: world.href(.contact, "c0"), world, &phone)
        for _ in 0..<2 { #expect(try await phone.sync().isSuccess) }
        let bodies = world.bodies(of: world.contacts)
        #expect(bodies.count == 5)
        #expect(bodies.filter { $0.contains("Adler") && $0.contains("+49 3000") }.count == 1, "\(bodies)")
        #expect(phone.texts("contacts").count == 5)
    }

    @Test("An item that the phone deletes meanwhile does not come back")
    func deleted() async throws {
        var (world, phone) = try await Self.agreed()
        try Trap.delete(&phone, holding: "Adler")
        try await Self.syncOverLie(about: world.href(.contact, "c0"), world, &phone)
        for _ in 0..<2 { #expect(try await phone.sync().isSuccess) }
        #expect(world.bodies(of: world.contacts).count == 4)
        #expect(phone.texts("contacts").count == 4)
        #expect(!phone.texts("contacts").contains { $0.contains("Adler") })
    }

    @Test("An item that nobody touched stays where it is")
    func untouched() async throws {
        var (world, phone) = try await Self.agreed()
        let names = phone.store.items["contacts"]?.keys.sorted()
        try await Self.syncOverLie(about: world.href(.contact, "c0"), world, &phone)
        #expect(phone.store.items["contacts"]?.keys.sorted() == names, "no device deletes what a listing forgot")
        #expect(world.bodies(of: world.contacts).count == 5)
        for _ in 0..<2 { #expect(try await phone.sync().isSuccess) }
        #expect(world.bodies(of: world.contacts).count == 5)
        #expect(phone.texts("contacts").count == 5)
    }

    @Test("An item that moved behind a ctag that tells nothing, and that the phone edits, is not made a second time")
    func movedInSilence() async throws {
        var (world, phone) = try await Self.agreed()
        let (old, new) = (world.href(.contact, "c0"), world.href(.contact, "moved"))
        let body = try #require(world.server.get(old))
        let silence = try #require(
            try world.store.read { try $0.collections(of: AccountRow(rawValue: 1)) }
                .first { $0.href == world.contacts }?.ctag)
        world.server.delete(old)
        world.server.put(new, body: body)
        world.server.setFault { request in
            guard request.method == "PROPFIND", request.header("Depth") == "0" else { return nil }
            return Fault(
                .after,
                .altered { reply in
                    var reply = reply
                    let text = String(decoding: reply.body, as: UTF8.self)
                    let shown = text.replacing(/getctag([^>]*)>[^<]*</) { "getctag\($0.output.1)>\(silence)<" }
                    reply.body = Array(shown.utf8)
                    return reply
                })
        }
        try Trap.edit(&phone, holding: "Adler", "+49 1000", "+49 3000")
        #expect(try await phone.sync().isSuccess)
        #expect(world.server.get(old) == nil)
        let moved = String(decoding: try #require(world.server.get(new)), as: UTF8.self)
        #expect(moved.contains("+49 3000"), "\(world.bodies(of: world.contacts))")
        #expect(world.bodies(of: world.contacts).count == 5)
        #expect(phone.texts("contacts").count == 5)
    }

    @Test(
        "A token that died silently, and an item moved upstream while the phone deletes it: the deletion goes to the new place"
    )
    func movedUntold() async throws {
        var behaviour = ServerBehaviour.davical
        behaviour.deadToken = .listsEverything
        let world = try World(behaviour: behaviour)
        var phone = SimulatedPhone(world, id: "phone-1") { $0.stores = $0.stores.filter { $0.name == "contacts" } }
        for (number, name) in Trap.five.prefix(2).enumerated() {
            world.server.put(world.href(.contact, "c\(number)"), Trap.card(name, "TEL;TYPE=CELL:+49 100\(number)"))
        }
        #expect(try await phone.sync().isSuccess)
        // Nothing stays as it was, so the reply repeats nothing that is known.
        let body = try #require(world.server.get(world.href(.contact, "c0")))
        world.server.delete(world.href(.contact, "c0"))
        world.server.put(world.href(.contact, "moved"), body: body)
        world.server.put(world.href(.contact, "c1"), Trap.card("Boris Brandt", "TEL;TYPE=CELL:+49 2001"))
        world.server.expireTokens()
        try Trap.delete(&phone, holding: "Adler")
        #expect(try await phone.sync().isSuccess)
        #expect(world.bodies(of: world.contacts).count == 1, "\(world.bodies(of: world.contacts))")
        #expect(phone.texts("contacts").count == 1)
        #expect(phone.texts("contacts").contains { $0.contains("+49 2001") })
    }
}
