import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Synchronization
import Testing

/// A server that answers each request of a sync in turn with a status of its own, in the middle of its listings, too: nothing of that
/// takes an item off the phone, and the next sync is an ordinary one.
@Suite("Traps: listings that are refused")
struct RefusedListingTests {
    /// Answers the request of a number, counted from now on, with a status; tells how many came.
    private static func refuse(_ number: Int, with status: Int, _ world: World) -> RequestCount {
        let count = RequestCount()
        world.server.setFault { request in count.next(request.method) == number ? .status(status) : nil }
        return count
    }

    @Test(
        "Each request in turn", arguments: [401, 403, 404, 410, 500], [true, false])
    func eachRequest(status: Int, hasReports: Bool) async throws {
        var behaviour = ServerBehaviour.honest
        behaviour.supportsSync = hasReports
        for number in 0..<40 {
            var (world, phone) = try await Trap.fiveContacts(behaviour)
            // Something has changed, so that there is something to read; something is new on the phone.
            world.server.put(world.href(.contact, "c4"), Trap.card("Emil Ernst", "TEL;TYPE=CELL:+49 2004"))
            world.server.delete(world.href(.contact, "c3"))
            phone.edit("own-1", Sample(.contact, "Paula Peters", "+49 5"))
            let requests = Self.refuse(number, with: status, world)
            _ = try? await phone.sync()
            world.server.setFault(nil)
            guard requests.all.count > number else {
                #expect(number > 3, "\(number) requests")
                return
            }
            let kept = phone.texts("contacts").count { text in
                ["Adler", "Brandt", "Conrad"].contains { text.contains($0) }
            }
            #expect(kept == 3, "request \(number)")
            // A login that was refused is not asked about again at once.
            world.clock.advance(61)
            for _ in 0..<2 { #expect(try await phone.sync().isSuccess, "request \(number)") }
            let all = ["Adler", "Brandt", "Conrad", "Ernst", "Peters"]
            // A text that is refused for good stays on its phone until its user changes it.
            let isRefused = requests.all[number] == "PUT" && [403, 404, 410].contains(status)
            for (place, texts, names) in [
                ("phone", phone.texts("contacts"), all),
                ("server", world.bodies(of: world.contacts), isRefused ? all.dropLast() : all),
            ] {
                #expect(texts.count == names.count, "request \(number), \(place): \(texts)")
                #expect(
                    names.allSatisfy { name in texts.contains { $0.contains(name) } }, "request \(number), \(place)")
            }
        }
        Issue.record("more than 40 requests")
    }
}

/// Counts requests.
private final class RequestCount: Sendable {
    private let methods = Mutex<[String]>([])
    var all: [String] { methods.withLock { $0 } }

    /// The number of the next one, from 0 on.
    func next(_ method: String) -> Int {
        methods.withLock { methods in
            methods.append(method)
            return methods.count - 1
        }
    }
}
