import DAVClient
import Mapping
import SyncTypes
import Synchronization
import Translation

/// The steps of `footbridge check` beyond files: is upstream there, does it take the login, what does it hold.
public struct Checkup: Sendable {
    let settings: Settings
    let dependencies: Dependencies
    let report: @Sendable (CheckLine) -> Void

    /// A checkup that tells each step as it is done.
    public init(
        settings: Settings, dependencies: Dependencies, report: @escaping @Sendable (CheckLine) -> Void
    ) {
        self.settings = settings
        self.dependencies = dependencies
        self.report = report
    }

    /// Checks the servers of the settings, and the login of every account whose password is stored.
    ///
    /// Answers false when a step failed.
    public func run() async -> Bool {
        var servers: [String] = []
        for server in [settings.upstream] + settings.domains.map(\.upstream) {
            if let server, !servers.contains(server) { servers.append(server) }
        }
        var isGood = true
        for server in servers { isGood = await checkServer(server) && isGood }
        do {
            let accounts = try dependencies.store.read { try $0.accounts() }
            if servers.isEmpty, accounts.isEmpty {
                tell(
                    .warn, "accounts", "no upstream and no account: nobody can sign in",
                    advice: "set upstream, or footbridge account add NAME --upstream URL --password-stdin")
            }
            for account in accounts { isGood = await checkStoredLogin(account) && isGood }
            try checkAlerts()
        } catch {
            isGood = tell(.fail, "accounts", "\(error)")
        }
        return isGood
    }

    /// Checks one account from login to collections; with a password also a user who has no account yet.
    ///
    /// `writing`: a collection in which an item is made and removed again; nil: nothing is changed. Answers false when a step failed.
    public func run(account name: String, password: String?, writing: String? = nil) async -> Bool {
        do {
            let account = try dependencies.store.read { try $0.account(named: name) }
            if account == nil, password == nil {
                // The error with its hint at the nearest name.
                _ = try dependencies.store.read { try AccountAdministration.account(name, in: $0) }
            }
            guard let upstream = account?.upstreamURL ?? settings.upstream(for: name) else {
                return tell(.fail, "account", "\(name) has no upstream", advice: "set upstream in the configuration")
            }
            describe(account, name)
            let user = account?.upstreamUser ?? settings.domain(for: name).upstreamUser(for: name)
            let credentials =
                if let password { HTTPCredentials(user: user, password: password) } else {
                    try account.flatMap {
                        try AccountDirectory(settings: settings, dependencies: dependencies).upstreamCredentials(of: $0)
                    }
                }
            let client = DAVClient(at: upstream, credentials, settings, dependencies)
            let wishes = account.map { CollectionPath.wished(by: $0) } ?? []
            return await checkAccount(client, upstream: upstream, user: user, wishes, writing)
        } catch let error as AdministrationError {
            return tell(.fail, "account", error.reason)
        } catch let error as SecretError {
            return tell(
                .fail, "account", error.reason, advice: "give the password: footbridge check \(name) --password-stdin")
        } catch {
            return tell(.fail, "account", "\(error)")
        }
    }

    // MARK: Steps

    @discardableResult
    func tell(_ status: CheckLine.Status, _ step: String, _ finding: String, advice: String? = nil) -> Bool {
        report(CheckLine(status, step, finding, advice: advice))
        return status != .fail
    }

    private func describe(_ account: Account?, _ name: String) {
        guard let account else {
            tell(.ok, "account", "\(name) has none yet; the first login enrols it")
            return
        }
        if account.isEnabled {
            tell(.ok, "account", "\(account.name), \(account.kind.word)")
        } else {
            tell(
                .warn, "account", "\(account.name) is disabled",
                advice: "footbridge account enable \(account.name)")
        }
    }

    private func checkServer(_ server: String) async -> Bool {
        switch await UpstreamLogin.attempt(
            at: server, credentials: nil, settings, dependencies)
        {
        case .refused: return tell(.ok, "upstream", "\(server) answers and asks for a login")
        case .accepted:
            return tell(
                .warn, "upstream", "\(server) answers without a login, so phones cannot sign in by its passwords",
                advice: "add stored accounts: footbridge account add NAME --upstream \(server)")
        case .unavailable(_, let reason):
            return tell(.fail, "upstream", "\(server): \(reason)", advice: "check upstream, name, port and certificate")
        }
    }

    private func checkStoredLogin(_ account: Account) async -> Bool {
        guard account.isEnabled else { return tell(.note, "account", "\(account.name) is disabled") }
        let credentials: HTTPCredentials?
        do {
            credentials = try AccountDirectory(settings: settings, dependencies: dependencies)
                .upstreamCredentials(of: account)
        } catch {
            switch (error.code, account.kind) {
            case (.unreadable, _), (_, .stored):
                return tell(
                    .fail, "account", error.reason,
                    advice: "footbridge account password \(account.name) --password-stdin")
            case (.missing, .passThrough), (.refused, .passThrough):
                return tell(.note, "account", error.reason)
            }
        }
        switch await UpstreamLogin.attempt(
            at: account.upstreamURL, credentials: credentials, settings, dependencies)
        {
        case .accepted: return tell(.ok, "account", "\(account.name) signs in at \(account.upstreamURL)")
        case .refused:
            return tell(
                .fail, "account", "\(account.upstreamURL) refuses the login of \(account.name)",
                advice: "footbridge account password \(account.name) --password-stdin")
        case .unavailable(_, let reason):
            return tell(.fail, "account", "\(account.name): \(reason)")
        }
    }

    private func checkAccount(
        _ client: DAVClient, upstream: String, user: String, _ wishes: [CollectionPath.Wish], _ writing: String?
    ) async -> Bool {
        let steps = Mutex<[DiscoveryStep]>([])
        do {
            let principal = try await client.checkLogin { step in steps.withLock { $0.append(step) } }
            tell(.ok, "login", "\(user) at \(upstream) is \(principal)")
            if let software = await client.software(at: principal) {
                tell(.ok, "server", "\(software)")
            } else {
                tell(.note, "server", "does not say which software it is")
            }
        } catch {
            // Where it was found, the search tells them once more.
            for step in steps.withLock({ $0 }) {
                tell(step.isUseful ? .ok : .note, "discovery", step.description)
            }
            let advice: String? = error.code == .unauthorized ? "check user and password" : nil
            return tell(.fail, "login", "\(user) at \(upstream): \(error.reason)", advice: advice)
        }
        let report = self.report
        do {
            let collections = try await Catalogue.found(wishes, through: client) { step in
                report(CheckLine(step.isUseful ? .ok : .note, "discovery", step.description))
            }
            let areThere = checkWishes(wishes, collections)
            var isGood = await checkCollections(collections, client) && areThere
            if let writing { isGood = await tryWriting(writing, among: collections, client) && isGood }
            return isGood
        } catch {
            return tell(.fail, "discovery", error.reason)
        }
    }

    /// Whether what the account names by its path is there, and can hold what it is to hold.
    private func checkWishes(_ wishes: [CollectionPath.Wish], _ collections: [CollectionInfo]) -> Bool {
        var isGood = true
        for wish in wishes {
            let found = collections.first { wish.path.names($0.href) }
            let lacks = ItemKind.allCases.filter { wish.kinds.contains($0) && found?.kinds.contains($0) != true }
            guard !lacks.isEmpty else { continue }
            isGood = false
            let kinds = lacks.map(\.plural).joined(separator: " and ")
            tell(
                .fail, "collection",
                "\(wish.path.href): " + (found == nil ? "there is no such collection" : "it does not hold \(kinds)"),
                advice: "make it at the server, or name another: footbridge account set NAME "
                    + lacks.map { "\(AccountSetting.collections(of: $0).rawValue)=PATH" }.joined(separator: " "))
        }
        return isGood
    }

    private func checkCollections(_ collections: [CollectionInfo], _ client: DAVClient) async -> Bool {
        var isGood = true
        var missing = Set(ItemKind.allCases)
        for info in collections where !info.kinds.isEmpty {
            let kinds = ItemKind.allCases.filter { info.kinds.contains($0) }
            if info.isWritable { missing.subtract(kinds) }
            var words = [kinds.map(\.plural).joined(separator: " and ")]
            if info.isPlainCollection { words.append("as text files") }
            if !info.isWritable { words.append("read-only") }
            if !info.supportsSync { words.append("without sync-collection") }
            do {
                var count = 0
                try await client.collection(info).list { members in
                    count += info.isPlainCollection ? members.count { NoteFile.isNamed($0.href) } : members.count
                }
                words.append("\(count) items")
                tell(.ok, "collection", "\(info.displayName) (\(info.href)): \(words.joined(separator: ", "))")
            } catch {
                let reason = (error as? DAVError)?.reason ?? "\(error)"
                isGood = tell(.fail, "collection", "\(info.displayName) (\(info.href)): \(reason)")
            }
        }
        for kind in ItemKind.allCases where missing.contains(kind) {
            tell(
                .warn, "collection", "no writable collection for \(kind.plural): phones are refused theirs",
                advice:
                    "make one at the server; account add --create \(AccountSetting.collections(of: kind).rawValue) makes it with a new account"
            )
        }
        return isGood
    }
}

extension ItemKind {
    /// "contacts", "events" ...
    var plural: String { rawValue + "s" }
}
