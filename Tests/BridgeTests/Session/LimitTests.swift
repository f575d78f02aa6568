import Bridge
import BridgeTesting
import Markup
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// What one device may ask for, and what it gets beyond it.
@Suite("Limits of one device")
struct LimitTests {
    private func card(_ number: Int) -> String { Sample(.contact, "Person \(number)", "+49 1\(number)").text(.vcard30) }

    private func adds(_ numbers: ClosedRange<Int>) -> [Command] {
        numbers.map { Talker.add("n\($0)", card($0), id: String($0 + 10)) }
    }

    @Test("In a slow sync, items above the datastore's limit are refused with 420, the others are kept")
    func fullInSlowSync() async throws {
        let world = try World { $0.limits.itemsPerDatastore = 3 }
        var talker = Talker(world)
        await talker.say([Talker.alert(201)])
        let first = await talker.say([Talker.sync(adds(1...2))], isFinal: false)
        #expect(first.codes("Add") == [201, 201])
        let second = await talker.say([Talker.sync(adds(3...6))])
        #expect(second.codes("Add") == [201, 420, 420, 420])
        #expect(world.essences(of: world.contacts).count == 3)
    }

    @Test("In a two-way sync the items that the device has already count, and room is room again")
    func fullInTwoWaySync() async throws {
        let world = try World { $0.limits.itemsPerDatastore = 3 }
        var talker = Talker(world)
        await talker.say([Talker.alert(201)])
        let reply = await talker.say([Talker.sync(adds(1...2))])
        await talker.say(Talker.statuses(for: reply))
        talker.begin("2")
        talker.credential = .basic(user: "alice", password: "secret")
        let opened = await talker.say([Talker.alert(200, last: "n1", next: "n2")])
        #expect(opened.codes("Alert") == [200])
        let added = await talker.say([Talker.sync(adds(3...5))], isFinal: false)
        #expect(added.codes("Add") == [201, 420, 420])
        let changed = await talker.say(
            [Talker.sync([Talker.replace("n1", card(1) + "\r\n", id: "3"), Talker.delete("n2", id: "4")])])
        #expect(changed.codes("Replace") == [200] && changed.codes("Delete") == [200])
        await talker.say(Talker.statuses(for: changed))
        talker.begin("3")
        talker.credential = .basic(user: "alice", password: "secret")
        await talker.say([Talker.alert(200, last: "n2", next: "n3")])
        #expect(await talker.say([Talker.sync(adds(6...6))]).codes("Add") == [201])
    }

    @Test("A device that has renamed everything is not full: what it no longer mentions does not count")
    func renamed() async throws {
        let world = try World { $0.limits.itemsPerDatastore = 3 }
        for session in 1...2 {
            var talker = Talker(world)
            talker.begin(String(session))
            await talker.say([Talker.alert(201, next: "n\(session)")])
            let commands = (1...3).map { Talker.add("s\(session)-\($0)", card($0), id: String($0 + 10)) }
            let reply = await talker.say([Talker.sync(commands)])
            #expect(reply.codes("Add") == [201, 201, 201])
            await talker.say(Talker.statuses(for: reply))
        }
        #expect(world.essences(of: world.contacts).count == 3)
    }

    @Test("A device that sends on and takes no statuses is stopped, and goes on once it has taken them")
    func deaf() async throws {
        let world = try World { $0.limits.itemsPerMessage = 20 }
        var talker = Talker(world)
        talker.meta = Meta(maxMessageSize: 2500)
        await talker.say([Talker.alert(201)])
        var sent = 0
        var heard = 0
        var answer = await talker.say([Talker.sync(adds(1...15))], isFinal: false)
        while answer.http == 200, sent < 600 {
            sent += 15
            heard += answer.codes("Add").count
            answer = await talker.say([Talker.sync(adds((sent + 1)...(sent + 15)))], isFinal: false)
        }
        #expect(answer.http == 413 && sent < 300)
        // The refused message was not heard at all.
        talker.nextMessage -= 1
        while heard < sent {
            answer = await talker.say([], isFinal: false)
            #expect(answer.http == 200 && !answer.codes("Add").isEmpty)
            guard !answer.codes("Add").isEmpty else { return }
            heard += answer.codes("Add").count
        }
        #expect(heard == sent)
        #expect(await talker.say([Talker.sync(adds((sent + 1)...(sent + 1)))], isFinal: false).http == 200)
    }

    @Test("The depth of a message is the configured one")
    func depth() async throws {
        let world = try World { $0.limits.depth = 20 }
        func nested(_ depth: Int) -> [UInt8] {
            let inside = (0..<depth).reduce(Element("Delete")) { inner, _ in
                Element("Sequence", [.element(inner)])
            }
            let tree = Element("SyncML", [.element(Element("SyncBody", [.element(inside)]))])
            return WireForm.encode(tree, as: .xml, version: .v12)
        }
        let talker = Talker(world)
        let deep = await talker.post(nested(30))
        #expect(deep.http == 400 && String(decoding: deep.body, as: UTF8.self).contains("20"))
        let flat = await talker.post(nested(10))
        #expect(flat.http == 400 && !String(decoding: flat.body, as: UTF8.self).contains("20"))
    }

    @Test("A stranger's message with thousands of commands gets no reply of megabytes")
    func strangers() async throws {
        let world = try World()
        var talker = Talker(world)
        talker.credential = .basic(user: "nobody", password: "wrong")
        let commands = (1...20_000).map { Talker.delete("n\($0)", id: String($0)) }
        let answer = await talker.say(commands)
        #expect(answer.http == 200 && answer.header == StatusCode.invalidCredentials)
        #expect(answer.body.count <= 512 << 10 && answer.codes("Delete").count > 100)
    }
}
