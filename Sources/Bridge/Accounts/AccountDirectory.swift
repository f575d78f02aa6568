import DAVClient
import Logging
import Mapping
import Synchronization

/// Who may use the bridge, by which password, and which password opens upstream for them.
public final class AccountDirectory: Sendable {
    let settings: Settings
    let dependencies: Dependencies
    let memory = Mutex(LoginMemory())
    /// Salt of the refused logins in memory, new in every process.
    let salt: [UInt8]

    /// A directory over the store's accounts and the upstream servers of the settings.
    public init(settings: Settings, dependencies: Dependencies) {
        self.settings = settings
        self.dependencies = dependencies
        self.salt = dependencies.random(16)
    }

    /// Judges a Basic credential; a pass-through user's is tried upstream and enrols on success.
    ///
    /// A login upstream refused is not tried there again with the same password for an hour. No secret is logged.
    public func signIn(user: String, password: String) async -> SignIn {
        guard AccountName.isPossible(user), !password.isEmpty else { return .rejected }
        do {
            let account = try dependencies.store.read { try $0.account(named: user) }
            guard policy(of: user, account).allowsBasic else { return .rejected }
            guard let account else {
                guard settings.domain(for: user).isEnabled else { return .disabled }
                return try await signInUpstream(user: user, password: password, account: nil)
            }
            switch account.kind {
            case .stored:
                let passwords = try devicePasswords(of: account)
                guard AccountDirectory.matches(password, passwords) else { return .rejected }
                return isOpen(account) ? .accepted(account) : .disabled
            case .passThrough:
                guard isOpen(account) else { return .disabled }
                return try await signInUpstream(user: user, password: password, account: account)
            }
        } catch {
            dependencies.logger.error(
                "sign-in failed for a reason of our own", metadata: ["user": "\(user)", "reason": "\(error)"])
            return .unavailable(retryAfter: nil)
        }
    }

    /// Clear passwords with which an MD5 digest of this user may have been made.
    public func digestPasswords(of user: String) -> DigestPasswords {
        do {
            guard let account = try dependencies.store.read({ try $0.account(named: user) }) else {
                return settings.domain(for: user).isEnabled ? .unknownUser : .disabled
            }
            guard isOpen(account) else { return .disabled }
            guard policy(of: user, account).allowsMD5 else { return .noPassword(account) }
            switch account.kind {
            case .stored:
                let passwords = try devicePasswords(of: account)
                return passwords.isEmpty ? .noPassword(account) : .known(account, passwords)
            case .passThrough:
                guard account.passwordRefusedAt == nil, let password = try keptPassword(of: account) else {
                    return .noPassword(account)
                }
                return .known(account, [password])
            }
        } catch {
            dependencies.logger.error(
                "a password cannot be read", metadata: ["user": "\(user)", "reason": "\(error)"])
            return .unknownUser
        }
    }

    /// What to challenge a user with; nil stands for a device that has not said who its user is.
    ///
    /// The policy decides; where it allows both, MD5 for users whose password is known here, and Basic for those who must
    /// be tried upstream.
    public func challenge(for user: String?) -> ChallengeKind {
        guard let user else { return challenge(policy: settings.authentication, tried: settings.upstream != nil) }
        let account = (try? dependencies.store.read { try $0.account(named: user) }).flatMap { $0 }
        let policy = policy(of: user, account)
        guard let account else { return challenge(policy: policy, tried: settings.upstream(for: user) != nil) }
        switch account.kind {
        case .stored: return challenge(policy: policy, tried: false)
        case .passThrough:
            let known = account.sealedPassword != nil && account.passwordRefusedAt == nil
            return challenge(policy: policy, tried: !known)
        }
    }

    private func challenge(policy: AuthenticationPolicy, tried: Bool) -> ChallengeKind {
        switch policy {
        case .basicOrMD5: tried ? .basic : .md5
        case .basic: .basic
        case .md5: .md5
        }
    }

    /// User and password for upstream; nil for a server without authentication.
    ///
    /// Throws `.missing` when a pass-through user must sign in first, `.refused` while upstream is known to refuse the
    /// password, `.unreadable` when the key file is another one.
    public func upstreamCredentials(of account: Account) throws(SecretError) -> HTTPCredentials? {
        let now = dependencies.clock()
        if let password = memory.withLock({ $0.loan(of: account.id, at: now) }) {
            return HTTPCredentials(user: account.upstreamUser, password: password)
        }
        if let refusedAt = account.passwordRefusedAt {
            switch account.kind {
            case .passThrough: throw SecretError(.refused, "upstream refused the password kept of \(account.name)")
            case .stored:
                if now < refusedAt + LoginMemory.refusalSeconds {
                    throw SecretError(.refused, "upstream refused the password stored for \(account.name)")
                }
            }
        }
        if let password = try keptPassword(of: account) {
            return HTTPCredentials(user: account.upstreamUser, password: password)
        }
        switch account.kind {
        case .stored: return nil
        case .passThrough: throw SecretError(.missing, "\(account.name) has to sign in with Basic first")
        }
    }

    /// Notes that upstream answered 401 to the password kept: MD5 users are challenged for Basic until a good login, and a
    /// stored account rests for an hour.
    public func passwordRefused(account: Account) {
        memory.withLock { $0.recall(account.id) }
        let now = dependencies.clock()
        do {
            try dependencies.store.write { store in
                guard var current = try store.account(account.id) else { return }
                // A login that came in between has brought a newer password.
                guard current.sealedPassword == account.sealedPassword else { return }
                current.passwordRefusedAt = now
                try store.update(current)
            }
        } catch {
            dependencies.logger.error(
                "a refused password cannot be noted",
                metadata: ["account": "\(account.name)", "reason": "\(error)"])
        }
        dependencies.logger.warning("upstream refused a kept password", metadata: ["account": "\(account.name)"])
    }

    // MARK: Rules

    func policy(of user: String, _ account: Account?) -> AuthenticationPolicy {
        account?.settings[AccountSetting.auth.rawValue].flatMap { AuthenticationPolicy(rawValue: $0) }
            ?? settings.authentication(for: user)
    }

    func isOpen(_ account: Account) -> Bool {
        account.isEnabled && settings.domain(for: account.name).isEnabled
    }

    private func devicePasswords(of account: Account) throws -> [String] {
        let sealed = try dependencies.store.read { try $0.devicePasswords(of: account.id) }
        return try sealed.map { String(decoding: try dependencies.secrets.open($0.sealed), as: UTF8.self) }
    }

    /// Every clear password with which a device of the account may have enciphered its items; none when only digests are known.
    func clearPasswords(of account: Account) -> [String] {
        let own = (try? devicePasswords(of: account)) ?? []
        let now = dependencies.clock()
        let others = [(try? keptPassword(of: account)) ?? nil, memory.withLock { $0.loan(of: account.id, at: now) }]
        return own.isEmpty ? others.compactMap { $0 } : own
    }

    func keptPassword(of account: Account) throws(SecretError) -> String? {
        guard let sealed = account.sealedPassword else { return nil }
        return String(decoding: try dependencies.secrets.open(sealed), as: UTF8.self)
    }

    /// Compares with every password, also after a hit.
    private static func matches(_ password: String, _ known: [String]) -> Bool {
        known.reduce(false) { found, candidate in
            ConstantTime.equal(Array(password.utf8), Array(candidate.utf8)) || found
        }
    }
}
