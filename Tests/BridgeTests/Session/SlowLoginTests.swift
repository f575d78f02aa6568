import Bridge
import BridgeTesting
import Mapping
import SyncMLFront
import Synchronization
import Testing

@Suite("A login for which the server takes its time")
struct SlowLoginTests {
    @Test("The device is told in time to come again, and the login goes on behind that")
    func slow() async throws {
        let patience = Mutex<[Int64]>([])
        let world = try World(wait: { milliseconds in
            let isLogin = patience.withLock { waits in
                waits.append(milliseconds)
                return milliseconds == 17_000 && waits.count { $0 == 17_000 } == 1
            }
            // The first login's patience is over at once; no other time passes.
            if !isLogin { try? await Task.sleep(for: .seconds(3600)) }
        })
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        world.way.delay { _ in for await _ in gate {} }
        var talker = Talker(world)
        let answer = await talker.say([Talker.alert(200)])
        #expect(answer.header == 503 && answer.retryAfter == 30)
        #expect(try world.store.read { try $0.openSessions().count } == 0)

        open.finish()
        world.way.delay(nil)
        talker.begin("2")
        let again = await talker.say([Talker.alert(200)])
        #expect(again.header == 212)
    }

    @Test("One that is fast enough is not hurried")
    func fast() async throws {
        let world = try World(wait: { _ in try? await Task.sleep(for: .seconds(3600)) })
        var talker = Talker(world)
        #expect(await talker.say([Talker.alert(200)]).header == 212)
    }
}
