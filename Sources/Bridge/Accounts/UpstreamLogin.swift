import DAVClient

/// What upstream says to a user name and a password.
enum UpstreamLogin: Hashable, Sendable {
    case accepted
    case refused
    case unavailable(retryAfter: Int?, reason: String)

    /// Asks for the current user's principal, which no server gives to a stranger (RFC 5397; an OPTIONS proves nothing).
    static func attempt(
        at url: String, credentials: HTTPCredentials?, _ settings: Settings, _ dependencies: Dependencies
    ) async -> UpstreamLogin {
        let client = DAVClient(at: url, credentials, settings, dependencies)
        do {
            _ = try await client.checkLogin()
            return .accepted
        } catch {
            return UpstreamLogin(error)
        }
    }

    private init(_ error: DAVError) {
        switch error.code {
        case .unauthorized, .forbidden: self = .refused
        case .notFound, .unreachable, .timeout, .tls, .dropped, .serverBusy, .unexpectedStatus, .badReply, .tooLarge,
            .badRedirect, .invalidURL, .noCalDAV, .notCreated, .cancelled:
            self = .unavailable(retryAfter: error.retryAfter, reason: error.reason)
        }
    }
}
