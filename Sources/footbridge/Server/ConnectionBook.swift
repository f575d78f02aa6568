import Logging
import NIOCore
import Synchronization

/// All open connections, so that those that say nothing cannot keep out one that has something to say.
///
/// Two bounds: so many connections, and so many bytes of requests in all of them. When the first is reached, a further connection
/// takes the place of one that waits for its peer; when the second is, the largest unfinished request is cut off. A request
/// that came whole is answered, whatever happens.
final class ConnectionBook: Sendable {
    /// What a connection waits for.
    enum Phase: Hashable, Sendable {
        /// The peer has to send a request's first line and headers.
        case head
        /// The peer has to send the rest of a request.
        case body
        /// We have to answer.
        case reply
        /// The answer is out or going out; the peer may send another request.
        case more

        /// The higher, the less is lost with it.
        fileprivate var spare: Int {
            switch self {
            case .head: 2
            case .more: 1
            case .body, .reply: 0
            }
        }
    }

    fileprivate struct Entry {
        let channel: any Channel
        let peer: String
        /// Its place in the order of arrival.
        let number: UInt64
        var phase = Phase.head
        var bytes = 0
    }

    fileprivate struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var byPeer: [String: Int] = [:]
        var arrived: UInt64 = 0
        var bytes = 0
        var dropped = 0
    }

    private let state = Mutex(State())
    private let most: Int
    private let mostBytes: Int
    private let mostBytesEach: Int
    private let logger: Logger

    /// - Parameters:
    ///   - connections: Connections at once.
    ///   - bytes: Bytes of all requests at once.
    ///   - bytesEach: What one connection counts for at most: beyond it the rest is thrown away as it comes.
    init(connections: Int, bytes: Int, bytesEach: Int, logger: Logger) {
        most = max(1, connections)
        mostBytes = bytes
        mostBytesEach = bytesEach
        self.logger = logger
    }

    /// A connection begins.
    func opened(_ channel: any Channel) {
        let peer = channel.remoteAddress?.ipAddress ?? ""
        let victim = state.withLock { state -> (any Channel)? in
            state.arrived += 1
            state.entries[ObjectIdentifier(channel)] = Entry(channel: channel, peer: peer, number: state.arrived)
            state.byPeer[peer, default: 0] += 1
            return state.entries.count > most ? state.silent() : nil
        }
        drop(victim, because: "too many connections")
    }

    /// A connection has ended.
    func closed(_ channel: any Channel) { state.withLock { $0.remove(channel) } }

    /// A connection waits for something else now.
    func turned(_ channel: any Channel, to phase: Phase) {
        state.withLock { state in
            guard var entry = state.entries[ObjectIdentifier(channel)] else { return }
            entry.phase = phase
            if phase == .more {
                state.bytes -= entry.bytes
                entry.bytes = 0
            }
            state.entries[ObjectIdentifier(channel)] = entry
        }
    }

    /// Bytes of a request came in.
    func took(_ count: Int, on channel: any Channel) {
        let victim = state.withLock { state -> (any Channel)? in
            guard var entry = state.entries[ObjectIdentifier(channel)] else { return nil }
            let counted = min(count, max(0, mostBytesEach - entry.bytes))
            entry.bytes += counted
            if entry.phase == .more { entry.phase = .head }
            state.bytes += counted
            state.entries[ObjectIdentifier(channel)] = entry
            return state.bytes > mostBytes ? state.largest() : nil
        }
        drop(victim, because: "too many bytes in requests")
    }

    private func drop(_ victim: (any Channel)?, because reason: String) {
        guard let victim else { return }
        let count = state.withLock { state in
            state.remove(victim)
            state.dropped += 1
            return state.dropped
        }
        victim.close(promise: nil)
        // A flood must not become a flood of lines.
        guard count % 100 == 1 else { return }
        logger.warning("a connection was dropped for others", metadata: ["reason": "\(reason)", "dropped": "\(count)"])
    }
}

extension ConnectionBook.State {
    /// Forgets a connection.
    fileprivate mutating func remove(_ channel: any Channel) {
        guard let entry = entries.removeValue(forKey: ObjectIdentifier(channel)) else { return }
        bytes -= entry.bytes
        let left = (byPeer[entry.peer] ?? 1) - 1
        byPeer[entry.peer] = left > 0 ? left : nil
    }

    /// Of the peer with the most connections, the one that has kept us waiting for a request the longest; when all are being
    /// answered, the newest.
    fileprivate func silent() -> (any Channel)? {
        func rank(_ entry: ConnectionBook.Entry) -> (Int, Int, UInt64) {
            (byPeer[entry.peer] ?? 0, entry.phase.spare, .max - entry.number)
        }
        let waiting = entries.values.filter { $0.phase != .reply }
        return (waiting.max { rank($0) < rank($1) } ?? entries.values.max { $0.number < $1.number })?.channel
    }

    /// The one with the most bytes that is not complete.
    fileprivate func largest() -> (any Channel)? {
        entries.values.filter { $0.phase != .reply }.max { $0.bytes < $1.bytes }?.channel
    }
}
