import Bridge
import Markup
import SyncMLFront
import SyncTypes

/// A device whose messages are written by hand: for what no well behaved phone says.
public struct Talker: Sendable {
    /// What came back.
    public struct Answer: Sendable {
        /// The HTTP status.
        public let http: Int
        /// The reply's bytes.
        public let body: [UInt8]
        /// Retry-After in seconds.
        public let retryAfter: Int?
        /// The message; nil when the body is none.
        public let message: Message?

        /// The statuses of a command name, or of all: codes in order.
        public func codes(_ command: String? = nil) -> [Int] {
            statuses.filter { command == nil || $0.command == command }.map(\.code)
        }

        /// All statuses.
        public var statuses: [Status] {
            (message?.commands ?? []).compactMap { command in
                guard case .status(let status) = command else { return nil }
                return status
            }
        }

        /// The status code of SyncHdr.
        public var header: Int? { codes("SyncHdr").first }

        /// The challenge that came with it.
        public var challenge: Challenge? { statuses.first { $0.command == "SyncHdr" }?.challenge }

        /// The codes of the server's own Alerts.
        public var alerts: [Int] {
            (message?.commands ?? []).compactMap { command in
                guard case .alert(let alert) = command else { return nil }
                return alert.code
            }
        }

        /// The server's changes: commands inside Sync.
        public var changes: [Command] {
            (message?.commands ?? []).flatMap { command -> [Command] in
                guard case .sync(let sync) = command else { return [] }
                return sync.commands
            }
        }

        /// All commands that want a Status, those inside Sync after it.
        public var owed: [(name: String, id: String)] {
            (message?.commands ?? []).flatMap { command -> [(name: String, id: String)] in
                switch command {
                case .status: []
                case .sync(let sync): [("Sync", sync.commandID)] + sync.commands.map { ($0.name, $0.commandID) }
                case .add, .replace, .copy, .move, .delete, .alert, .get, .put, .results, .map, .sequence, .atomic,
                    .exec, .search, .unknown:
                    [(command.name, command.commandID)]
                }
            }
        }
    }

    private let world: World
    /// Source/LocURI.
    public var device: String
    /// The version it speaks.
    public var version: ProtocolVersion
    /// XML or WBXML.
    public var encoding: WireEncoding
    /// Sent with each message until it is nil.
    public var credential: Credential? = .basic(user: "alice", password: "secret")
    /// Source/LocName.
    public var userName: String? = "alice"
    /// SessionID.
    public var session = "1"
    /// MsgID of the next message.
    public var nextMessage = 1
    /// Meta of each header.
    public var meta: Meta?
    /// Posts to the RespURI of the last reply.
    public var followsRespURI = true
    /// Where the next message goes.
    public var url = "http://bridge.example/syncml"

    /// A device.
    public init(
        _ world: World, device: String = "talker", version: ProtocolVersion = .v12, encoding: WireEncoding = .xml
    ) {
        self.world = world
        self.device = device
        self.version = version
        self.encoding = encoding
    }

    /// Begins another session.
    public mutating func begin(_ session: String) {
        self.session = session
        nextMessage = 1
        url = "http://bridge.example/syncml"
    }

    /// The bytes of the next message.
    public func bytes(_ commands: [Command], isFinal: Bool = true, noResponse: Bool = false) -> [UInt8] {
        var header = Header(
            version: version, sessionID: session, messageID: String(nextMessage),
            target: Location(uri: "http://bridge.example/syncml"), source: Location(uri: device, name: userName))
        header.credential = credential
        header.meta = meta
        header.noResponse = noResponse
        let message = Message(header: header, commands: commands, isFinal: isFinal)
        return WireForm.encode(message.element(encoding), as: encoding, version: version)
    }

    /// Says something and hears the answer.
    @discardableResult
    public mutating func say(_ commands: [Command], isFinal: Bool = true, noResponse: Bool = false) async -> Answer {
        let answer = await post(bytes(commands, isFinal: isFinal, noResponse: noResponse))
        nextMessage += 1
        if followsRespURI, let next = answer.message?.header.respURI { url = next }
        if answer.header == StatusCode.authenticationAccepted { credential = nil }
        return answer
    }

    /// Posts any bytes.
    public func post(_ body: [UInt8], contentType: String? = nil) async -> Answer {
        let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? parts[1] : ""
        let token = query.hasPrefix("s=") ? String(query.dropFirst(2)) : nil
        let reply = await world.exchange(
            ExchangeRequest(
                body: body, contentType: contentType ?? encoding.contentType, url: parts[0], sessionToken: token,
                query: query, remoteAddress: "talker"))
        let message = try? Message(from: WireForm.decode(reply.body, as: encoding))
        return Answer(http: reply.status, body: reply.body, retryAfter: reply.retryAfter, message: message)
    }

    // MARK: - Words

    /// An Alert that opens a datastore; the device's name for it is `./` and the name.
    public static func alert(
        _ code: Int, _ store: String = "contacts", last: String? = nil, next: String = "n1", id: String = "1"
    ) -> Command {
        var meta = Meta()
        meta.lastAnchor = last
        meta.nextAnchor = next
        return .alert(
            Alert(
                commandID: id, code: code,
                items: [Item(target: Location(uri: store), source: Location(uri: "./" + store), meta: meta)]))
    }

    /// A Sync of a datastore.
    public static func sync(_ commands: [Command], _ store: String = "contacts", id: String = "1") -> Command {
        .sync(
            Sync(
                commandID: id, target: Location(uri: store), source: Location(uri: "./" + store), commands: commands))
    }

    /// An item with a text.
    public static func item(_ luid: String, _ text: String, type: String? = "text/vcard") -> Item {
        Item(source: Location(uri: luid), meta: type.map { Meta(type: $0) }, data: .bytes(Array(text.utf8)))
    }

    /// An Add.
    public static func add(_ luid: String, _ text: String, id: String, type: String? = "text/vcard") -> Command {
        .add(ItemCommand(commandID: id, items: [item(luid, text, type: type)]))
    }

    /// A Replace.
    public static func replace(_ luid: String, _ text: String, id: String) -> Command {
        .replace(ItemCommand(commandID: id, items: [item(luid, text)]))
    }

    /// A Delete.
    public static func delete(_ luid: String, id: String) -> Command {
        .delete(ItemCommand(commandID: id, items: [Item(source: Location(uri: luid))]))
    }

    /// A Status for each command of an answer and its header: `code` where `codes` has no other for the command's name.
    public static func statuses(for answer: Answer, _ codes: [String: Int] = [:], from first: Int = 1) -> [Command] {
        guard let header = answer.message?.header else { return [] }
        var id = first
        return ([("SyncHdr", "0")] + answer.owed).map { name, command in
            defer { id += 1 }
            return .status(
                Status(
                    commandID: String(id), messageRef: header.messageID, commandRef: command, command: name,
                    code: codes[name] ?? (name == "Add" ? StatusCode.itemAdded : StatusCode.ok)))
        }
    }
}
