import BridgeTesting
import SyncMLFront
import SyncTypes
import Testing

@testable import Phone

/// Packages that take several messages, wherever they are cut.
@Suite("Small messages")
struct SmallMessageTests {
    @Test(
        "A first sync of four databases brings everything upstream, however small the messages",
        arguments: ProtocolVersion.allCases)
    func everyCut(_ version: ProtocolVersion) async throws {
        for size in stride(from: PhoneConfiguration.smallestMessage, through: 4000, by: 130) {
            for asks in [true, false] {
                var scene = try Scene(version: version, encoding: .xml) { configuration in
                    configuration.maxMessageSize = size
                    configuration.habits.asksInformation = asks
                }
                for kind in Scene.kinds { scene.phone.edit("own-1", Scene.newOnPhone(kind)) }
                let report = try await scene.phone.sync()
                #expect(report.isSuccess, "\(size): \(report.table)")
                for kind in Scene.kinds {
                    let there = scene.world.essences(of: scene.world.collection(kind))
                    #expect(there == [Scene.newOnPhone(kind).essence], "\(size) bytes, \(kind)")
                }
                let again = try await scene.phone.sync()
                #expect(Scene.moved(again) == 0, "\(size): \(again.table)")
            }
        }
    }

    @Test("Items that come once a slow sync was matched are not forgotten")
    func late() async throws {
        let world = try World()
        var talker = Talker(world)
        _ = await talker.say([Talker.alert(201)])
        _ = await talker.say([Talker.sync([])])
        let card = Sample(.contact, "Anna Adler", "+49 1001").text(.vcard30)
        let answer = await talker.say([Talker.sync([Talker.add("1", card, id: "2")])])
        #expect(answer.codes("Add") == [201])
        await world.upkeep()
        #expect(world.essences(of: world.contacts) == ["Anna Adler|+49 1001"])
    }
}
