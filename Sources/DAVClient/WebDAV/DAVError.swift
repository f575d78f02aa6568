/// Why a DAV operation as a whole failed. Equal by code.
public struct DAVError: Error, Hashable, CustomStringConvertible {
    /// The stable name of the failure.
    public enum Code: String, Sendable, Hashable, Codable, CaseIterable {
        /// 401, or a server that answered as to a stranger: wrong user or password.
        case unauthorized
        /// 403.
        case forbidden
        /// 404 or 410 of what was asked for.
        case notFound
        /// No connection to the server.
        case unreachable
        /// The server took too long.
        case timeout
        /// The server's certificate is not trusted, or the handshake failed.
        case tls
        /// The exchange ended in the middle, at their side or ours; a write may have happened.
        case dropped
        /// 423, 429 or 5xx: try again later, see `retryAfter`.
        case serverBusy
        /// Any other status that the operation does not know.
        case unexpectedStatus
        /// A reply that is no multistatus, is cut short or contradicts itself.
        case badReply
        /// A reply above the transport's cap.
        case tooLarge
        /// More than five redirects, or one that names nothing.
        case badRedirect
        /// The given URL is not an absolute http or https URL.
        case invalidURL
        /// Discovery found neither a principal, nor homes, nor a collection.
        case noCalDAV
        /// The server did not make the collection, or not as asked.
        case notCreated
        /// The calling task was cancelled, or the transport was shut down.
        case cancelled
    }

    /// The stable name of the failure.
    public let code: Code
    /// One sentence for people; holds no secrets.
    public let reason: String
    /// The HTTP status, when there was one.
    public let status: Int?
    /// Seconds from the Retry-After field, when there was one.
    public let retryAfter: Int?

    /// A failure.
    public init(_ code: Code, _ reason: String, status: Int? = nil, retryAfter: Int? = nil) {
        self.code = code
        self.reason = reason
        self.status = status
        self.retryAfter = retryAfter
    }

    /// True when the same request may succeed later without anybody's help.
    public var isTemporary: Bool {
        switch code {
        case .unreachable, .timeout, .dropped, .serverBusy, .cancelled: true
        case .unauthorized, .forbidden, .notFound, .tls, .unexpectedStatus, .badReply, .tooLarge, .badRedirect,
            .invalidURL, .noCalDAV, .notCreated:
            false
        }
    }

    /// "unauthorized: ...".
    public var description: String { "\(code.rawValue): \(reason)" }

    /// Equal by code.
    public static func == (left: DAVError, right: DAVError) -> Bool { left.code == right.code }
    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension DAVError {
    /// A transport's failure in the words of DAV.
    init(_ error: TransportError) {
        let code: Code =
            switch error.code {
            case .unreachable: .unreachable
            case .timeout: .timeout
            case .tls: .tls
            // A full disk at our side ends the exchange in the middle just as well.
            case .dropped, .failed, .storage: .dropped
            case .tooLarge: .tooLarge
            case .invalidURL: .invalidURL
            // Only what a server gave before can be malformed: an ETag.
            case .invalidField: .badReply
            case .cancelled, .closed: .cancelled
            }
        self.init(code, error.reason)
    }

    /// The meaning of a status that the operation itself has no use for.
    init(unexpected reply: HTTPReply, of call: String) {
        let retryAfter = RetryAfter.seconds(reply)
        let code: Code =
            switch reply.status {
            case 401: .unauthorized
            case 403: .forbidden
            case 404, 410: .notFound
            case 423, 429, 500, 502, 503, 504: .serverBusy
            default: .unexpectedStatus
            }
        let words = DAVErrorBody.words(reply)
        let reason = "\(call) answered \(reply.status)" + (words.isEmpty ? "" : ": \(words)")
        self.init(code, reason, status: reply.status, retryAfter: retryAfter)
    }
}
