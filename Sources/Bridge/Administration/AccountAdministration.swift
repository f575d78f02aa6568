import DAVClient
import Mapping
import SyncTypes

/// The orders of `footbridge account`: each is one transaction, and each refusal says what to do.
public struct AccountAdministration: Sendable {
    let settings: Settings
    let dependencies: Dependencies

    /// Orders over the store's accounts.
    public init(settings: Settings, dependencies: Dependencies) {
        self.settings = settings
        self.dependencies = dependencies
    }

    /// A stored account to be.
    public struct Draft: Sendable {
        /// The login name on the phone.
        public var name: String
        /// Where its collections are; nil: the upstream of the settings.
        public var upstream: String?
        /// Its user name there; nil: the login name.
        public var user: String?
        /// Its password there; nil: a server without authentication.
        public var password: String?
        /// The password its devices use; nil: one is made.
        public var devicePassword: String?
        /// False: upstream is not asked whether the login is good.
        public var isChecked: Bool

        /// A draft.
        public init(
            name: String, upstream: String? = nil, user: String? = nil, password: String? = nil,
            devicePassword: String? = nil, isChecked: Bool = true
        ) {
            self.name = name
            self.upstream = upstream
            self.user = user
            self.password = password
            self.devicePassword = devicePassword
            self.isChecked = isChecked
        }
    }

    /// What the admin is told once.
    public struct Added: Sendable {
        /// The account as it is stored.
        public var account: Account
        /// The device password that was made; nil when one was given.
        public var madePassword: String?
    }

    /// Adds a stored account. Throws `.badValue`, `.exists`, `.refusedUpstream`, `.unreachable`, or a `StoreError`.
    public func add(_ draft: Draft) async throws -> Added {
        guard AccountName.isPossible(draft.name) else {
            throw AdministrationError(
                .badValue,
                "\"\(draft.name)\" cannot be a login name: it must not be empty, hold a colon or end in a blank")
        }
        guard let written = draft.upstream ?? settings.upstream(for: draft.name) else {
            throw AdministrationError(
                .badValue, "which server? Say --upstream URL, or set upstream in the configuration file")
        }
        guard let upstream = BaseURL(written)?.description ?? ServerAddress.domain(written) else {
            throw AdministrationError(
                .badValue, "the upstream is neither a URL such as https://dav.example.org/ nor a domain")
        }
        try check(password: draft.devicePassword)
        try check(password: draft.password)
        if try dependencies.store.read({ try $0.account(named: draft.name) }) != nil { throw exists(draft.name) }
        let user = draft.user ?? settings.domain(for: draft.name).upstreamUser(for: draft.name)
        if draft.isChecked { try await checkLogin(upstream, user: user, password: draft.password) }

        let made = draft.devicePassword == nil ? PasswordMaker.make(random: dependencies.random) : nil
        let now = dependencies.clock()
        var account = Account(
            name: draft.name, kind: .stored, upstreamURL: upstream, upstreamUser: user,
            sealedPassword: draft.password.map { seal($0) }, createdAt: now)
        let devicePassword = seal(draft.devicePassword ?? made ?? "")
        account.id = try dependencies.store.write { store in
            guard try store.account(named: draft.name) == nil else { throw exists(draft.name) }
            let id = try store.insert(account)
            _ = try store.addDevicePassword(DevicePassword(account: id, sealed: devicePassword, createdAt: now))
            return id
        }
        return Added(account: account, madePassword: made)
    }

    /// Every account, by name.
    public func list() throws -> [AccountSummary] {
        try dependencies.store.read { store in
            try store.accounts().map { try AccountSummary($0, in: store) }.sorted { $0.name < $1.name }
        }
    }

    /// Lets an account in or keeps it out. Throws `.notFound`.
    public func enable(_ name: String, _ isEnabled: Bool) throws {
        try change(name) { account in account.isEnabled = isEnabled }
    }

    /// Removes an account with its devices, mirror and journal; upstream keeps everything. Throws `.notFound`.
    public func remove(_ name: String) throws {
        try dependencies.store.write { store in
            try store.remove(try AccountAdministration.account(name, in: store).id)
        }
    }

    /// Stores `KEY=VALUE` pairs; an empty value takes the key away. Nothing is stored when one of them is refused.
    ///
    /// Throws `.notFound`, or `.badValue` with a hint.
    public func set(_ name: String, _ assignments: [String]) throws {
        let changes = try Assignment.read(
            assignments, expectation: { (key: AccountSetting) in key.expectation }, normalised: { $0.normalised($1) })
        try change(name) { account, store in
            let before = account.settings
            for (key, value) in changes { account.settings[key.rawValue] = value }
            let chosen = changes.map(\.0).filter { before[$0.rawValue] != account.settings[$0.rawValue] }
            try Self.chooseAnew(chosen.compactMap(\.kind), of: account, store)
            let keeps = account.settings[AccountSetting.keepPassword.rawValue] != "no"
            if account.kind == .passThrough, !keeps { account.sealedPassword = nil }
        }
    }

    // MARK: Parts

    /// Lets the datastores of some kinds find their collections again in their next sync.
    private static func chooseAnew(_ kinds: [ItemKind], of account: Account, _ store: StoreWriter) throws {
        guard !kinds.isEmpty else { return }
        for device in try store.devices(of: account.id) {
            for datastore in try store.datastores(of: device.id)
            where DatastoreName(wire: datastore.name).builtInKind != nil
                && !Set(datastore.kinds).isDisjoint(with: kinds)
            {
                try store.setCollections(datastore.id, [])
            }
        }
    }

    func change(_ name: String, _ body: (inout Account) throws -> Void) throws {
        try change(name) { account, _ in try body(&account) }
    }

    private func change(_ name: String, _ body: (inout Account, StoreWriter) throws -> Void) throws {
        try dependencies.store.write { store in
            var account = try AccountAdministration.account(name, in: store)
            try body(&account, store)
            try store.update(account)
        }
    }

    static func account(_ name: String, in store: StoreReader) throws -> Account {
        if let account = try store.account(named: name) { return account }
        let known = try store.accounts().map(\.name)
        if known.isEmpty {
            throw AdministrationError(
                .notFound, "there is no account \(name), nor any other yet: footbridge account add NAME --upstream URL")
        }
        let hint = Suggestion.nearest(to: name, among: known).map { "did you mean \($0)?" }
        throw AdministrationError(
            .notFound, "there is no account \(name); \(hint ?? "footbridge account list shows them")")
    }

    private func exists(_ name: String) -> AdministrationError {
        AdministrationError(
            .exists,
            "there is an account \(name) already; change it (footbridge account password, account set) or remove it first"
        )
    }

    func check(password: String?) throws(AdministrationError) {
        guard let password else { return }
        let isClean = password.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard !password.isEmpty, password.utf8.count <= 255, isClean else {
            throw AdministrationError(.badValue, "a password is one line of 1 to 255 bytes without control characters")
        }
    }

    /// Asks upstream whether a login is good. Throws `.refusedUpstream` or `.unreachable`.
    func checkLogin(_ url: String, user: String, password: String?) async throws(AdministrationError) {
        let login = await UpstreamLogin.attempt(
            at: url, credentials: password.map { HTTPCredentials(user: user, password: $0) },
            settings, dependencies)
        switch login {
        case .accepted: return
        case .refused:
            let advice = password == nil ? "give its password with --password-stdin" : "check user and password"
            throw AdministrationError(.refusedUpstream, "\(url) refuses the login of \(user); \(advice)")
        case .unavailable(_, let reason):
            throw AdministrationError(
                .unreachable, "\(url) cannot be asked: \(reason). Mend that, or say --no-check to store it unchecked")
        }
    }

    func seal(_ password: String) -> [UInt8] {
        dependencies.secrets.seal(Array(password.utf8), nonce: dependencies.random(SecretBox.nonceLength))
    }
}
