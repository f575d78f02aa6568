/// Who the device says it is, step by step (OMA DS section 5.4, SyncML Representation section 5.1 "Cred", "Chal").
///
/// A value that decides what has to be verified and what to answer; it knows neither passwords nor nonces.
public struct AuthenticationMachine: Hashable, Sendable, Codable {
    private enum State: String, Codable, Sendable {
        /// Nothing proven yet.
        case open
        /// Accepted for the whole session: 212 was sent.
        case accepted
    }

    /// What has to happen before the commands of a message may run.
    public enum Step: Hashable, Sendable {
        /// The session is accepted; the SyncHdr status is 200.
        case proceed
        /// Compare a user name and a password.
        case verifyBasic(user: String, password: String)
        /// Compare an MD5 digest, 16 bytes, made by the rules of the message's protocol version.
        case verifyDigest(user: String, digest: [UInt8])
        /// Nothing to verify: answer with this status code and a challenge. `user` is who asks, when known.
        case challenge(code: Int, user: String?)
    }

    private var state: State = .open

    /// A session that has proven nothing.
    public init() {}

    /// True after `accepted()`.
    public var isAccepted: Bool { state == .accepted }

    /// Looks at a message's credentials. A credential in an accepted session is not verified again.
    public func received(_ message: Message) -> Step {
        switch state {
        case .accepted:
            return .proceed
        case .open:
            let name = message.header.source.name
            guard let credential = message.header.credential ?? Self.credentialInAlert(message) else {
                return .challenge(code: StatusCode.missingCredentials, user: name)
            }
            return Self.step(for: credential, name: name)
        }
    }

    /// The credential was right: the session is accepted. Returns the SyncHdr status code, 212.
    public mutating func accepted() -> Int {
        state = .accepted
        return StatusCode.authenticationAccepted
    }

    /// Sony Ericsson's K700i and Z600 put Cred into the Alert instead of the SyncHdr.
    private static func credentialInAlert(_ message: Message) -> Credential? {
        for case .alert(let alert) in message.commands {
            if let credential = alert.credential { return credential }
        }
        return nil
    }

    private static func step(for credential: Credential, name: String?) -> Step {
        let refused = Step.challenge(code: StatusCode.invalidCredentials, user: name)
        switch credential.scheme {
        case .md5:
            guard let name, !name.isEmpty, let digest = credential.digest else { return refused }
            return .verifyDigest(user: name, digest: digest)
        case .basic:
            guard let pair = credential.userAndPassword else { return refused }
            return .verifyBasic(user: pair.user, password: pair.password)
        case nil:
            return refused
        }
    }
}
