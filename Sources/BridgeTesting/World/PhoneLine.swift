import Bridge
import Phone
import Synchronization

/// The line between a phone and the bridge: it may lose a message or a reply, and it remembers what passed.
public final class PhoneLine: PhoneTransport {
    /// What happens to one message.
    public enum Event: Hashable, Sendable {
        /// It arrives and its reply comes back.
        case delivered
        /// The message never arrives.
        case messageLost
        /// It arrives, and the reply is lost.
        case replyLost
        /// It arrives, the reply is lost, and the bridge's process restarts.
        case replyLostAndRestart
    }

    private struct State {
        var plan: [Int: Event] = [:]
        var count = 0
        var traffic: [[UInt8]] = []
    }

    private let world: World
    private let state = Mutex(State())

    /// A line to the world's bridge.
    public init(world: World) { self.world = world }

    /// What happens to the n-th message from now, counted from 0.
    public func plan(_ events: [Int: Event]) {
        state.withLock {
            $0.plan = events
            $0.count = 0
        }
    }

    /// All bodies that passed, request and reply in turn.
    public var traffic: [[UInt8]] { state.withLock { $0.traffic } }

    /// Messages since the last plan.
    public var count: Int { state.withLock { $0.count } }

    /// One message over the line.
    public func post(url: String, contentType: String, body: [UInt8]) async throws(PhoneError) -> PhoneReply {
        let event = state.withLock { state in
            defer { state.count += 1 }
            return state.plan[state.count] ?? .delivered
        }
        if event == .messageLost { throw PhoneError(.connection, "the message was lost") }
        let parts = url.split(separator: "?", maxSplits: 1)
        let query = parts.count > 1 ? String(parts[1]) : ""
        let token = query.split(separator: "&").first { $0.hasPrefix("s=") }.map { String($0.dropFirst(2)) }
        let request = ExchangeRequest(
            body: body, contentType: contentType, url: String(parts.first ?? ""), sessionToken: token, query: query,
            remoteAddress: "phone")
        guard let reply = await world.attempt(request) else {
            throw PhoneError(.connection, "the server died over the message")
        }
        state.withLock { $0.traffic += [body, reply.body] }
        switch event {
        case .delivered, .messageLost: break
        case .replyLost: throw PhoneError(.connection, "the reply was lost")
        case .replyLostAndRestart:
            await world.restart()
            throw PhoneError(.connection, "the server died")
        }
        return PhoneReply(status: reply.status, contentType: reply.contentType, body: reply.body)
    }
}
