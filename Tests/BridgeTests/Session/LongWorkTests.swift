import Bridge
import BridgeTesting
import DAVClient
import Phone
import SyncMLFront
import SyncTypes
import Synchronization
import Testing

/// A server that lets one request wait, however long; the phone's patience is over again and again meanwhile.
@Suite("A phone is answered in time, however slow the server is")
struct LongWorkTests {
    private static let kinds: [ItemKind] = [.contact, .note]

    /// Both sides agreed and changed; requests of the next sync are counted from 0, and the one that is `slow` waits until the phone
    /// has been given so many interim replies.
    private struct Scene {
        let world: World
        var phone: SimulatedPhone
        let traffic: Traffic

        init(repeats: Int) async throws {
            let traffic = Traffic()
            self.traffic = traffic
            world = try World(wait: { await traffic.wait($0) })
            phone = SimulatedPhone(world, id: "phone-1") {
                $0.maxMessageSize = 3000
                $0.habits.repeatsAfterLoss = repeats
                $0.stores = $0.stores.filter { store in kinds.contains { $0.store == store.name } }
            }
            for kind in kinds {
                for number in 0..<6 {
                    phone.edit("own-\(number)", Sample(kind, "Anna Adler \(number)", "+49 100\(number)"))
                    world.put("its-\(number)", Sample(kind, "Otto Berg \(number)", "+49 200\(number)"))
                }
            }
            #expect(try await phone.sync().isSuccess)
            for kind in kinds {
                phone.edit("own-1", Sample(kind, "Anna Adler 1", "+49 1001 77"))
                phone.edit("own-7", Sample(kind, "Anna Adler 7", "+49 1007"))
                phone.delete(kind.store, "own-2")
                world.put("its-1", Sample(kind, "Otto Berg 1", "+49 2001 77"))
                world.put("its-7", Sample(kind, "Otto Berg 7", "+49 2007"))
            }
        }

        /// The next sync. Returns its report and its requests.
        mutating func sync(_ mode: SyncMode, slow: Int?, interim: Int, lost: Int? = nil) async throws -> (
            PhoneReport, [String]
        ) {
            let methods = Mutex<[String]>([])
            await traffic.begin(interim: interim, clock: world.clock)
            world.way.delay { [traffic] request in
                let number = methods.withLock { methods in
                    methods.append(request.method)
                    return methods.count - 1
                }
                if number == slow { await traffic.hold() }
            }
            phone.line.plan(lost.map { [$0: .replyLost] } ?? [:])
            let modes = Dictionary(uniqueKeysWithValues: kinds.map { ($0.store, mode) })
            let report = try await phone.sync(modes)
            world.way.delay(nil)
            await traffic.end()
            return (report, methods.withLock { $0 })
        }

        var picture: [String] {
            kinds.flatMap { kind in
                phone.essences(kind).map { "phone \(kind) \($0)" }
                    + world.essences(of: world.collection(kind)).map { "server \(kind) \($0)" }
            }
        }
    }

    @Test("Every request of a session may be the slow one", arguments: [SyncMode.twoWay, .slow, .refreshFromClient])
    func everyRequest(mode: SyncMode) async throws {
        var usual = try await Scene(repeats: 0)
        let (report, requests) = try await usual.sync(mode, slow: nil, interim: 0)
        #expect(report.isSuccess)
        let first = try #require(requests.firstIndex(of: "REPORT"))
        #expect(requests.count - first > 3)
        for slow in first..<requests.count {
            let interim = 1 + slow % 3
            var scene = try await Scene(repeats: 0)
            let (slowed, _) = try await scene.sync(mode, slow: slow, interim: interim)
            #expect(slowed.isSuccess, "\(requests[slow]) \(slow)\n\(slowed.table)")
            #expect(slowed.messages >= report.messages + interim - 1 && slowed.messages <= report.messages + interim)
            #expect(scene.picture == usual.picture, "\(requests[slow]) \(slow)")
            #expect(slowed.stores.map(\.sent) == report.stores.map(\.sent))
            #expect(slowed.stores.map(\.received) == report.stores.map(\.received))
            let (quiet, _) = try await scene.sync(.twoWay, slow: nil, interim: 0)
            #expect(quiet.isSuccess && quiet.stores.allSatisfy { $0.sent.total + $0.received.total == 0 })
        }
    }

    @Test("An interim reply that is lost is given again", arguments: 1..<5)
    func lostReply(lost: Int) async throws {
        var usual = try await Scene(repeats: 1)
        let (_, requests) = try await usual.sync(.twoWay, slow: nil, interim: 0)
        let put = try #require(requests.firstIndex(of: "PUT"))
        var scene = try await Scene(repeats: 1)
        let (report, _) = try await scene.sync(.twoWay, slow: put, interim: 3, lost: lost)
        #expect(report.isSuccess, "\(report.table)")
        #expect(scene.picture == usual.picture)
    }
}

/// What is held up, and whose time passes.
private actor Traffic {
    private var isHeld = false
    private var interim = 0
    private var clock: ManualClock?
    private var watchers: [AsyncStream<Void>.Continuation] = []
    private var held: CheckedContinuation<Void, Never>?

    func begin(interim: Int, clock: ManualClock) {
        self.interim = interim
        self.clock = clock
    }

    func end() {
        clock = nil
        interim = 0
    }

    /// A request waits here until it is released.
    func hold() async {
        await withCheckedContinuation { continuation in
            isHeld = true
            held = continuation
            for watcher in watchers { watcher.finish() }
            watchers = []
        }
    }

    /// Time passes only while a request is held up, and only as long as interim replies are wanted; then the request goes on.
    func wait(_ milliseconds: Int64) async {
        if !isHeld {
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
            watchers.append(continuation)
            for await _ in stream {}
            guard !Task.isCancelled else { return }
        }
        if milliseconds > 2000 {
            guard interim > 0 else {
                isHeld = false
                held?.resume()
                held = nil
                try? await Task.sleep(for: .seconds(3600))
                return
            }
            interim -= 1
        }
        clock?.advance((milliseconds + 999) / 1000)
    }
}
