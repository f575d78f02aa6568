import BridgeTesting
import DAVClient
import Phone
import SyncMLFront
import SyncTypes
import Synchronization
import Testing

@Suite("Interruptions lose nothing and double nothing")
struct InterruptionTests {
    enum Case: String, Sendable, CaseIterable { case twoWay, slow }

    private static let long = String(repeating: "lorem ipsum dolor sit amet ", count: 120)

    private static let kinds: [ItemKind] = [.contact, .note]

    /// Both sides changed, one large note of each side is on its way, messages take 3000 bytes.
    private static func scene(repeats: Int) async throws -> Scene {
        var scene = try Scene {
            $0.maxMessageSize = 3000
            $0.habits.repeatsAfterLoss = repeats
            $0.stores = $0.stores.filter { store in kinds.contains { $0.store == store.name } }
        }
        _ = try await scene.agree(kinds)
        scene.changePhone(kinds)
        scene.changeServer(kinds)
        scene.phone.edit("own-9", Sample(.note, "Large from phone", long + "a"))
        scene.world.put("large", Sample(.note, "Large from server", long + "b"))
        return scene
    }

    private static func modes(_ which: Case) -> [String: SyncMode]? {
        switch which {
        case .twoWay: nil
        case .slow: Dictionary(uniqueKeysWithValues: kinds.map { ($0.store, .slow) })
        }
    }

    /// The interrupted sync, the user's retry when it failed, and up to two more.
    private static func run(_ scene: inout Scene, _ which: Case) async -> [String] {
        var log: [String] = []
        func note(_ result: Result<PhoneReport, PhoneError>) {
            switch result {
            case .success(let report): log.append(report.table)
            case .failure(let error): log.append("\(error)")
            }
        }
        for attempt in 0..<2 {
            do {
                note(.success(try await scene.phone.sync(modes(which))))
                break
            } catch {
                note(.failure(error))
                if attempt == 0 { scene.phone.line.plan([:]) }
            }
        }
        scene.phone.line.plan([:])
        for _ in 0..<2 {
            do {
                let report = try await scene.phone.sync()
                note(.success(report))
                if Scene.moved(report) == 0, report.isSuccess { break }
            } catch {
                note(.failure(error))
            }
        }
        return log
    }

    private static func expectSame(
        _ scene: inout Scene, as picture: [String], _ label: String, _ log: [String]
    ) async throws {
        let story = Comment(rawValue: label + "\n" + log.joined(separator: "\n"))
        let present = scene.picture
        let missing = picture.filter { !present.contains($0) }
        #expect(
            present == picture,
            "\(story)\nmissing \(missing.map { $0.prefix(60) }), have \(present.map { $0.prefix(50) })")
        let before = scene.writes
        let quiet = try await scene.phone.sync()
        #expect(quiet.isSuccess && Scene.moved(quiet) == 0, "\(story)\n\(quiet.table)")
        #expect(scene.writes == before, story)
    }

    @Test("On the phone's line, at every message", arguments: Case.allCases, [0, 1])
    func line(which: Case, repeats: Int) async throws {
        var reference = try await Self.scene(repeats: repeats)
        reference.phone.line.plan([:])
        _ = await Self.run(&reference, which)
        let picture = reference.picture
        var counting = try await Self.scene(repeats: repeats)
        counting.phone.line.plan([:])
        _ = try await counting.phone.sync(Self.modes(which))
        let messages = counting.phone.line.count
        #expect(messages >= 5)
        print("\(which), repeats \(repeats): \(messages) messages")
        for message in 0..<messages {
            for event in [PhoneLine.Event.messageLost, .replyLost, .replyLostAndRestart] {
                var scene = try await Self.scene(repeats: repeats)
                scene.phone.line.plan([message: event])
                let log = await Self.run(&scene, which)
                try await Self.expectSame(
                    &scene, as: picture, "\(which) repeats \(repeats) message \(message) \(event)", log)
            }
        }
    }

    enum Trouble: String, Sendable, CaseIterable {
        case lostRequest, lostReply, unavailable, failure

        var fault: Fault {
            switch self {
            case .lostRequest: .lostRequest
            case .lostReply: .lostReply
            case .unavailable: .status(503, retryAfter: 1)
            case .failure: .status(500)
            }
        }
    }

    @Test("On the way upstream, at every request", arguments: Trouble.allCases)
    func upstream(trouble: Trouble) async throws {
        var reference = try await Self.scene(repeats: 1)
        let first = reference.world.server.requests.count
        _ = try await reference.phone.sync()
        let requests = reference.world.server.requests.count - first
        _ = try? await reference.phone.sync()
        let picture = reference.picture
        #expect(requests > 10)
        for number in 0..<requests {
            var scene = try await Self.scene(repeats: 1)
            let counter = CountedFault(number, trouble.fault)
            scene.world.server.setFault { counter.next($0) }
            let log = await Self.run(&scene, .twoWay)
            scene.world.server.setFault(nil)
            #expect(
                !log.joined().contains("200->201"),
                "\(trouble) request \(number): no slow sync\n\(log.joined(separator: "\n"))")
            try await Self.expectSame(&scene, as: picture, "\(trouble) request \(number)", log)
        }
    }
}

/// One fault at the n-th request, counted from 0.
final class CountedFault: Sendable {
    private let count: Mutex<Int>
    private let fault: Fault

    init(_ number: Int, _ fault: Fault) {
        count = Mutex(number)
        self.fault = fault
    }

    func next(_ request: HTTPRequest) -> Fault? {
        count.withLock { left in
            defer { left -= 1 }
            return left == 0 ? fault : nil
        }
    }
}
