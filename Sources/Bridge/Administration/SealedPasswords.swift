import Mapping

/// Which stored passwords the key of a state folder opens: after a restore, or with another key file, some may not.
public struct SealedPasswords: Sendable {
    let store: Store
    let secrets: SecretBox

    /// A look at a store's passwords with a key.
    public init(store: Store, secrets: SecretBox) {
        self.store = store
        self.secrets = secrets
    }

    /// Takes away what can be had anew without the admin, and answers one line about each password that has to be given
    /// again, with the command for it.
    ///
    /// A pass-through user's kept password comes back with the next Basic login; left sealed with a lost key it would be
    /// in the way of that login.
    public func settle() throws -> [String] {
        try store.write { store in
            var lines: [String] = []
            for var account in try store.accounts() {
                if let sealed = account.sealedPassword, (try? secrets.open(sealed)) == nil {
                    switch account.kind {
                    case .passThrough:
                        account.sealedPassword = nil
                        try store.update(account)
                        lines.append("\(account.name): its phones have to sign in with Basic once")
                    case .stored:
                        lines.append(
                            "\(account.name): footbridge account password \(account.name) --password-stdin gives the "
                                + "server's password again")
                    }
                }
                let sealed = try store.devicePasswords(of: account.id)
                if sealed.contains(where: { (try? secrets.open($0.sealed)) == nil }) {
                    lines.append(
                        "\(account.name): footbridge account password \(account.name) makes a new password for its phones"
                    )
                }
            }
            return lines
        }
    }
}
