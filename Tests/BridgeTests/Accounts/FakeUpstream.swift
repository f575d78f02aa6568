import Bridge
import BridgeTesting
import DAVClient
import Mapping
import Synchronization

/// A server that knows some users, in memory: answers PROPFIND for the current user's principal and counts who asked.
final class FakeUpstream: HTTPTransport {
    enum Mood: Sendable { case strict, open, busy(Int), down }

    private struct State {
        var users: [String: String]
        var mood = Mood.strict
        var attempts: [HTTPCredentials?] = []
    }

    private let state: Mutex<State>

    init(_ users: [String: String]) { state = Mutex(State(users: users)) }

    var attempts: [HTTPCredentials?] { state.withLock { $0.attempts } }

    func set(_ mood: Mood) { state.withLock { $0.mood = mood } }

    func set(password: String?, of user: String) { state.withLock { $0.users[user] = password } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        let (mood, isRight) = state.withLock { state in
            state.attempts.append(request.credentials)
            let known = request.credentials.flatMap { state.users[$0.user] }
            return (state.mood, known != nil && known == request.credentials?.password)
        }
        switch mood {
        case .down: throw TransportError(.unreachable, "connection refused")
        case .busy(let seconds): return HTTPReply(status: 503, headers: [HTTPField("Retry-After", "\(seconds)")])
        case .open: break
        case .strict:
            if !isRight {
                return HTTPReply(status: 401, headers: [HTTPField("WWW-Authenticate", "Basic realm=\"x\"")])
            }
        }
        return HTTPReply(
            status: 207, headers: [HTTPField("Content-Type", "application/xml")],
            body: Array(FakeUpstream.principal.utf8))
    }

    private static let principal = """
        <d:multistatus xmlns:d="DAV:"><d:response><d:href>/</d:href><d:propstat><d:prop><d:current-user-principal>\
        <d:href>/me/</d:href></d:current-user-principal></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>\
        </d:response></d:multistatus>
        """
}

/// Time that moves when told.
final class HandClock: Sendable {
    private let seconds = Mutex<Int64>(1_700_000_000)
    var now: Int64 { seconds.withLock { $0 } }
    func advance(_ by: Int64) { seconds.withLock { $0 += by } }
}

/// SplitMix64 (Steele, Lea, Flood 2014) as a source of bytes.
final class SeededBytes: Sendable {
    private let state: Mutex<UInt64>
    init(_ seed: UInt64) { state = Mutex(seed) }

    func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in
            state.withLock { state in
                state &+= 0x9E37_79B9_7F4A_7C15
                var z = state
                z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
                z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
                return UInt8(truncatingIfNeeded: z ^ (z >> 31))
            }
        }
    }
}

/// A bridge's surroundings in memory.
struct AccountWorld {
    static let url = "https://dav.example.org/"

    let upstream: FakeUpstream
    let clock = HandClock()
    let dependencies: Dependencies

    init(users: [String: String] = ["ann": "secret"], seed: UInt64 = 1) throws {
        let upstream = FakeUpstream(users)
        let bytes = SeededBytes(seed)
        let clock = clock
        self.upstream = upstream
        dependencies = Dependencies(
            store: try Store(inMemory: ()), transport: upstream, clock: { clock.now },
            stopwatch: { clock.now * 1000 }, random: { bytes.bytes($0) }, zones: SystemZones.source,
            secrets: SecretBox(key: bytes.bytes(32)), logger: World.silent)
    }

    func directory(_ settings: Settings = Settings(upstream: AccountWorld.url)) -> AccountDirectory {
        AccountDirectory(settings: settings, dependencies: dependencies)
    }

    func administration(_ settings: Settings = Settings(upstream: AccountWorld.url)) -> AccountAdministration {
        AccountAdministration(settings: settings, dependencies: dependencies)
    }

    func account(_ name: String) throws -> Account? { try dependencies.store.read { try $0.account(named: name) } }
}

extension SignIn {
    var account: Account? { if case .accepted(let account) = self { account } else { nil } }
}
