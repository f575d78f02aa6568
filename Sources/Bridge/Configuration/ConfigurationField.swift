import DAVClient

/// A value on its way into a setting, with the place to name when it does not fit.
struct ConfigurationField {
    let value: ConfigurationValue
    let place: String

    func refuse(_ expected: String) -> ConfigurationError {
        ConfigurationError(.badValue, "\(place): expected \(expected), found \(value.shape)")
    }

    /// A text that is not empty.
    func text() throws(ConfigurationError) -> String {
        guard case .scalar(let text) = value, !text.isEmpty else { throw refuse("a text") }
        return text
    }

    func flag() throws(ConfigurationError) -> Bool {
        guard case .scalar(let text) = value, let flag = Quantity.flag(text) else { throw refuse("yes or no") }
        return flag
    }

    func bytes(atLeast least: Int) throws(ConfigurationError) -> Int {
        guard case .scalar(let text) = value, let bytes = Quantity.bytes(text), bytes >= least else {
            throw refuse("a size of at least \(least) bytes such as 100000 or 4 MiB")
        }
        return bytes
    }

    func seconds() throws(ConfigurationError) -> Int {
        guard case .scalar(let text) = value, let seconds = Quantity.seconds(text), seconds <= 86400 else {
            throw refuse("a time up to a day such as 30 s or 5 min")
        }
        return seconds
    }

    func count(atLeast least: Int) throws(ConfigurationError) -> Int {
        guard case .scalar(let text) = value, let count = Int(text), count >= least else {
            throw refuse("a number of at least \(least)")
        }
        return count
    }

    func word<Word>(_ type: Word.Type) throws(ConfigurationError) -> Word
    where Word: RawRepresentable<String> & CaseIterable {
        let known = type.allCases.map(\.rawValue)
        guard case .scalar(let text) = value else { throw refuse("one of \(known.joined(separator: ", "))") }
        guard let word = Word(rawValue: text.lowercased()) else {
            throw ConfigurationError(
                .badValue, "\(place): \"\(text)\" is not possible; \(Suggestion.hint(for: text, among: known))")
        }
        return word
    }

    func url() throws(ConfigurationError) -> String {
        guard case .scalar(let text) = value else { throw refuse("a URL such as https://dav.example.org/") }
        if let url = BaseURL(text) { return url.description }
        // The text may hold a password: it is not repeated.
        throw ConfigurationError(
            .badValue,
            "\(place): expected a URL such as https://dav.example.org/, without user name, query and fragment")
    }

    /// A URL, or a domain.
    func upstream() throws(ConfigurationError) -> String {
        if case .scalar(let text) = value, let domain = ServerAddress.domain(text) { return domain }
        return try url()
    }

    /// A list, or one text with commas.
    func hosts() throws(ConfigurationError) -> TrustedHosts {
        var hosts = TrustedHosts()
        for text in try texts("a list of hosts") where !hosts.add(text) {
            throw ConfigurationError(
                .badValue, "\(place): \"\(text)\" is no host such as dav.example.net or dav.example.net:8443")
        }
        return hosts
    }

    func nameServer() throws(ConfigurationError) -> SystemNameService.Server {
        guard case .scalar(let text) = value, let server = SystemNameService.Server(text) else {
            throw refuse("an IPv4 address such as 192.0.2.53 or 127.0.0.1:5353")
        }
        return server
    }

    func listenAddress() throws(ConfigurationError) -> ListenAddress {
        guard case .scalar(let text) = value, let address = ListenAddress(text) else {
            throw refuse("ADDRESS:PORT such as 127.0.0.1:8080 or [::]:8080")
        }
        return address
    }

    /// A list, or one text with commas (as variables and options write it).
    private func texts(_ expected: String) throws(ConfigurationError) -> [String] {
        switch value {
        case .scalar(let text):
            return text.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
        case .list(let values):
            return values.map { value in if case .scalar(let text) = value { text } else { value.shape } }
        case .null, .map: throw refuse(expected)
        }
    }

    func networks() throws(ConfigurationError) -> [Network] {
        var networks: [Network] = []
        for text in try texts("a list of addresses or networks") {
            guard let network = Network(text) else {
                throw ConfigurationError(
                    .badValue, "\(place): \"\(text)\" is neither an address (10.0.0.1) nor a network (10.0.0.0/8)")
            }
            networks.append(network)
        }
        return networks
    }

    func domains() throws(ConfigurationError) -> [Domain] {
        guard case .map(let entries) = value else { throw refuse("domain names with keys of their own") }
        var domains: [Domain] = []
        for entry in entries {
            var domain = Domain(name: entry.key.lowercased())
            guard !domain.name.isEmpty, !domain.name.contains("@"), !domains.contains(where: { $0.name == domain.name })
            else {
                throw ConfigurationError(
                    .badValue, "\(place): \"\(entry.key)\": write each domain once and without @, such as example.org")
            }
            switch entry.value {
            case .null: break
            case .map(let fields): for field in fields { try set(field, of: &domain) }
            case .scalar, .list:
                throw ConfigurationError(.badValue, "\(place).\(entry.key): expected keys, found \(entry.value.shape)")
            }
            domains.append(domain)
        }
        return domains
    }

    private func set(
        _ entry: ConfigurationValue.Entry, of domain: inout Domain
    ) throws(ConfigurationError) {
        let field = ConfigurationField(value: entry.value, place: "\(place).\(domain.name).\(entry.key)")
        switch entry.key {
        case "upstream": domain.upstream = try field.upstream()
        case "auth": domain.authentication = try field.word(AuthenticationPolicy.self)
        case "enabled": domain.isEnabled = try field.flag()
        case "local-part": domain.usesLocalPart = try field.flag()
        default:
            throw ConfigurationError(
                .unknownKey,
                "\(place).\(domain.name): unknown key \(entry.key); "
                    + Suggestion.hint(for: entry.key, among: ["upstream", "auth", "enabled", "local-part"]))
        }
    }
}
