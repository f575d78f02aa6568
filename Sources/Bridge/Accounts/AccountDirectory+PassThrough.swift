import DAVClient
import Logging
import Mapping
import Synchronization

/// Users whose password is upstream's.
extension AccountDirectory {
    /// Tries a login upstream, and enrols the user or renews what is kept of the account.
    func signInUpstream(user: String, password: String, account: Account?) async throws -> SignIn {
        // The configured server comes first: who moves `upstream` moves its users too.
        guard let url = settings.upstream(for: user) ?? account?.upstreamURL else { return .noUpstream }
        let upstreamUser = settings.domain(for: user).upstreamUser(for: user)
        let key = LoginMemory.Key(salt: salt, server: url, user: user, password: password)
        let now = dependencies.clock()
        if memory.withLock({ $0.isRefused(key, at: now) }) { return .rejected }
        if let wait = memory.withLock({ $0.wait(for: user, at: now) }) {
            return signInOffline(user: user, password: password) ?? .unavailable(retryAfter: wait)
        }

        switch await attempt(url, upstreamUser, password) {
        case .accepted: break
        case .refused:
            let wasGood = try account.map { try isPasswordKnown(password, of: $0, at: now) } ?? false
            memory.withLock { $0.refused(key, at: now, wasGood: wasGood) }
            if let account, try keptPassword(of: account) == password { passwordRefused(account: account) }
            dependencies.logger.notice("upstream refused a login", metadata: ["user": "\(user)"])
            return .rejected
        case .unavailable(let retryAfter, let reason):
            if let retryAfter { memory.withLock { $0.told(user, toWait: retryAfter, at: now) } }
            dependencies.logger.warning(
                "upstream cannot be asked about a login", metadata: ["user": "\(user)", "reason": "\(reason)"])
            return signInOffline(user: user, password: password) ?? .unavailable(retryAfter: retryAfter)
        }

        let isKnown = try account.map { try isPasswordKnown(password, of: $0, at: now) } ?? false
        if !isKnown, let refusal = await refusalOfOpenServer(url, upstreamUser) { return refusal }
        memory.withLock { $0.accepted(key) }
        return .accepted(try keep(password, user: user, url: url, upstreamUser: upstreamUser, at: now))
    }

    /// While upstream is away, the password that it took last is good for an account whose changes wait (`offline=queue`). Nil:
    /// nobody can tell.
    func signInOffline(user: String, password: String) -> SignIn? {
        guard let account = try? dependencies.store.read({ try $0.account(named: user) }),
            account.queuesOffline, isOpen(account), policy(of: user, account).allowsBasic,
            account.passwordRefusedAt == nil, let kept = try? keptPassword(of: account),
            ConstantTime.equal(Array(password.utf8), Array(kept.utf8))
        else { return nil }
        return .accepted(account)
    }

    /// True when an earlier login, after which the server refused a random password, used this one.
    private func isPasswordKnown(_ password: String, of account: Account, at now: Int64) throws -> Bool {
        try keptPassword(of: account) == password || memory.withLock { $0.loan(of: account.id, at: now) } == password
    }

    private func attempt(_ url: String, _ user: String, _ password: String) async -> UpstreamLogin {
        await UpstreamLogin.attempt(
            at: url, credentials: HTTPCredentials(user: user, password: password), settings, dependencies)
    }

    /// A server that takes a random password too has no authentication: everybody could sign in as anybody.
    private func refusalOfOpenServer(_ url: String, _ user: String) async -> SignIn? {
        let random = HexDigits.of(dependencies.random(18))
        switch await attempt(url, user, random) {
        case .refused: return nil
        case .accepted:
            dependencies.logger.error(
                """
                upstream takes any password, so the phone's proves nothing; use a stored account: \
                footbridge account add NAME --upstream URL
                """,
                metadata: ["user": "\(user)", "upstream": "\(url)"])
            return .rejected
        case .unavailable(let retryAfter, let reason):
            dependencies.logger.warning(
                "upstream cannot be asked whether it takes any password",
                metadata: ["user": "\(user)", "reason": "\(reason)"])
            return .unavailable(retryAfter: retryAfter)
        }
    }

    /// Writes down a good login: the account, its password as far as it may be kept, and that upstream accepts it.
    private func keep(
        _ password: String, user: String, url: String, upstreamUser: String, at now: Int64
    ) throws -> Account {
        let kept = try dependencies.store.write { store in
            if let present = try store.account(named: user) {
                let account = try renewed(present, password: password, url: url, upstreamUser: upstreamUser)
                if account != present { try store.update(account) }
                return account
            }
            var account = Account(
                name: user, kind: .passThrough, upstreamURL: url, upstreamUser: upstreamUser, createdAt: now)
            account.sealedPassword = settings.keepPassword ? seal(password) : nil
            account.id = try store.insert(account)
            _ = try store.append(
                JournalEntry(
                    at: now, account: account.id, action: .login, summary: user, detail: "enrolled by its first login"))
            dependencies.logger.notice("a new account has enrolled itself", metadata: ["user": "\(user)"])
            return account
        }
        if kept.sealedPassword == nil { memory.withLock { $0.lend(password, to: kept.id, at: now) } }
        return kept
    }

    private func renewed(
        _ present: Account, password: String, url: String, upstreamUser: String
    ) throws(SecretError) -> Account {
        var account = present
        account.passwordRefusedAt = nil
        if account.upstreamURL != url || account.upstreamUser != upstreamUser {
            account.upstreamURL = url
            account.upstreamUser = upstreamUser
            account.discovery = nil
        }
        let mayKeep = account.settings[AccountSetting.keepPassword.rawValue].flatMap { Quantity.flag($0) }
        if mayKeep ?? settings.keepPassword {
            if try keptPassword(of: account) != password { account.sealedPassword = seal(password) }
        } else {
            account.sealedPassword = nil
        }
        return account
    }

    func seal(_ password: String) -> [UInt8] {
        dependencies.secrets.seal(Array(password.utf8), nonce: dependencies.random(SecretBox.nonceLength))
    }
}
