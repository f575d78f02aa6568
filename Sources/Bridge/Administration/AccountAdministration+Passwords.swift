import Mapping

/// The order `footbridge account password`.
extension AccountAdministration {
    /// Replaces what upstream is asked with, after asking it. Throws `.notFound`, `.refusedUpstream`, `.unreachable`.
    public func setUpstreamPassword(_ name: String, _ password: String, isChecked: Bool = true) async throws {
        let account = try dependencies.store.read { try AccountAdministration.account(name, in: $0) }
        try check(password: password)
        if isChecked {
            try await checkLogin(account.upstreamURL, user: account.upstreamUser, password: password)
        }
        let sealed = seal(password)
        try change(name) { account in
            account.sealedPassword = sealed
            account.passwordRefusedAt = nil
        }
    }

    /// Gives the account's devices a password, in the place of all others or beside them. Nil makes one, which is returned.
    ///
    /// Throws `.notFound`, `.badValue`, or `.notPossible` for a pass-through account.
    public func setDevicePassword(
        _ name: String, _ password: String?, besideOthers: Bool = false, label: String = ""
    ) throws -> String? {
        try check(password: password)
        let made = password == nil ? PasswordMaker.make(random: dependencies.random) : nil
        let sealed = seal(password ?? made ?? "")
        let now = dependencies.clock()
        try dependencies.store.write { store in
            let account = try AccountAdministration.account(name, in: store)
            switch account.kind {
            case .stored: break
            case .passThrough:
                throw AdministrationError(
                    .notPossible,
                    """
                    \(account.name) is a pass-through account: its devices use the password of \(account.upstreamURL). \
                    --password-stdin stores that one for MD5
                    """)
            }
            if !besideOthers { try store.removeDevicePasswords(of: account.id) }
            _ = try store.addDevicePassword(
                DevicePassword(account: account.id, sealed: sealed, label: label, createdAt: now))
        }
        return made
    }
}
