import Bridge
import DAVClient
import Mapping
import Testing

/// Users whose password is upstream's.
@Suite struct PassThroughTests {
    @Test func aGoodLoginEnrolsAndKeepsThePasswordSealed() async throws {
        let world = try AccountWorld()
        let directory = world.directory()
        let account = try #require(await directory.signIn(user: "ann", password: "secret").account)
        #expect(account.kind == .passThrough)
        #expect(account.upstreamURL == AccountWorld.url)
        let sealed = try #require(try world.account("ANN")?.sealedPassword)
        #expect(!sealed.elementsEqual("secret".utf8))
        #expect(try world.dependencies.secrets.open(sealed) == Array("secret".utf8))
        #expect(try directory.upstreamCredentials(of: account) == HTTPCredentials(user: "ann", password: "secret"))
        #expect(directory.digestPasswords(of: "ann") == .known(account, ["secret"]))
        #expect(directory.challenge(for: "ann") == .md5)
        #expect(try world.dependencies.store.read { try $0.entries(limit: 9) }.map(\.action) == [.login])
    }

    @Test func beforeTheFirstLoginThereIsNoPasswordForADigest() throws {
        let directory = try AccountWorld().directory()
        #expect(directory.digestPasswords(of: "ann") == .unknownUser)
        #expect(directory.challenge(for: "ann") == .basic)
        #expect(directory.challenge(for: nil) == .basic)
    }

    @Test func enrolmentProbesWithAnotherPasswordAndLaterLoginsDoNot() async throws {
        let world = try AccountWorld()
        let directory = world.directory()
        _ = await directory.signIn(user: "ann", password: "secret")
        let passwords = world.upstream.attempts.map { $0?.password }
        #expect(passwords.count == 2)
        #expect(passwords.first == "secret")
        #expect(passwords.last != "secret")
        _ = await directory.signIn(user: "ann", password: "secret")
        #expect(world.upstream.attempts.count == 3)
    }

    @Test func aServerThatTakesAnyPasswordEnrolsNobody() async throws {
        let world = try AccountWorld()
        world.upstream.set(.open)
        #expect(await world.directory().signIn(user: "ann", password: "secret") == .rejected)
        #expect(try world.account("ann") == nil)
    }

    @Test func aServerThatLostItsPasswordsLetsNoOtherPasswordIn() async throws {
        let world = try AccountWorld()
        let directory = world.directory()
        _ = await directory.signIn(user: "ann", password: "secret")
        world.upstream.set(.open)
        #expect(await directory.signIn(user: "ann", password: "other") == .rejected)
        #expect(await directory.signIn(user: "ann", password: "secret").account != nil)
    }

    @Test func aRefusedPasswordIsNotTriedAgainForAnHour() async throws {
        let world = try AccountWorld()
        let directory = world.directory()
        #expect(await directory.signIn(user: "ann", password: "wrong") == .rejected)
        #expect(world.upstream.attempts.count == 1)
        world.clock.advance(3599)
        #expect(await directory.signIn(user: "ANN", password: "wrong") == .rejected)
        #expect(world.upstream.attempts.count == 1)
        #expect(await directory.signIn(user: "ann", password: "wrong2") == .rejected)
        #expect(world.upstream.attempts.count == 2)
        world.clock.advance(2)
        #expect(await directory.signIn(user: "ann", password: "wrong") == .rejected)
        #expect(world.upstream.attempts.count == 3)
        #expect(await directory.signIn(user: "ann", password: "secret").account != nil)
    }

    @Test func theMemoryOfRefusalsIsBounded() async throws {
        let world = try AccountWorld()
        let directory = world.directory()
        for number in 0..<4200 {
            _ = await directory.signIn(user: "ann", password: "wrong\(number)")
            world.clock.advance(number % 100 == 0 ? 1 : 0)
        }
        #expect(world.upstream.attempts.count == 4200)
        _ = await directory.signIn(user: "ann", password: "wrong4199")
        #expect(world.upstream.attempts.count == 4200)
        _ = await directory.signIn(user: "ann", password: "wrong0")
        #expect(world.upstream.attempts.count == 4201)
    }

    @Test func aBusyServerIsLeftAloneAsLongAsItAsks() async throws {
        let world = try AccountWorld()
        let directory = world.directory()
        world.upstream.set(.busy(120))
        #expect(await directory.signIn(user: "ann", password: "secret") == .unavailable(retryAfter: 120))
        world.upstream.set(.strict)
        world.clock.advance(100)
        #expect(await directory.signIn(user: "ann", password: "secret") == .unavailable(retryAfter: 20))
        #expect(world.upstream.attempts.count == 1)
        world.clock.advance(20)
        #expect(await directory.signIn(user: "ann", password: "secret").account != nil)
    }

    @Test func aServerThatIsDownRefusesNobody() async throws {
        let world = try AccountWorld()
        world.upstream.set(.down)
        let directory = world.directory()
        #expect(await directory.signIn(user: "ann", password: "secret") == .unavailable(retryAfter: nil))
        world.upstream.set(.strict)
        #expect(await directory.signIn(user: "ann", password: "secret").account != nil)
    }

    @Test func whileTheServerIsDownTheKeptPasswordIsGoodForAnAccountThatQueues() async throws {
        let world = try AccountWorld()
        let directory = world.directory()
        var account = try #require(await directory.signIn(user: "ann", password: "secret").account)
        world.upstream.set(.down)
        #expect(await directory.signIn(user: "ann", password: "secret") == .unavailable(retryAfter: nil))
        account.settings["offline"] = "queue"
        try world.dependencies.store.write { [account] in try $0.update(account) }
        #expect(await directory.signIn(user: "ANN", password: "secret").account?.id == account.id)
        #expect(await directory.signIn(user: "ann", password: "other") == .unavailable(retryAfter: nil))
        #expect(await directory.signIn(user: "ben", password: "secret") == .unavailable(retryAfter: nil))
        directory.passwordRefused(account: account)
        #expect(await directory.signIn(user: "ann", password: "secret") == .unavailable(retryAfter: nil))
    }

    @Test func aNewPasswordUpstreamReplacesTheKeptOne() async throws {
        let world = try AccountWorld()
        let directory = world.directory()
        let account = try #require(await directory.signIn(user: "ann", password: "secret").account)
        world.upstream.set(password: "newer", of: "ann")
        directory.passwordRefused(account: account)
        let stale = try #require(try world.account("ann"))
        #expect(directory.digestPasswords(of: "ann") == .noPassword(stale))
        #expect(directory.challenge(for: "ann") == .basic)
        #expect(throws: SecretError(.refused, "")) { try directory.upstreamCredentials(of: stale) }

        let renewed = try #require(await directory.signIn(user: "ann", password: "newer").account)
        #expect(directory.digestPasswords(of: "ann") == .known(renewed, ["newer"]))
        #expect(try directory.upstreamCredentials(of: renewed)?.password == "newer")
        #expect(directory.challenge(for: "ann") == .md5)
    }

    @Test func anOldRefusalDoesNotSpoilANewerPassword() async throws {
        let world = try AccountWorld()
        let directory = world.directory()
        let old = try #require(await directory.signIn(user: "ann", password: "secret").account)
        world.upstream.set(password: "newer", of: "ann")
        _ = await directory.signIn(user: "ann", password: "newer")
        directory.passwordRefused(account: old)
        #expect(directory.challenge(for: "ann") == .md5)
    }

    @Test func withoutKeepingPasswordsTheSessionStillHasOne() async throws {
        let world = try AccountWorld()
        let directory = world.directory(Settings(upstream: AccountWorld.url, keepPassword: false))
        let account = try #require(await directory.signIn(user: "ann", password: "secret").account)
        #expect(account.sealedPassword == nil)
        #expect(directory.digestPasswords(of: "ann") == .noPassword(account))
        #expect(directory.challenge(for: "ann") == .basic)
        #expect(try directory.upstreamCredentials(of: account)?.password == "secret")
        world.clock.advance(3601)
        #expect(throws: SecretError(.missing, "")) { try directory.upstreamCredentials(of: account) }
        #expect(throws: SecretError(.missing, "")) {
            try world.directory(Settings(keepPassword: false)).upstreamCredentials(of: account)
        }
    }

    @Test func withoutKeepingPasswordsAServerThatLostItsPasswordsIsStillNoticed() async throws {
        let world = try AccountWorld()
        let directory = world.directory(Settings(upstream: AccountWorld.url, keepPassword: false))
        _ = await directory.signIn(user: "ann", password: "secret")
        _ = await directory.signIn(user: "ann", password: "secret")
        #expect(world.upstream.attempts.count == 3)
        world.upstream.set(.open)
        #expect(await directory.signIn(user: "ann", password: "other") == .rejected)
    }

    @Test func domainsDecideWhereAndWhether() async throws {
        let world = try AccountWorld(users: ["bob": "secret", "bob@b.example": "secret"])
        let settings = Settings(domains: [
            Domain(name: "a.example", upstream: "https://a.example/", usesLocalPart: true),
            Domain(name: "b.example", upstream: "https://b.example/", isEnabled: false),
        ])
        let directory = world.directory(settings)
        let account = try #require(await directory.signIn(user: "bob@a.example", password: "secret").account)
        #expect(account.upstreamUser == "bob")
        #expect(account.upstreamURL == "https://a.example/")
        #expect(await directory.signIn(user: "bob@b.example", password: "secret") == .disabled)
        #expect(directory.digestPasswords(of: "bob@b.example") == .disabled)
        #expect(await directory.signIn(user: "bob", password: "secret") == .noUpstream)
    }

    @Test(arguments: ["", " ann", "a:b", "a\u{7}b", String(repeating: "x", count: 256)])
    func impossibleNamesAreNotTried(name: String) async throws {
        let world = try AccountWorld(users: [name: "secret"])
        #expect(await world.directory().signIn(user: name, password: "secret") == .rejected)
        #expect(world.upstream.attempts.isEmpty)
    }

    @Test func anEmptyPasswordIsNotTried() async throws {
        let world = try AccountWorld(users: ["ann": ""])
        #expect(await world.directory().signIn(user: "ann", password: "") == .rejected)
        #expect(world.upstream.attempts.isEmpty)
    }

    @Test func manyFirstLoginsAtOnceMakeOneAccount() async throws {
        let world = try AccountWorld()
        let directory = world.directory()
        await withTaskGroup(of: SignIn.self) { group in
            for _ in 0..<8 { group.addTask { await directory.signIn(user: "ann", password: "secret") } }
            for await result in group { #expect(result.account != nil) }
        }
        #expect(try world.dependencies.store.read { try $0.accounts() }.count == 1)
    }
}
