/// Runs a session over a transport: the only asynchronous code of the phone.
public enum PhoneDriver {
    /// One message that went out, or one reply that came in.
    public enum Traffic: Hashable, Sendable {
        /// A message of the phone.
        case sent(Outgoing)
        /// A reply of the server.
        case received(PhoneReply)
        /// No reply came.
        case lost(PhoneError)
    }

    /// Runs a session from its start to its end; the step returned is `.finished` or `.failed`.
    ///
    /// - Parameters:
    ///   - observe: told of each message and reply, in order, for logs.
    public static func run<Store: PhoneStore>(
        _ session: inout PhoneSession<Store>, over transport: any PhoneTransport,
        observe: (Traffic) -> Void = { _ in }
    ) async -> PhoneStep {
        var step = session.start()
        while case .send(let message) = step {
            observe(.sent(message))
            do {
                var reply = try await transport.post(
                    url: message.url, contentType: message.contentType, body: message.body)
                observe(.received(reply))
                if session.configuration.habits.saysTwice == true {
                    observe(.sent(message))
                    reply = try await transport.post(
                        url: message.url, contentType: message.contentType, body: message.body)
                    observe(.received(reply))
                }
                step = session.receive(reply.body, contentType: reply.contentType, httpStatus: reply.status)
            } catch {
                observe(.lost(error))
                step = session.replyLost(error)
            }
        }
        return step
    }
}
