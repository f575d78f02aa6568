/// Why no whole reply came. Equal by code.
public struct TransportError: Error, Hashable, CustomStringConvertible {
    /// The stable name of the failure.
    public enum Code: String, Sendable, Hashable, Codable, CaseIterable {
        /// No connection: unknown host, refused, no route.
        case unreachable
        /// The time of the request or of the connection attempt ran out.
        case timeout
        /// The certificate is not trusted or the handshake failed.
        case tls
        /// The connection ended before the whole reply was there.
        case dropped
        /// The reply is larger than the configured cap.
        case tooLarge
        /// The URL is not an absolute http or https URL.
        case invalidURL
        /// A header field holds a line break or another control character.
        case invalidField
        /// The calling task was cancelled.
        case cancelled
        /// The transport has been shut down.
        case closed
        /// A long reply could not be written to the temporary folder, or not be read from there.
        case storage
        /// Anything else libcurl reports.
        case failed
    }

    /// The stable name of the failure.
    public let code: Code
    /// One sentence for people; holds no secrets.
    public let reason: String
    /// True when the request may have reached the server, so that a write may have happened.
    public let mayHaveArrived: Bool

    /// A failure.
    public init(_ code: Code, _ reason: String, mayHaveArrived: Bool = false) {
        self.code = code
        self.reason = reason
        self.mayHaveArrived = mayHaveArrived
    }

    /// "timeout: ...".
    public var description: String { "\(code.rawValue): \(reason)" }

    /// Equal by code.
    public static func == (left: TransportError, right: TransportError) -> Bool { left.code == right.code }
    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
