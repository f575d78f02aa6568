import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("Replies that are wrong") struct BadReplyTests {
    private func session() -> PhoneSession<MemoryStore> {
        var session = PhoneSession(phone(), store: memoryStore(), environment: PhoneEnvironment(now: 0))
        _ = session.start()
        return session
    }

    private func code(_ step: PhoneStep) -> PhoneError.Code? {
        if case .failed(let error) = step { return error.code }
        return nil
    }

    private static let xml = "application/vnd.syncml+xml"

    @Test("another HTTP status, with the server's sentence") func http() {
        var session = session()
        let step = session.receive(Array("no such path\n".utf8), contentType: "text/plain", httpStatus: 404)
        #expect(code(step) == .http)
        #expect(session.report.failure?.status == 404)
        #expect(session.report.failure?.sentence == "the server answered with HTTP 404: no such path")
    }

    @Test(
        "another type or other content",
        arguments: [
            ("<SyncML/>", "text/html"), ("<SyncML/>", "application/vnd.syncml+wbxml"), ("<SyncML/>", xml), ("", xml),
            ("not xml", xml), ("<html><body/></html>", xml), ("<SyncML><SyncHdr/>", xml),
        ]) func content(body: String, type: String)
    {
        var session = session()
        #expect(code(session.receive(Array(body.utf8), contentType: type, httpStatus: 200)) == .badReply)
        #expect(code(session.receive([], contentType: type, httpStatus: 200)) == .misuse)
    }

    @Test("another session's reply") func otherSession() throws {
        var talk = Conversation(phone())
        try talk.start()
        try talk.reply(header: 212, edit: { $0.header.sessionID = "99" })
        #expect(talk.failure?.code == .badReply)
    }

    @Test("a reply larger than announced") func tooLarge() throws {
        var talk = Conversation(phone(maxMessageSize: 2_000), store: try syncedStore())
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([Say.sync("contacts", [Say.add("1", String(repeating: "x", count: 2_000))])])
        #expect(talk.failure?.code == .badReply)
        #expect(talk.failure?.reason.contains("this phone takes 2000") == true)
    }

    @Test("an error status for the header", arguments: [400, 403, 500, 503, 505, 513]) func header(status: Int) throws {
        var talk = Conversation(phone())
        try talk.start()
        try talk.reply(header: status)
        #expect(talk.failure?.code == .refused)
        #expect(talk.failure?.status == status)
    }

    @Test("a server that never comes to an end") func stalled() throws {
        var talk = Conversation(phone(), store: try syncedStore())
        try talk.start()
        try talk.replyToOpening()
        for _ in 0..<100 where talk.failure == nil { try talk.reply(isFinal: false) }
        #expect(talk.failure?.code == .stalled)
    }

    @Test("items outside a Sync, for an unknown store, without a name") func misplaced() throws {
        var talk = Conversation(phone(), store: try syncedStore())
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([
            Say.add("1", "x"), Say.sync("elsewhere", [Say.add("2", "x")]),
            Say.sync(
                "contacts",
                [
                    Say.add("", "x"), Say.delete(""), Say.add("123456789012345678901234567890123", "x"),
                    .atomic(Group(commandID: "x", commands: [Say.delete("1")])),
                    .copy(ItemCommand(commandID: "x", items: [Item(target: Location(uri: "1"))])),
                ]),
        ])
        #expect(talk.newest.codes("Sync") == [404, 200])
        #expect(talk.newest.codes("Add") == [405, 404, 412, 414])
        #expect(talk.newest.codes("Delete") == [412, 200])
        #expect(talk.newest.codes("Atomic") == [200])
        #expect(talk.newest.codes("Copy") == [406])
        #expect(talk.session.store["contacts", "1"] == nil)
    }

    @Test("a session is started once") func twice() {
        var session = session()
        #expect(code(session.start()) == .misuse)
    }
}
