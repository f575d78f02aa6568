import Bridge
import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("Who may come in")
struct AccessTests {
    private func md5(_ nonce: [UInt8], _ password: String = "secret", version: ProtocolVersion = .v12) -> Credential {
        .md5(user: "alice", password: password, nonce: nonce, version: version)
    }

    private func nonce(_ answer: Talker.Answer) -> [UInt8]? {
        answer.challenge?.meta.nextNonce.flatMap { Base64.decode(Array($0.utf8)) }
    }

    @Test("Basic enrols a pass-through account once", arguments: ProtocolVersion.allCases, WireEncoding.allCases)
    func basic(version: ProtocolVersion, encoding: WireEncoding) async throws {
        let world = try World()
        var talker = Talker(world, version: version, encoding: encoding)
        let answer = await talker.say([Talker.alert(200)])
        #expect(answer.header == 212)
        #expect(answer.codes("Alert") == [508])
        #expect(answer.alerts == [201])
        let next = await talker.say(Talker.statuses(for: answer))
        #expect(next.header == 200)
        #expect(try world.store.read { try $0.accounts().map(\.name) } == ["alice"])
    }

    @Test("A wrong password, no password, an unknown user: a challenge, and nothing is kept")
    func refused() async throws {
        let world = try World()
        var talker = Talker(world)
        talker.credential = .basic(user: "alice", password: "wrong")
        let wrong = await talker.say([Talker.alert(200)])
        #expect(wrong.http == 200 && wrong.header == 401 && wrong.codes("Alert") == [401])
        #expect(wrong.challenge?.scheme == .basic)
        talker.begin("2")
        talker.credential = nil
        let none = await talker.say([Talker.alert(200)])
        #expect(none.header == 407 && none.codes("Alert") == [407])
        #expect(none.challenge?.scheme != nil)
        talker.begin("3")
        talker.credential = .basic(user: "mallory", password: "secret")
        #expect(await talker.say([Talker.alert(200)]).header == 401)
        #expect(try world.store.read { try $0.accounts().count } == 0)
        #expect(try world.store.read { try $0.openSessions().count } == 0)
        talker.begin("4")
        talker.credential = .basic(user: "alice", password: "secret")
        #expect(await talker.say([Talker.alert(200)]).header == 212)
    }

    @Test("Cred in the Alert counts (Sony Ericsson)")
    func inAlert() async throws {
        let world = try World()
        var talker = Talker(world)
        talker.credential = nil
        guard case .alert(var alert) = Talker.alert(200) else { return }
        alert.credential = .basic(user: "alice", password: "secret")
        #expect(await talker.say([.alert(alert)]).header == 212)
    }

    @Test(
        "MD5: challenged for Basic first, then with nonces that are kept", arguments: [ProtocolVersion.v10, .v11, .v12])
    func digest(version: ProtocolVersion) async throws {
        let world = try World()
        var talker = Talker(world, version: version)
        talker.credential = md5([], version: version)
        let unknown = await talker.say([Talker.alert(200)])
        #expect(unknown.header == 401 && unknown.challenge?.scheme == .basic)
        talker.credential = .basic(user: "alice", password: "secret")
        #expect(await talker.say([Talker.alert(200)]).header == 212)

        // The password is known now: a device that never got a nonce hashes with an empty one.
        talker.begin("2")
        talker.credential = md5([], version: version)
        let first = await talker.say([Talker.alert(200, id: "2")])
        #expect(first.header == 212)
        let kept = try #require(nonce(first))
        talker.begin("3")
        talker.credential = md5(kept, "wrong", version: version)
        let wrong = await talker.say([Talker.alert(200)])
        #expect(wrong.header == 401 && wrong.challenge?.scheme == .md5)
        talker.begin("4")
        talker.credential = md5(kept, version: version)
        let second = await talker.say([Talker.alert(200)])
        #expect(second.header == 212)
        #expect(nonce(second) != nil && nonce(second) != kept)

        // A lost nonce: the challenge carries another one that works.
        talker.begin("5")
        talker.credential = md5([1, 2, 3], version: version)
        let lost = await talker.say([Talker.alert(200)])
        #expect(lost.header == 401)
        talker.credential = md5(try #require(nonce(lost)), version: version)
        #expect(await talker.say([Talker.alert(200)]).header == 212)
    }

    @Test("Simulated phones sign in by themselves", arguments: [AuthenticationScheme.basic, .md5], [true, false])
    func phones(scheme: AuthenticationScheme, atOnce: Bool) async throws {
        var scene = try Scene {
            $0.authentication = scheme
            $0.habits.credentialsAtOnce = atOnce
        }
        scene.world.put("anna", Sample(.contact, "Anna Adler", "+49 1001"))
        for _ in 0..<3 {
            let report = try await scene.phone.sync()
            #expect(report.isSuccess, "\(report.table)")
        }
        #expect(scene.phone.essences(.contact) == ["Anna Adler|+49 1001"])
    }

    @Test("A stored account has a device password of its own")
    func stored() async throws {
        let world = try World()
        _ = try await world.administration.add(
            .init(name: "Phone", user: "alice", password: "secret", devicePassword: "adgj"))
        var talker = Talker(world)
        talker.userName = "Phone"
        talker.credential = .basic(user: "Phone", password: "secret")
        #expect(await talker.say([Talker.alert(200)]).header == 401)
        talker.credential = .basic(user: "Phone", password: "adgj")
        #expect(await talker.say([Talker.alert(200)]).header == 212)
        talker.begin("2")
        talker.credential = .md5(user: "Phone", password: "adgj", nonce: [], version: .v12)
        let answer = await talker.say([Talker.alert(200)])
        #expect(answer.header == 212 && nonce(answer) != nil)
        try world.administration.enable("Phone", false)
        talker.begin("3")
        talker.credential = .basic(user: "Phone", password: "adgj")
        #expect(await talker.say([Talker.alert(200)]).header == 403)
    }

    @Test("Upstream away: 503 for the Alert, and no slow sync afterwards")
    func upstreamAway() async throws {
        var scene = try Scene()
        let anna = Sample(.contact, "Anna Adler", "+49 1001")
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        scene.phone.edit("own-1", Sample(.contact, "Paula Peters", "+49 2001"))
        for fault in [Fault.status(503, retryAfter: 60), .lostRequest, .status(500)] {
            scene.world.server.setFault { _ in fault }
            let report = try? await scene.phone.sync()
            if let report { #expect(report.stores.allSatisfy { $0.status == 503 }, "\(report.table)") }
        }
        scene.world.server.setFault(nil)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(report.stores.allSatisfy { $0.used == 200 })
        #expect(scene.world.essences(of: scene.world.contacts).count == 2)
    }

    @Test(
        "Dead tokens upstream never make a slow sync",
        arguments: [
            ServerBehaviour.DeadToken.forbidden, .preconditionFailed, .serverError, .listsEverything,
        ])
    func deadTokens(dead: ServerBehaviour.DeadToken) async throws {
        var behaviour = ServerBehaviour.honest
        behaviour.deadToken = dead
        let world = try World(behaviour: behaviour)
        var phone = SimulatedPhone(world, id: "phone-1")
        for sample in Scene.shared(.contact) { world.put(sample.title.lowercased().replacing(" ", with: "-"), sample) }
        _ = try await phone.sync()
        world.server.expireTokens()
        let quiet = try await phone.sync()
        #expect(quiet.isSuccess && Scene.moved(quiet) == 0, "\(quiet.table)")
        world.server.expireTokens()
        world.delete(.contact, "anna-adler")
        world.put("boris-brandt", Sample(.contact, "Boris Brandt", "+49 5"))
        let report = try await phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(report.stores.allSatisfy { $0.used == 200 })
        #expect(phone.essences(.contact) == world.essences(of: world.contacts))
        #expect(phone.essences(.contact).count == 3)
    }
}
