import DAVClient
import Markup

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
        /// The server's reply as somebody garbled it on the way.
        case altered(@Sendable (HTTPReply) -> HTTPReply)
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

    /// A listing in which every second member is missing, the collection itself not.
    public static var halfListing: Fault { listing { $0.enumerated().filter { $0.offset % 2 == 0 }.map(\.element) } }

    /// A listing that lacks one member, by its href.
    public static func listing(lacking href: String) -> Fault {
        listing { $0.filter { $0[child: "href"]?.text != href } }
    }

    /// A listing of the collection alone.
    public static var emptyListing: Fault { listing { Array($0.prefix(1)) } }

    /// A multistatus whose last response is an error.
    public static var errorInside: Fault {
        listing { responses in
            guard let href = responses.last?[child: "href"]?.text else { return responses }
            let error = DAVXML.element(
                "response", DAVXML.dav, [DAVXML.text("href", DAVXML.dav, href), DAVXML.status(500)])
            return responses.dropLast() + [error]
        }
    }

    /// A multistatus without its last response.
    public static var shortReply: Fault { listing { Array($0.dropLast()) } }

    /// The token of a sync report is not known any more.
    public static var deadToken: Fault {
        Fault(.before, .reply(DAVXML.error(403, DAVXML.element("valid-sync-token"))))
    }

    private static func listing(_ change: @escaping @Sendable ([Element]) -> [Element]) -> Fault {
        Fault(
            .after,
            .altered { reply in
                guard reply.status == 207, let root = try? XMLReader.read(reply.body) else { return reply }
                let others = root.elements.filter { $0.name != "response" }
                return DAVXML.multistatus(change(root.all("response")) + others)
            })
    }

    /// Somebody on the way answers with a page of his own.
    public static var page: Fault {
        Fault(
            .before,
            .reply(
                HTTPReply(
                    status: 200, headers: [HTTPField("Content-Type", "text/html")],
                    body: Array("<!DOCTYPE html><html><body>Please sign in</body></html>".utf8))))
    }

    /// The server does not act and answers with a status.
    public static func status(_ status: Int, retryAfter: Int? = nil) -> Fault {
        let headers = retryAfter.map { [HTTPField("Retry-After", String($0))] } ?? []
        return Fault(.before, .reply(HTTPReply(status: status, headers: headers)))
    }
}
