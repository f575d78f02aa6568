import Logging
import SyncMLFront
import SyncTypes

/// Answers in time: a device that hears nothing for too long gives up.
extension BridgeService {
    /// How long a device waits for an answer, in seconds, unless it is known better.
    static let usualPatience = 20
    /// The shortest patience that can be set.
    public static let leastPatience = 2

    /// How long a login may wait for the server, in milliseconds: its device is told to come again before it gives up.
    static let loginPatience = Int64(usualPatience - 3) * 1000

    /// Answers a message, or tells its device in time that the answer takes time. The work goes on behind that.
    func patiently(_ incoming: Incoming, done: @escaping @Sendable () -> Void) async -> ExchangeReply {
        let key = incoming.message.header.source.uri
        guard let wait = dependencies.wait else {
            defer { done() }
            return await devices.within(key) { [self] in await answer(incoming) }
        }
        let answered = FirstValue<TimelyReply>()
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
            answered.give(TimelyReply(reply: interim, isSpent: !isOwn))
            dependencies.logger.info("the answer takes time", metadata: incoming.metadata)
        }
        Task { [self] in
            let reply = await devices.within(key) { [self] in
                // It was only a question, and has been answered while it waited.
                answered.known?.isSpent == true ? nil : await answer(incoming)
            }
            done()
            guard let reply else { return }
            if reply.pause > 0 { await wait(Int64(reply.pause) * 1000) }
            answered.give(TimelyReply(reply: reply))
        }
        let reply = await answered.value.reply
        timer.cancel()
        return reply
    }
}

/// What a message is answered with.
private struct TimelyReply: Sendable {
    let reply: ExchangeReply
    /// The message was only a question: it must not run any more.
    var isSpent = false
}
