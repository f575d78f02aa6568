import Bridge
import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("A wrong credential is challenged once")
struct ChallengeTests {
    /// What a device comes with, under a policy.
    struct Case: Sendable, CustomStringConvertible {
        let policy: AuthenticationPolicy
        let wrong: AuthenticationScheme
        let challenge: AuthenticationScheme
        var description: String { "\(policy), \(wrong) first" }
    }

    static let cases: [Case] = [
        Case(policy: .basic, wrong: .md5, challenge: .basic), Case(policy: .md5, wrong: .basic, challenge: .md5),
        Case(policy: .basic, wrong: .basic, challenge: .basic), Case(policy: .md5, wrong: .md5, challenge: .md5),
        Case(policy: .basicOrMD5, wrong: .basic, challenge: .md5),
        Case(policy: .basicOrMD5, wrong: .md5, challenge: .md5),
    ]

    private func credential(_ scheme: AuthenticationScheme, _ password: String, nonce: [UInt8] = [9]) -> Credential {
        switch scheme {
        case .basic: .basic(user: "phone", password: password)
        case .md5: .md5(user: "phone", password: password, nonce: nonce, version: .v12)
        }
    }

    private func nonce(_ answer: Talker.Answer) -> [UInt8] {
        answer.challenge?.meta.nextNonce.flatMap { Base64.decode(Array($0.utf8)) } ?? []
    }

    /// A world with an account under a policy, and a device of it. The wrong scheme comes with the right password.
    private func scene(_ one: Case) async throws -> Talker {
        let world = try World { $0.authentication = one.policy }
        _ = try await world.administration.add(
            .init(name: "phone", user: "alice", password: "secret", devicePassword: "adgj"))
        var talker = Talker(world)
        talker.userName = "phone"
        talker.credential = credential(
            one.wrong, one.wrong == one.challenge || one.policy == .basicOrMD5 ? "no" : "adgj")
        return talker
    }

    @Test("For the right scheme, and what answers it well comes in", arguments: cases)
    func answered(one: Case) async throws {
        var talker = try await scene(one)
        let first = await talker.say([Talker.alert(200)])
        #expect(first.header == 401 && first.challenge?.scheme == one.challenge)
        talker.credential = credential(one.challenge, "adgj", nonce: nonce(first))
        #expect(await talker.say([Talker.alert(200)]).header == 212)
    }

    @Test("The second wrong one of a session is refused, and the next session is challenged again", arguments: cases)
    func refused(one: Case) async throws {
        var talker = try await scene(one)
        #expect(await talker.say([Talker.alert(200)]).challenge != nil)
        for _ in 0..<2 {
            let again = await talker.say([Talker.alert(200)])
            #expect(again.header == 401 && again.challenge == nil)
        }
        for session in ["2", "1"] {
            talker.begin(session)
            let anew = await talker.say([Talker.alert(200)])
            #expect(anew.header == 401 && anew.challenge?.scheme == one.challenge)
        }
        let first = await talker.say([Talker.alert(200)])
        #expect(first.challenge == nil)
        talker.begin("3")
        let challenge = await talker.say([Talker.alert(200)])
        talker.credential = credential(one.challenge, "adgj", nonce: nonce(challenge))
        #expect(await talker.say([Talker.alert(200)]).header == 212)
    }

    @Test("Nothing at all is challenged as often as it comes")
    func nothing() async throws {
        var talker = try await scene(Self.cases[0])
        talker.credential = nil
        for _ in 0..<3 {
            let answer = await talker.say([Talker.alert(200)])
            #expect(answer.header == 407 && answer.challenge?.scheme == .basic)
        }
    }

    @Test(
        "What the challenged message asked for is done when its device proves itself and says nothing more",
        arguments: ProtocolVersion.allCases, [AuthenticationScheme.basic, .md5])
    func notRepeated(version: ProtocolVersion, scheme: AuthenticationScheme) async throws {
        var scene = try Scene(version: version) {
            $0.authentication = scheme
            $0.habits.credentialsAtOnce = false
            $0.habits.repeatsCommandsAfterChallenge = false
        }
        scene.world.put("anna", Sample(.contact, "Anna Adler", "+49 1001"))
        scene.phone.edit("own", Sample(.contact, "Boris Brandt", "+49 1002"))
        for _ in 0..<2 {
            let report = try await scene.phone.sync()
            #expect(report.isSuccess, "\(report.table)")
        }
        #expect(scene.phone.essences(.contact).count == 2)
        #expect(scene.world.essences(of: scene.world.contacts).count == 2)
    }

    @Test("What another session or device asked for is not done, nor what came long ago")
    func notOfOthers() async throws {
        for change in 0..<3 {
            let world = try World()
            var talker = Talker(world)
            talker.credential = nil
            _ = await talker.say([Talker.alert(200)])
            switch change {
            case 0: talker.session = "2"
            case 1: talker.device = "another"
            default: world.clock.advance(301)
            }
            talker.credential = .basic(user: "alice", password: "secret")
            talker.followsRespURI = false
            let answer = await talker.say([])
            #expect(answer.header == 212 && answer.codes("Alert").isEmpty && answer.alerts.isEmpty)
        }
    }

    @Test("Other devices and addresses are not meant")
    func others() async throws {
        var talker = try await scene(Self.cases[0])
        _ = await talker.say([Talker.alert(200)])
        talker.device = "another"
        #expect(await talker.say([Talker.alert(200)]).challenge != nil)
    }
}
