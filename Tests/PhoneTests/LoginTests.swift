import Phone
import SyncMLFront
import Testing

@Suite("Authentication") struct LoginTests {
    static let nonce = "Tm9uY2U="  // "Nonce"

    private func challenge(_ type: String = "syncml:auth-md5") -> Challenge {
        Challenge(meta: Meta(format: "b64", type: type, nextNonce: type.hasSuffix("md5") ? LoginTests.nonce : nil))
    }

    private func credential(_ message: Message) -> String? {
        message.header.credential.map { String(decoding: $0.data, as: UTF8.self) }
    }

    @Test(
        "a challenge is answered in the same session",
        arguments: [
            (ProtocolVersion.v10, "UmkqAAZhiQvXXhfaf/u+OQ=="), (.v11, "Zz6EivR3yeaaENcRN6lpAQ=="),
            (.v12, "Zz6EivR3yeaaENcRN6lpAQ=="),
        ]) func sameSession(version: ProtocolVersion, digest: String) throws
    {
        var talk = Conversation(phone(version: version, authentication: .md5))
        try talk.start()
        #expect(credential(talk.newest) != nil)
        try talk.reply(header: 401, challenge: challenge())
        #expect(talk.newest.header.sessionID == "1")
        #expect(talk.newest.header.messageID == "2")
        #expect(talk.newest.names == ["Status", "Put", "Get", "Alert"])
        #expect(talk.newest.codes("SyncHdr") == [200])
        #expect(credential(talk.newest) == digest)
        #expect(talk.newest.header.credential?.type == "syncml:auth-md5")
        try talk.replyToOpening()
        #expect(talk.newest.header.credential == nil)
        try talk.reply()
        try talk.reply()
        #expect(try #require(talk.report).isSuccess)
        #expect(talk.session.store.memory.nonce == LoginTests.nonce)
    }

    @Test("or in a new session, without the Put") func newSession() throws {
        var configuration = phone(authentication: .md5, habits: .syncEvolution)
        configuration.user = "Bruce2"
        var talk = Conversation(configuration)
        try talk.start()
        try talk.reply(header: 401, challenge: challenge(), edit: { $0.header.respURI = "http://other.example/x" })
        #expect(talk.newest.header.sessionID == "2")
        #expect(talk.newest.header.messageID == "1")
        #expect(talk.newest.names == ["Get", "Alert"])
        #expect(talk.outgoing[1].url == "http://server.example/syncml")
        #expect(credential(talk.newest) == "Zz6EivR3yeaaENcRN6lpAQ==")
        #expect(talk.session.store.memory.sessions == 2)
    }

    @Test("the nonce of a 212 serves the next session") func nextNonce() throws {
        var talk = Conversation(phone(authentication: .md5))
        try talk.start()
        let digestWithoutNonce = credential(talk.newest)
        try talk.reply(header: 212, challenge: challenge())
        var again = Conversation(phone(authentication: .md5), store: talk.session.store)
        try again.start()
        #expect(credential(again.newest) == "Zz6EivR3yeaaENcRN6lpAQ==")
        #expect(credential(again.newest) != digestWithoutNonce)
    }

    @Test("200 means credentials in every message") func everyMessage() throws {
        var talk = Conversation(phone())
        try talk.start()
        try talk.reply(header: 200)
        #expect(credential(talk.newest) == "QnJ1Y2UyOk9oQmVoYXZl")
    }

    @Test("the way the server asks for is taken, now and next time") func otherWay() throws {
        var talk = Conversation(phone(authentication: .md5))
        try talk.start()
        try talk.reply(header: 401, challenge: challenge("syncml:auth-basic"))
        #expect(credential(talk.newest) == "QnJ1Y2UyOk9oQmVoYXZl")
        var again = Conversation(phone(authentication: .md5), store: talk.session.store)
        try again.start()
        #expect(again.newest.header.credential?.type == "syncml:auth-basic")
    }

    @Test("wrong passwords end the session", arguments: [false, true]) func refused(_ challenged: Bool) throws {
        var talk = Conversation(phone())
        try talk.start()
        try talk.reply(header: 401, challenge: challenged ? challenge("syncml:auth-basic") : nil)
        let failure = try #require(talk.failure)
        #expect(failure.code == .unauthorized)
        #expect(failure.status == 401)
        #expect(talk.session.store.memory.lastReport?.failure == failure)
    }

    @Test("a second challenge is one too many") func twice() throws {
        var talk = Conversation(phone(authentication: .md5))
        try talk.start()
        try talk.reply(header: 401, challenge: challenge())
        try talk.reply(header: 401, challenge: challenge())
        #expect(talk.failure?.code == .unauthorized)
    }

    @Test("a phone that sends nothing first answers 407 without Chal with basic") func missing() throws {
        var talk = Conversation(phone { $0.credentialsAtOnce = false })
        try talk.start()
        #expect(credential(talk.newest) == nil)
        try talk.reply(header: 407)
        #expect(credential(talk.newest) == "QnJ1Y2UyOk9oQmVoYXZl")
    }

    @Test("a way no phone knows is refused by name") func unknownWay() throws {
        var talk = Conversation(phone())
        try talk.start()
        try talk.reply(header: 407, challenge: challenge("syncml:auth-MAC"))
        #expect(talk.failure?.reason.contains("auth-MAC") == true)
    }

    @Test("the digest may be sixteen raw bytes in WBXML") func raw() throws {
        var habits = PhoneHabits()
        habits.rawDigest = true
        var talk = Conversation(phone(encoding: .wbxml, authentication: .md5, habits: habits))
        try talk.start()
        #expect(talk.newest.header.credential?.data.count == 16)
    }

    @Test("credentials may sit in the Alert", arguments: [PhoneHabits.CredentialPlace.alert, .both])
    func inAlert(place: PhoneHabits.CredentialPlace) throws {
        var talk = Conversation(phone { $0.credentials = place })
        try talk.start()
        #expect((talk.newest.header.credential != nil) == (place == .both))
        #expect(talk.newest.alerts[0].credential?.type == "syncml:auth-basic")
    }

    @Test("a phone may leave its commands to the first message") func notRepeated() throws {
        var talk = Conversation(phone { $0.repeatsCommandsAfterChallenge = false })
        try talk.start()
        let first = talk.newest
        try talk.reply(header: 407, challenge: challenge())
        #expect(talk.newest.names == ["Status"])
        #expect(talk.newest.isFinal)
        // The server takes the commands of message 1 now, and answers them there.
        try talk.reply(
            header: 212,
            [
                .status(Status(commandID: "x", messageRef: "1", commandRef: "3", command: "Alert", code: 404))
            ])
        #expect(first.alerts[0].commandID == "3")
        #expect(talk.session.report.stores[0].status == 404)
    }
}
