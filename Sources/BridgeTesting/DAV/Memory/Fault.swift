import DAVClient

/// What goes wrong with one request.
public struct Fault: Sendable {
    /// Whether the server has acted by then.
    public enum Moment: Sendable, Hashable {
        /// The request has no effect.
        case before
        /// The request takes effect, only its reply is lost or replaced.
        case after
    }

    /// What the client sees.
    public enum Outcome: Sendable {
        /// Another reply than the server's.
        case reply(HTTPReply)
        /// No reply.
        case error(TransportError)
    }

    /// Whether the server has acted by then.
    public var moment: Moment
    /// What the client sees.
    public var outcome: Outcome

    /// A fault.
    public init(_ moment: Moment, _ outcome: Outcome) {
        self.moment = moment
        self.outcome = outcome
    }

    /// The connection ends before the server read the request.
    public static var lostRequest: Fault {
        Fault(.before, .error(TransportError(.dropped, "simulated: request lost", mayHaveArrived: true)))
    }

    /// The server acts, and its reply never comes.
    public static var lostReply: Fault {
        Fault(.after, .error(TransportError(.dropped, "simulated: reply lost", mayHaveArrived: true)))
    }

    /// The server does not act and answers with a status.
    public static func status(_ status: Int, retryAfter: Int? = nil) -> Fault {
        let headers = retryAfter.map { [HTTPField("Retry-After", String($0))] } ?? []
        return Fault(.before, .reply(HTTPReply(status: status, headers: headers)))
    }
}
