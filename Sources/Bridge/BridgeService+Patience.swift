import Logging
import SyncMLFront
import SyncTypes
import Synchronization

/// Answers in time: a device that hears nothing for too long gives up.
extension BridgeService {
    /// How long a device waits for an answer, in seconds, unless it is known better.
    static let usualPatience = 20
    /// The shortest patience that can be set.
    public static let leastPatience = 2

    /// Answers a message, or tells its device in time that the answer takes time. The work goes on behind that.
    func patiently(_ incoming: Incoming, done: @escaping @Sendable () -> Void) async -> ExchangeReply {
        let key = incoming.message.header.source.uri
        guard let wait = dependencies.wait else {
            defer { done() }
            return await devices.within(key) { [self] in await answer(incoming) }
        }
        let answered = FirstReply()
        let began = dependencies.stopwatch()
        let timer = Task { [self] in
            await wait(Int64(Self.leastPatience) * 1000)
            while !Task.isCancelled {
                let patience = Int64(works.patience(of: key) ?? Self.usualPatience) * 1000
                let rest = began + patience - dependencies.stopwatch()
                if rest <= 0 { break }
                await wait(rest)
            }
            guard !Task.isCancelled, let (interim, isOwn) = works.work(of: key)?.give(to: incoming) else { return }
            answered.give(interim, isSpent: !isOwn)
            dependencies.logger.info("the answer takes time", metadata: incoming.metadata)
        }
        Task { [self] in
            let reply = await devices.within(key) { [self] in
                // It was only a question, and has been answered while it waited.
                answered.isSpent ? nil : await answer(incoming)
            }
            done()
            guard let reply else { return }
            if reply.pause > 0 { await wait(Int64(reply.pause) * 1000) }
            answered.give(reply)
        }
        let reply = await answered.value
        timer.cancel()
        return reply
    }
}

/// The first reply that is given to a message; later ones reach nobody.
private final class FirstReply: Sendable {
    private struct State {
        var reply: ExchangeReply?
        var isSpent = false
        var waiter: CheckedContinuation<ExchangeReply, Never>?
    }

    private let state = Mutex(State())

    /// True when the message has had its answer and must not run any more.
    var isSpent: Bool { state.withLock { $0.isSpent } }

    func give(_ reply: ExchangeReply, isSpent: Bool = false) {
        let waiter = state.withLock { state -> CheckedContinuation<ExchangeReply, Never>? in
            guard state.reply == nil else { return nil }
            state.reply = reply
            state.isSpent = isSpent
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: reply)
    }

    var value: ExchangeReply {
        get async {
            await withCheckedContinuation { waiter in
                let reply = state.withLock { state -> ExchangeReply? in
                    if state.reply == nil { state.waiter = waiter }
                    return state.reply
                }
                if let reply { waiter.resume(returning: reply) }
            }
        }
    }
}
