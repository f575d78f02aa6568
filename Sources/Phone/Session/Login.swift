import SyncMLFront

/// The phone's side of authentication: what to send, and what a Status for SyncHdr means.
struct Login: Hashable, Sendable {
    /// What follows from a Status for SyncHdr.
    enum Verdict: Hashable, Sendable {
        /// Go on.
        case proceed
        /// Say it again with new credentials.
        case retry
        /// The session is over.
        case refused(PhoneError)
    }

    let user: String
    let password: String
    let version: ProtocolVersion
    private(set) var scheme: AuthenticationScheme
    /// NextNonce as the server wrote it; nil before the first one: the digest then uses an empty nonce.
    private(set) var nonce: String?
    private var sendsCredentials: Bool
    private var challengesLeft: Int
    private let isRaw: Bool

    init(_ configuration: PhoneConfiguration, memory: PhoneMemory) {
        user = configuration.user
        password = configuration.password
        version = configuration.version
        scheme = memory.scheme ?? configuration.authentication
        nonce = memory.nonce
        sendsCredentials = configuration.habits.credentialsAtOnce
        challengesLeft = configuration.habits.challengesAnswered
        switch configuration.encoding {
        case .xml: isRaw = false
        case .wbxml: isRaw = configuration.habits.rawDigest
        }
    }

    /// Cred for the next message; nil when none is due.
    var credential: Credential? {
        guard sendsCredentials else { return nil }
        switch scheme {
        case .basic:
            return .basic(user: user, password: password)
        case .md5:
            let octets = nonce.map { Base64.decode($0) ?? Array($0.utf8) } ?? []
            guard isRaw else { return .md5(user: user, password: password, nonce: octets, version: version) }
            let digest = CredentialDigest.md5(user: user, password: password, nonce: octets, version: version)
            return Credential(meta: Meta(format: "chr", type: AuthenticationScheme.md5.rawValue), data: digest)
        }
    }

    /// Takes the Status for SyncHdr (Representation Protocol, Chal; Security section 5).
    mutating func judge(_ status: Status) -> Verdict {
        if let wanted = status.challenge?.meta.nextNonce, status.challenge?.scheme == .md5 { nonce = wanted }
        switch status.code {
        case StatusCode.authenticationAccepted:
            sendsCredentials = false
            return .proceed
        case StatusCode.invalidCredentials, StatusCode.missingCredentials:
            return answer(status)
        case StatusCode.inProgress, 200...299:
            return .proceed
        default:
            return .refused(PhoneError(.refused, reason(status.code), status: status.code))
        }
    }

    private func reason(_ code: Int) -> String {
        switch code {
        case StatusCode.versionNotSupported, StatusCode.protocolVersionNotSupported:
            "the server does not speak SyncML \(version.rawValue); try another version"
        case StatusCode.serviceUnavailable, StatusCode.retryLater: "the server is busy; try later"
        default: "the server ended the session"
        }
    }

    /// 401 without Chal is final; 407 without Chal means basic (S60).
    private mutating func answer(_ status: Status) -> Verdict {
        let refusal = PhoneError(.unauthorized, "the server refused user \(user)", status: status.code)
        guard challengesLeft > 0 else { return .refused(refusal) }
        if let challenge = status.challenge {
            guard let wanted = challenge.scheme else {
                let type = challenge.meta.type ?? "none"
                return .refused(PhoneError(.unauthorized, "the server wants \(type), which this phone does not know"))
            }
            if sendsCredentials, wanted == .basic, scheme == .basic { return .refused(refusal) }
            scheme = wanted
        } else if status.code == StatusCode.missingCredentials, !sendsCredentials {
            scheme = .basic
        } else {
            return .refused(refusal)
        }
        challengesLeft -= 1
        sendsCredentials = true
        return .retry
    }
}
