/// What holds for the users whose login names end in `@name`.
public struct Domain: Hashable, Sendable, Codable {
    /// The name in lower case, without the `@`; "default" stands for every user no other domain takes.
    public var name: String
    /// Where users of this domain are tried; nil: the upstream of the settings.
    public var upstream: String?
    /// Which credentials they may use; nil: the policy of the settings.
    public var authentication: AuthenticationPolicy?
    /// False: nobody of this domain may sign in.
    public var isEnabled: Bool
    /// True: upstream knows users by the part before the `@` alone.
    public var usesLocalPart: Bool

    /// The name of the domain that takes everybody else.
    public static let defaultName = "default"

    /// A domain.
    public init(
        name: String, upstream: String? = nil, authentication: AuthenticationPolicy? = nil, isEnabled: Bool = true,
        usesLocalPart: Bool = false
    ) {
        self.name = name
        self.upstream = upstream
        self.authentication = authentication
        self.isEnabled = isEnabled
        self.usesLocalPart = usesLocalPart
    }

    /// The name by which upstream knows a user of this domain.
    public func upstreamUser(for user: String) -> String {
        guard usesLocalPart, let at = user.lastIndex(of: "@"), at > user.startIndex else { return user }
        return String(user[..<at])
    }
}

extension Settings {
    /// The domain of a login name: by the text after its last `@`, else the default one, else one made of these settings.
    public func domain(for user: String) -> Domain {
        if let at = user.lastIndex(of: "@") {
            let suffix = user[user.index(after: at)...].lowercased()
            if suffix != Domain.defaultName, let found = domains.first(where: { $0.name == suffix }) { return found }
        }
        return domains.first { $0.name == Domain.defaultName } ?? Domain(name: Domain.defaultName)
    }

    /// Where this user's collections are looked for when the account does not say; nil when nothing is configured.
    public func upstream(for user: String) -> String? { domain(for: user).upstream ?? upstream }

    /// Which credentials this user may use when the account does not say.
    public func authentication(for user: String) -> AuthenticationPolicy {
        domain(for: user).authentication ?? authentication
    }
}
