import Bridge
import DAVClient
import Mapping
import Testing

/// Accounts with device passwords of their own.
@Suite struct StoredAccountTests {
    private func world(_ password: String? = "secret") async throws -> AccountWorld {
        let world = try AccountWorld()
        if password == nil { world.upstream.set(.open) }
        _ = try await world.administration().add(
            .init(name: "Phone", user: password == nil ? nil : "ann", password: password, devicePassword: "adgj"))
        return world
    }

    @Test func theDevicePasswordOpensWithoutAskingUpstream() async throws {
        let world = try await world()
        let directory = world.directory()
        let before = world.upstream.attempts.count
        let account = try #require(await directory.signIn(user: "phone", password: "adgj").account)
        #expect(await directory.signIn(user: "phone", password: "secret") == .rejected)
        #expect(await directory.signIn(user: "phone", password: "adg") == .rejected)
        #expect(world.upstream.attempts.count == before)
        #expect(directory.digestPasswords(of: "PHONE") == .known(account, ["adgj"]))
        #expect(directory.challenge(for: "phone") == .md5)
        #expect(try directory.upstreamCredentials(of: account) == HTTPCredentials(user: "ann", password: "secret"))
    }

    @Test func aServerWithoutAuthenticationNeedsNoCredentials() async throws {
        let world = try await world(nil)
        let account = try #require(try world.account("phone"))
        #expect(try world.directory().upstreamCredentials(of: account) == nil)
    }

    @Test func anyOfSeveralDevicePasswordsWillDo() async throws {
        let world = try await world()
        let made = try #require(try world.administration().setDevicePassword("phone", nil, besideOthers: true))
        let directory = world.directory()
        #expect(await directory.signIn(user: "phone", password: made).account != nil)
        #expect(await directory.signIn(user: "phone", password: "adgj").account != nil)
        guard case .known(_, let passwords) = directory.digestPasswords(of: "phone") else {
            Issue.record("no passwords")
            return
        }
        #expect(passwords == ["adgj", made])
        #expect(try world.administration().setDevicePassword("phone", "mptw") == nil)
        #expect(await directory.signIn(user: "phone", password: made) == .rejected)
        #expect(await directory.signIn(user: "phone", password: "mptw").account != nil)
    }

    @Test func aDisabledAccountSaysSoOnlyToWhoKnowsThePassword() async throws {
        let world = try await world()
        try world.administration().enable("phone", false)
        #expect(await world.directory().signIn(user: "phone", password: "adgj") == .disabled)
        #expect(await world.directory().signIn(user: "phone", password: "nope") == .rejected)
        #expect(world.directory().digestPasswords(of: "phone") == .disabled)
    }

    @Test func policiesForbidTheOtherWay() async throws {
        let world = try await world()
        try world.administration().set("phone", ["auth=md5"])
        #expect(await world.directory().signIn(user: "phone", password: "adgj") == .rejected)
        #expect(world.directory().challenge(for: "phone") == .md5)
        try world.administration().set("phone", ["auth=basic"])
        #expect(world.directory().challenge(for: "phone") == .basic)
        let account = try #require(try world.account("phone"))
        #expect(world.directory().digestPasswords(of: "phone") == .noPassword(account))
        try world.administration().set("phone", ["auth="])
        #expect(world.directory(Settings(authentication: .basic)).challenge(for: "phone") == .basic)
    }

    @Test func aRefusedStoredPasswordRestsForAnHour() async throws {
        let world = try await world()
        let directory = world.directory()
        directory.passwordRefused(account: try #require(try world.account("phone")))
        var account = try #require(try world.account("phone"))
        #expect(throws: SecretError(.refused, "")) { try directory.upstreamCredentials(of: account) }
        world.clock.advance(3600)
        #expect(try directory.upstreamCredentials(of: account) != nil)
        world.clock.advance(-3600)
        try await world.administration().setUpstreamPassword("phone", "secret")
        account = try #require(try world.account("phone"))
        #expect(try directory.upstreamCredentials(of: account) != nil)
    }

    @Test func anotherKeyFileIsNoticed() async throws {
        let world = try await world()
        var dependencies = world.dependencies
        dependencies.secrets = SecretBox(key: Array(repeating: 7, count: 32))
        let directory = AccountDirectory(settings: Settings(), dependencies: dependencies)
        let account = try #require(try world.account("phone"))
        #expect(throws: SecretError(.unreadable, "")) { try directory.upstreamCredentials(of: account) }
        #expect(await directory.signIn(user: "phone", password: "adgj") == .unavailable(retryAfter: nil))
    }
}
