import SyncMLFront
import Synchronization

/// One message whose answer takes time, and what its device was told meanwhile.
///
/// Either the message's own reply is written, or the device was given interim ones before: then what the message earned is owed, and
/// goes out with the device's next message.
final class LongWork: Sendable {
    /// A reply that was given, and to what.
    struct Given: Sendable {
        let messageID: String
        let hash: [UInt8]
        let reply: ExchangeReply
    }

    private struct State {
        var isOver = false
        var given: [Given] = []
    }

    private let hash: [UInt8]
    private let interim: InterimReply
    private let state = Mutex(State())

    init(hash: [UInt8], interim: InterimReply) {
        self.hash = hash
        self.interim = interim
    }

    /// A reply for the message at work, for its repetition, or for one that only asks for the rest. Nil when the real reply is being
    /// written, or the message brings something. `isOwn`: it went to the message at work.
    func give(to incoming: Incoming) -> (reply: ExchangeReply, isOwn: Bool)? {
        state.withLock { state in
            let isOwn = incoming.hash == hash
            if let known = state.given.first(where: { $0.hash == incoming.hash }) { return (known.reply, isOwn) }
            guard !state.isOver, isOwn || incoming.message.onlyAsks else { return nil }
            let reply = interim.encoded(number: state.given.count, to: incoming.message, isOwn: isOwn)
            state.given.append(
                Given(messageID: incoming.message.header.messageID, hash: incoming.hash, reply: reply))
            return (reply, isOwn)
        }
    }

    /// The work is done and its reply about to be written. What was given before.
    func end() -> [Given] {
        state.withLock { state in
            state.isOver = true
            return state.given
        }
    }
}

/// The messages at work, by device.
final class LongWorks: Sendable {
    private struct Entry {
        let work: LongWork
        let patience: Int
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// A message is at work. `patience`: its device's, in seconds.
    func begin(_ work: LongWork, of device: String, patience: Int) {
        entries.withLock { $0[device] = Entry(work: work, patience: patience) }
    }

    /// Its reply is written.
    func end(of device: String) { _ = entries.withLock { $0.removeValue(forKey: device) } }

    /// What is at work for a device; nil: nothing.
    func work(of device: String) -> LongWork? { entries.withLock { $0[device]?.work } }

    /// The patience of the device, in seconds; nil: nothing is at work.
    func patience(of device: String) -> Int? { entries.withLock { $0[device]?.patience } }
}

extension Message {
    /// True when it brings nothing and asks for what is still to come.
    fileprivate var onlyAsks: Bool {
        commands.allSatisfy { command in
            switch command {
            case .status: true
            case .alert(let alert): alert.code == AlertCode.nextMessage
            case .add, .replace, .copy, .move, .delete, .get, .put, .results, .map, .sync, .sequence, .atomic, .exec,
                .search, .unknown:
                false
            }
        }
    }
}
