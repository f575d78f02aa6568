import Markup
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// One session played against replies written by hand.
struct Conversation: CustomTestStringConvertible {
    var session: PhoneSession<MemoryStore>
    let configuration: PhoneConfiguration
    /// The phone's messages, decoded.
    private(set) var sent: [Message] = []
    /// The phone's messages as they went out.
    private(set) var outgoing: [Outgoing] = []
    private(set) var last: PhoneStep?
    private var serverMessage = 0

    init(
        _ configuration: PhoneConfiguration, store: MemoryStore = MemoryStore(), modes: [String: SyncMode]? = nil,
        now: Int64 = 1_795_224_027
    ) {
        self.configuration = configuration
        session = PhoneSession(
            configuration, store: store, modes: modes, environment: PhoneEnvironment(now: now))
    }

    var testDescription: String { "a conversation of \(sent.count) messages" }

    /// The phone's newest message.
    var newest: Message { sent[sent.count - 1] }

    /// The report, once the session is over.
    var report: PhoneReport? {
        if case .finished(let report) = last { return report }
        return nil
    }

    /// Why the session failed.
    var failure: PhoneError? {
        if case .failed(let error) = last { return error }
        return nil
    }

    @discardableResult mutating func start() throws -> Message {
        try take(session.start())
        return newest
    }

    /// Answers the newest message: header status, one status for each of its commands, then some commands.
    mutating func reply(
        header: Int = 200, challenge: Challenge? = nil, codes: [String: Int] = [:], _ commands: [Command] = [],
        isFinal: Bool = true, edit: (inout Message) -> Void = { _ in }
    ) throws {
        let message = newest
        var all: [Command] = [
            .status(
                Status(
                    commandID: "1", messageRef: message.header.messageID, commandRef: "0", command: "SyncHdr",
                    challenge: challenge, code: header))
        ]
        if header < 300 {
            for command in message.commands.flatMap(\.unfolded) {
                guard let code = command.usualCode else { continue }
                all.append(
                    .status(
                        Status(
                            commandID: "", messageRef: message.header.messageID, commandRef: command.commandID,
                            command: command.name, code: codes[command.name] ?? code)))
            }
        }
        all += commands
        serverMessage += 1
        var reply = Message(
            header: Header(
                version: configuration.version, sessionID: message.header.sessionID, messageID: String(serverMessage),
                target: message.header.source, source: Location(uri: configuration.url)),
            commands: all, isFinal: isFinal)
        var next = 1
        reply.commands = reply.commands.map { $0.renumbered(&next) }
        edit(&reply)
        let bytes = WireForm.encode(
            reply.element(configuration.encoding), as: configuration.encoding, version: configuration.version)
        try take(session.receive(bytes, contentType: configuration.encoding.contentType, httpStatus: 200))
    }

    /// The usual reply to the opening: every Alert is answered by one of the same or another mode.
    mutating func replyToOpening(_ modes: [String: Int] = [:], codes: [String: Int] = [:]) throws {
        let alerts = newest.commands.compactMap { command -> Command? in
            guard case .alert(let alert) = command, let item = alert.items.first else { return nil }
            let uri = item.target?.uri ?? ""
            return .alert(
                Alert(
                    commandID: "", code: modes[uri] ?? alert.code,
                    items: [
                        Item(
                            target: item.source, source: item.target,
                            meta: Meta(lastAnchor: "s0", nextAnchor: "s1"))
                    ]))
        }
        try reply(header: 212, codes: codes, alerts)
    }

    mutating func lose() throws { try take(session.replyLost()) }

    private mutating func take(_ step: PhoneStep) throws {
        last = step
        guard case .send(let message) = step else { return }
        outgoing.append(message)
        let encoding = try #require(WireEncoding(contentType: message.contentType))
        sent.append(try Message(from: WireForm.decode(message.body, as: encoding)))
    }
}

extension Command {
    /// The command and what is inside it.
    var unfolded: [Command] {
        if case .sync(let sync) = self { return [self] + sync.commands }
        return [self]
    }

    /// The status a friendly server gives; nil for what gets none.
    var usualCode: Int? {
        switch self {
        case .status: nil
        case .add(let items), .replace(let items): items.items.contains { $0.moreData } ? 213 : 201
        case .copy, .move, .delete, .alert, .get, .put, .results, .map, .sync, .sequence, .atomic, .exec, .search,
            .unknown:
            200
        }
    }

    /// The command with CmdIDs counted up, inner ones too.
    func renumbered(_ next: inout Int) -> Command {
        var element = element()
        Command.renumber(&element, &next)
        return Command(from: element)
    }

    private static func renumber(_ element: inout Element, _ next: inout Int) {
        let names: Set<String> = ["Add", "Replace", "Delete", "Sync", "Atomic", "Sequence", "Copy", "Move"]
        element.children = element.children.map { node in
            guard case .element(var child) = node else { return node }
            if child.name == "CmdID" {
                child.children = [.text(String(next))]
                next += 1
            } else if names.contains(child.name) {
                renumber(&child, &next)
            }
            return .element(child)
        }
    }
}

/// Commands of a server.
enum Say {
    static func sync(_ store: String = "contacts", count: Int? = nil, _ commands: [Command] = []) -> Command {
        .sync(
            Sync(
                commandID: "x", target: Location(uri: "./\(store)"), source: Location(uri: store),
                numberOfChanges: count, commands: commands))
    }

    static func add(
        _ guid: String, _ text: String, type: String? = "text/vcard", size: Int? = nil, more: Bool = false
    ) -> Command {
        let item = Item(
            source: Location(uri: guid), meta: size.map { Meta(size: $0) }, data: .text(text), moreData: more)
        return .add(ItemCommand(commandID: "x", meta: type.map { Meta(type: $0) }, items: [item]))
    }

    static func replace(_ luid: String, _ text: String, guid: String? = nil) -> Command {
        let item = Item(target: Location(uri: luid), source: guid.map { Location(uri: $0) }, data: .text(text))
        return .replace(ItemCommand(commandID: "x", meta: Meta(type: "text/vcard"), items: [item]))
    }

    static func delete(_ luid: String) -> Command {
        .delete(ItemCommand(commandID: "x", items: [Item(target: Location(uri: luid))]))
    }

    static func getInformation(_ version: ProtocolVersion) -> Command {
        .get(Get(commandID: "x", items: [Item(target: Location(uri: version.devInfURI))]))
    }
}

extension Message {
    var names: [String] { commands.map(\.name) }

    /// Codes of the statuses for commands of a name, in order.
    func codes(_ name: String) -> [Int] {
        commands.compactMap { command in
            guard case .status(let status) = command, status.command == name else { return nil }
            return status.code
        }
    }

    var alerts: [Alert] {
        commands.compactMap { command in
            if case .alert(let alert) = command { return alert }
            return nil
        }
    }

    var syncs: [Sync] {
        commands.compactMap { command in
            if case .sync(let sync) = command { return sync }
            return nil
        }
    }

    var maps: [Map] {
        commands.compactMap { command in
            if case .map(let map) = command { return map }
            return nil
        }
    }

    /// The changes in all Syncs: "Add 1", "Delete 2".
    var changes: [String] {
        syncs.flatMap(\.commands).map { command in
            switch command {
            case .add(let items), .replace(let items), .delete(let items):
                "\(command.name) \(items.items.first?.source?.uri ?? "?")"
            case .copy, .move, .alert, .get, .put, .results, .status, .map, .sync, .sequence, .atomic, .exec, .search,
                .unknown:
                command.name
            }
        }
    }
}

/// The phone of most tests: contacts alone, in XML.
func phone(
    version: ProtocolVersion = .v12, encoding: WireEncoding = .xml, authentication: AuthenticationScheme = .basic,
    stores: [StoreConfiguration] = [StoreConfiguration(name: "contacts", format: .vcard30)],
    maxMessageSize: Int? = 64_000, habits: PhoneHabits = PhoneHabits()
) -> PhoneConfiguration {
    PhoneConfiguration(
        url: "http://server.example/syncml", user: "Bruce2", password: "OhBehave", deviceID: "IMEI:004400112233445",
        version: version, encoding: encoding, authentication: authentication, maxMessageSize: maxMessageSize,
        stores: stores, habits: habits)
}

/// A phone with habits changed by a closure.
func phone(_ change: (inout PhoneHabits) -> Void) -> PhoneConfiguration {
    var habits = PhoneHabits()
    change(&habits)
    return phone(habits: habits)
}

/// A small card.
func card(_ name: String) -> String { "BEGIN:VCARD\r\nVERSION:3.0\r\nN:\(name);;;;\r\nFN:\(name)\r\nEND:VCARD\r\n" }

/// A memory store with contacts 1, 2, 3 ...
func memoryStore(_ names: [String] = ["Ann", "Ben"]) -> MemoryStore {
    var store = MemoryStore()
    for (index, name) in names.enumerated() { store["contacts", String(index + 1)] = card(name) }
    return store
}

/// The store after a complete first sync in which the server had nothing.
func syncedStore(_ configuration: PhoneConfiguration = phone(), _ names: [String] = ["Ann", "Ben"]) throws
    -> MemoryStore
{
    var talk = Conversation(configuration, store: memoryStore(names), now: 1_795_200_000)
    try talk.start()
    try talk.replyToOpening()
    try talk.reply([Say.sync()])
    try talk.reply()
    _ = try #require(talk.report)
    return talk.session.store
}
