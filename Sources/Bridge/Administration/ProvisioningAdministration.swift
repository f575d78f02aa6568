import Mapping
import SyncMLFront
import SyncTypes

/// `footbridge device provision`: what a phone has to be told to synchronise with an account.
public struct ProvisioningAdministration: Sendable {
    let settings: Settings
    let dependencies: Dependencies

    /// Documents for the store's devices and accounts.
    public init(settings: Settings, dependencies: Dependencies) {
        self.settings = settings
        self.dependencies = dependencies
    }

    /// What the administrator adds.
    public struct Wish: Sendable {
        /// The server's URL; nil: the one the device uses, else the configured one.
        public var url: String?
        /// The protocol's version; nil: the device's, else the phone's own choice.
        public var version: ProtocolVersion?
        /// True: the phone's password is in the document.
        public var hasPassword: Bool

        /// A wish.
        public init(url: String? = nil, version: ProtocolVersion? = nil, hasPassword: Bool = false) {
            self.url = url
            self.version = version
            self.hasPassword = hasPassword
        }
    }

    /// The document for a phone that has been here: its databases under the names it uses.
    ///
    /// Throws `.notFound`, `.ambiguous`, `.badValue` for a URL that is none or missing, `.notPossible` for a password that is not
    /// known.
    public func document(device id: String, _ wish: Wish = Wish()) throws -> ProvisioningDocument {
        let (account, device, datastores) = try dependencies.store.read { store in
            let device = try DeviceAdministration.device(id, in: store)
            guard let account = try store.account(device.account) else {
                throw AdministrationError(.notFound, "the account of device \(id) is gone")
            }
            return (account, device, try store.datastores(of: device.id))
        }
        let own = datastores.map { datastore in
            ProvisioningDocument.Database(
                uri: datastore.alertName, name: Self.title(datastore.name),
                types: [datastore.formatInUse(on: device, of: account).contentType.mediaType])
        }
        var wish = wish
        wish.version = wish.version ?? device.version.flatMap { ProtocolVersion(wire: $0) }
        return try document(
            account, wish, used: device.serverURI, serverID: DeviceSetting.serverID.ownValue(of: device),
            databases: own.isEmpty ? Self.standard : own)
    }

    /// The document for a phone that is new: the four usual databases. Throws as the other one.
    public func document(account name: String, _ wish: Wish = Wish()) throws -> ProvisioningDocument {
        let account = try dependencies.store.read { try AccountAdministration.account(name, in: $0) }
        return try document(account, wish, used: nil, serverID: nil, databases: Self.standard)
    }

    /// Sends a document as SMS by the way alerts go. `device`: whose number counts where none is given; nil: a new phone.
    ///
    /// Throws `.notFound`, `.ambiguous`, `.notPossible` without a way to deliver, or an `AlertError`.
    public func send(
        _ document: ProvisioningDocument, device id: String?, phone: String? = nil, pin: String?
    ) async throws -> AlertParcel {
        guard let hook = dependencies.alerts else {
            throw AdministrationError(
                .notPossible, "no way to send an SMS is configured: set alerts.url or alerts.command")
        }
        if let phone, DeviceSetting.phone.normalised(phone) == nil {
            throw AdministrationError(.badValue, "\(phone) is no number such as +491712345678")
        }
        let device = try id.map { id in try dependencies.store.read { try DeviceAdministration.device(id, in: $0) } }
        let push = PushMessage(.provisioning, body: document.wbxml, pin: pin)
        let parcel = AlertParcel(
            account: document.user, deviceID: device?.deviceID.rawValue ?? "",
            phone: phone.flatMap { DeviceSetting.phone.normalised($0) }
                ?? device.flatMap { DeviceSetting.phone.ownValue(of: $0) },
            push: push, shortMessages: push.shortMessages(reference: dependencies.random(1)[0]), datastores: [])
        try await hook.deliver(parcel)
        return parcel
    }

    private func document(
        _ account: Account, _ wish: Wish, used: String?, serverID: String?, databases: [ProvisioningDocument.Database]
    ) throws -> ProvisioningDocument {
        let directory = AccountDirectory(settings: settings, dependencies: dependencies)
        return ProvisioningDocument(
            name: settings.serverName, serverID: serverID ?? settings.serverName,
            url: try url(wish.url, used: used), version: wish.version, scheme: scheme(of: account, directory),
            user: account.name, password: wish.hasPassword ? try password(of: account, directory) : nil,
            databases: databases)
    }

    /// A phone begins with what it will be challenged for.
    private func scheme(of account: Account, _ directory: AccountDirectory) -> AuthenticationScheme {
        switch directory.challenge(for: account.name) {
        case .basic: .basic
        case .md5: .md5
        }
    }

    /// A phone's URL may have parameters behind a `?`.
    private func url(_ said: String?, used: String?) throws -> String {
        if let said {
            guard let (base, query) = Self.parts(said) else {
                throw AdministrationError(.badValue, "\(said) is no URL such as http://sync.example.org/syncml")
            }
            let isBare = base.path.isEmpty || base.path == "/"
            return (isBare ? PhoneURL.endpoint(publicURL: base.description) : base.description) + query
        }
        if let used, let (base, query) = Self.parts(used) { return base.description + query }
        if let publicURL = settings.publicURL { return PhoneURL.endpoint(publicURL: publicURL) }
        throw AdministrationError(
            .badValue,
            "under which URL does the phone reach the server? Say --url http://HOST:PORT/syncml, or set public-url")
    }

    /// A URL and what stands behind it from the `?` on; nil for what is none.
    private static func parts(_ text: String) -> (base: BaseURL, query: String)? {
        let mark = text.firstIndex(of: "?") ?? text.endIndex
        let query = text[mark...]
        let isPlain = query.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }
        guard isPlain, let base = BaseURL(String(text[..<mark])) else { return nil }
        return (base, String(query))
    }

    private func password(of account: Account, _ directory: AccountDirectory) throws -> String {
        guard let password = directory.clearPasswords(of: account).first else {
            throw AdministrationError(
                .notPossible, "the password of \(account.name) is not known here; leave --with-password out")
        }
        return password
    }

    private static let standard: [ProvisioningDocument.Database] = DatastoreName.announced.map { name, kind in
        ProvisioningDocument.Database(
            uri: title(name), name: title(name),
            types: [ItemFormat.minimum(for: kind).contentType.mediaType])
    }

    private static func title(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }
}
