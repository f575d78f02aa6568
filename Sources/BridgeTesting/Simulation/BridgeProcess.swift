import Bridge
import DAVClient
import Logging
import Mapping
import Synchronization

/// One life of the bridge's process: a handle on the shared database and a way upstream, both of which refuse everything
/// from the instant of its death on.
final class BridgeProcess: HTTPTransport {
    /// When it dies, counted from the moment this was set.
    enum Death: Hashable, Sendable {
        case beforeCommit(Int)
        case afterCommit(Int)
        case beforeRequest(Int)
        case afterRequest(Int)
    }

    /// What a handle of a dead process answers.
    struct Dead: Error {}

    private struct State {
        var isDead = false
        var death: Death?
        var commits = 0
        var requests = 0
        /// Commits that fail for want of room, counted like the rest.
        var fullAt: Range<Int> = 0..<0
        var fullSeen = 0
    }

    private let state: Mutex<State>
    private let upstream: any HTTPTransport

    init(upstream: any HTTPTransport) {
        state = Mutex(State())
        self.upstream = upstream
    }

    /// Says when to die and which commits find a full disk; counting begins again.
    func prepare(death: Death?, fullAt: Range<Int>) {
        state.withLock {
            $0.death = death
            $0.commits = 0
            $0.requests = 0
            $0.fullAt = fullAt
            $0.fullSeen = 0
        }
    }

    var isDead: Bool { state.withLock { $0.isDead } }
    /// Commits and requests since `prepare`.
    var counts: (commits: Int, requests: Int, full: Int) {
        state.withLock { ($0.commits, $0.requests, $0.fullSeen) }
    }

    /// Watches the store's handle of this process.
    var observer: CommitObserver {
        CommitObserver { [self] moment in
            try state.withLock { state in
                if state.isDead { throw Dead() }
                switch moment {
                case .begin: break
                case .beforeCommit:
                    if state.fullAt.contains(state.commits) {
                        state.commits += 1
                        state.fullSeen += 1
                        throw StoreError(.diskFull, "simulated: the disk is full")
                    }
                    if state.death == .beforeCommit(state.commits) {
                        state.isDead = true
                        throw Dead()
                    }
                case .afterCommit:
                    state.commits += 1
                    if state.death == .afterCommit(state.commits - 1) {
                        state.isDead = true
                        throw Dead()
                    }
                }
            }
        }
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        let gone = TransportError(.closed, "simulated: the process is dead")
        let number: Int? = state.withLock { state in
            if state.isDead { return nil }
            if state.death == .beforeRequest(state.requests) {
                state.isDead = true
                return nil
            }
            state.requests += 1
            return state.requests - 1
        }
        guard let number else { throw gone }
        let reply: Result<HTTPReply, TransportError>
        do {
            reply = .success(try await upstream.send(request))
        } catch {
            reply = .failure(error)
        }
        let dies = state.withLock { state in
            if state.death == .afterRequest(number) { state.isDead = true }
            return state.isDead
        }
        if dies { throw gone }
        return try reply.get()
    }
}
