import Bridge
import Testing

/// Reading settings from their sources.
@Suite struct ConfigurationTests {
    private func file(_ entries: [ConfigurationValue.Entry]) throws -> ConfigurationLayer {
        try ConfigurationLayer.file("footbridge.yaml", .map(entries))
    }

    private func options(_ values: [ConfigurationKey: String]) -> ConfigurationLayer {
        ConfigurationLayer(values: values.mapValues { .scalar($0) }) { "--\($0.rawValue)" }
    }

    private func environment(_ variables: [String: String]) throws -> ConfigurationLayer {
        try ConfigurationLayer.environment(variables) { _ throws(ConfigurationError) in .map([]) }.layer
    }

    @Test func nothingSetGivesTheDefaults() throws {
        let configuration = try Configuration(layers: [], version: "1.2")
        #expect(configuration.settings == Settings(version: "1.2"))
        #expect(configuration.server.listen.description == "127.0.0.1:8080")
        #expect(configuration.settings.limits.messageBytes == 4_194_304)
        #expect(configuration.settings.authentication == .basicOrMD5)
    }

    @Test func optionsBeatVariablesBeatTheFile() throws {
        let file = try file([
            .init("upstream", .scalar("https://file.example/")), .init("auth", .scalar("md5")),
            .init("keep-password", .scalar("no")),
        ])
        let environment = try environment([
            "FOOTBRIDGE_UPSTREAM": "https://variable.example/", "FOOTBRIDGE_AUTH": "basic",
        ])
        let options = options([.upstream: "https://option.example/"])
        let settings = try Configuration(layers: [options, environment, file], version: "").settings
        #expect(settings.upstream == "https://option.example/")
        #expect(settings.authentication == .basic)
        #expect(!settings.keepPassword)
    }

    @Test func everyKeyHasItsOwnVariable() throws {
        let variables = ConfigurationKey.allCases.map(\.variable)
        #expect(Set(variables).count == variables.count)
        #expect(ConfigurationKey.itemsPerMessage.variable == "FOOTBRIDGE_LIMITS_ITEMS_PER_MESSAGE")
    }

    @Test func everyKeyIsReadFromTheFile() throws {
        let limits: [ConfigurationValue.Entry] = [
            .init("message", .scalar("1 MiB")), .init("depth", .scalar("32")), .init("item", .scalar("5M")),
            .init("items-per-message", .scalar("10")), .init("sessions-per-device", .scalar("1")),
            .init("sessions-per-account", .scalar("2")), .init("idle-session", .scalar("10 min")),
            .init("header-timeout", .scalar("5 s")), .init("body-timeout", .scalar("6")),
            .init("connections", .scalar("7")), .init("items-per-datastore", .scalar("11")),
            .init("requests", .scalar("3 MiB")),
        ]
        let domains: [ConfigurationValue.Entry] = [
            .init(
                "Example.org",
                .map([
                    .init("upstream", .scalar("https://dav.example.org")), .init("auth", .scalar("basic")),
                    .init("enabled", .scalar("off")), .init("local-part", .scalar("yes")),
                ])),
            .init("default", .null),
        ]
        let file = try file([
            .init("listen", .scalar("[::]:99")), .init("upstream", .scalar("http://[::1]:5232/")),
            .init("public-url", .scalar("https://Sync.example.org/phones")), .init("state", .scalar("/var/lib/f")),
            .init("trusted-proxies", .list([.scalar("10.0.0.0/8"), .scalar("::1")])), .init("auth", .scalar("md5")),
            .init("keep-password", .scalar("false")), .init("server-name", .scalar("bridge")),
            .init("time-zone", .scalar("Europe/Prague")), .init("ca-file", .scalar("/ca.pem")),
            .init("log-level", .scalar("debug")), .init("max-message-size", .scalar("50000")),
            .init("max-object-size", .scalar("1 MB")), .init("limits", .map(limits)), .init("domains", .map(domains)),
        ])
        let configuration = try Configuration(layers: [file], version: "1")
        let expected = Settings(
            upstream: "http://[::1]:5232/", publicURL: "https://sync.example.org/phones",
            limits: Limits(
                messageBytes: 1 << 20, depth: 32, itemBytes: 5 << 20, itemsPerMessage: 10,
                itemsPerDatastore: 11, sessionsPerDevice: 1, sessionsPerAccount: 2, idleSessionSeconds: 600,
                headerTimeout: 5, bodyTimeout: 6, connections: 7, requestBytes: 3 << 20),
            authentication: .md5, keepPassword: false, serverName: "bridge", version: "1", maxMessageSize: 50_000,
            maxObjectSize: 1_000_000, timeZone: "Europe/Prague",
            domains: [
                Domain(
                    name: "example.org", upstream: "https://dav.example.org", authentication: .basic, isEnabled: false,
                    usesLocalPart: true), Domain(name: "default"),
            ])
        #expect(configuration.settings == expected)
        #expect(configuration.server.listen == ListenAddress(host: "::", port: 99))
        #expect(configuration.server.trustedProxies.count == 2)
        #expect(configuration.server.caFile == "/ca.pem")
        #expect(configuration.server.logLevel == .debug)
        #expect(configuration.server.state == "/var/lib/f")
    }

    @Test func unknownKeysAreRefusedWithAHint() {
        let wrong: [(ConfigurationValue.Entry, String)] = [
            (.init("upsteam", .scalar("x")), "did you mean upstream?"),
            (.init("public_url", .scalar("x")), "did you mean public-url?"),
            (.init("limits", .map([.init("mesage", .scalar("1"))])), "did you mean limits.message?"),
            (.init("colour", .scalar("x")), "known: listen, upstream"),
        ]
        for (entry, hint) in wrong {
            let error = #expect(throws: ConfigurationError(.unknownKey, "")) { try file([entry]) }
            #expect(error?.reason.contains(hint) == true, "\(error?.reason ?? "")")
        }
        let domain = ConfigurationValue.map([.init("example.org", .map([.init("upstrem", .scalar("x"))]))])
        let error = #expect(throws: ConfigurationError(.unknownKey, "")) {
            try Configuration(layers: [try file([.init("domains", domain)])], version: "")
        }
        #expect(error?.reason.contains("did you mean upstream?") == true)
    }

    @Test(arguments: [
        ("listen", "localhost"), ("listen", "1.2.3.4:70000"), ("upstream", "dav.example.org:8080"),
        ("name-server", "dns.example.org"), ("upstream-hosts", "a/b"),
        ("upstream", "ftp://dav.example.org/"), ("upstream", "https://user:secret@dav.example.org/"),
        ("auth", "digest"),
        ("keep-password", "perhaps"), ("max-message-size", "12"), ("max-object-size", "huge"),
        ("trusted-proxies", "proxy.example.org"), ("log-level", "loud"), ("domains", "example.org"), ("limits", "4"),
    ])
    func badValuesAreRefusedByName(key: String, value: String) {
        let error = #expect(throws: ConfigurationError(.badValue, "")) {
            try Configuration(layers: [try file([.init(key, .scalar(value))])], version: "")
        }
        #expect(error?.reason.contains(key) == true)
        #expect(error?.reason.contains("secret") == false)
    }

    @Test func aRepeatedKeyIsRefused() {
        #expect(throws: ConfigurationError(.badValue, "")) {
            try file([.init("auth", .scalar("md5")), .init("auth", .scalar("basic"))])
        }
    }

    @Test func otherPeoplesVariablesAreLeftAlone() throws {
        let read = try ConfigurationLayer.environment([
            "FOOTBRIDGE_PORT": "tcp://10.0.0.1:80", "FOOTBRIDGE_UPSTEAM": "x", "HOME": "/root",
            "FOOTBRIDGE_LISTEN": "9",
        ]) { _ throws(ConfigurationError) in .null }
        #expect(read.layer.values == [.listen: .scalar("9")])
        #expect(read.warnings == ["variable FOOTBRIDGE_UPSTEAM means nothing; did you mean FOOTBRIDGE_UPSTREAM?"])
    }

    @Test func announcedSizesStayBelowTheLimits() throws {
        let options = options([.message: "8192", .item: "16384"])
        let settings = try Configuration(layers: [options], version: "").settings
        #expect(settings.maxMessageSize == 8192)
        #expect(settings.maxObjectSize == 16384)
    }
}
