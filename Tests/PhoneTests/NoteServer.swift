import Phone
import SyncMLFront
import SyncTypes

/// A friendly server of notes in fifty lines: takes all, sends what it is told to, in messages of a size.
struct NoteServer {
    /// What the phone said, whole items by LUID.
    var items: [String: [UInt8]] = [:]
    /// What the server adds, in order.
    var additions: [(guid: String, text: [UInt8])] = []
    /// Names the phone told, by GUID.
    var maps: [String: String] = [:]
    /// Sizes of all messages of the phone.
    var sizes: [Int] = []
    /// Finals among them.
    var finals = 0
    /// Announced in every header.
    var maxMessageSize = 4_000
    /// Bytes of item data in one of its own messages.
    var chunk = 1_500
    let configuration: PhoneConfiguration

    private var open: [String: [UInt8]] = [:]
    private var isReceiving = true
    private var offset = 0
    private var messages = 0

    init(_ configuration: PhoneConfiguration) { self.configuration = configuration }

    mutating func answer(_ body: [UInt8]) throws -> [UInt8] {
        let message = try Message(from: WireForm.decode(body, as: configuration.encoding))
        sizes.append(body.count)
        if message.isFinal { finals += 1 }
        var commands: [Command] = [status("0", "SyncHdr", message, message.header.credential == nil ? 200 : 212)]
        var opened = false
        for command in message.commands.flatMap(\.unfolded) {
            guard let code = command.usualCode else { continue }
            commands.append(status(command.commandID, command.name, message, code))
            switch command {
            case .add(let items), .replace(let items): store(items.items)
            case .delete(let items): items.items.forEach { self.items[$0.source?.uri ?? ""] = nil }
            case .map(let map): map.items.forEach { maps[$0.guid] = $0.luid }
            case .alert(let alert) where alert.code != 222:
                opened = true
                let item = alert.items[0]
                commands.append(
                    .alert(
                        Alert(
                            commandID: "", code: alert.code,
                            items: [Item(target: item.source, source: item.target, meta: Meta(nextAnchor: "s"))])))
            case .copy, .move, .alert, .get, .put, .results, .status, .sync, .sequence, .atomic, .exec, .search,
                .unknown:
                break
            }
        }
        var isFinal = opened
        if !opened, message.isFinal || !isReceiving {
            isReceiving = false
            if let part = nextPart() { commands.append(part) }
            isFinal = additions.isEmpty
        }
        messages += 1
        var reply = Message(
            header: Header(
                version: configuration.version, sessionID: message.header.sessionID, messageID: String(messages),
                target: message.header.source, source: Location(uri: configuration.url),
                meta: Meta(maxMessageSize: maxMessageSize)),
            commands: commands, isFinal: isFinal)
        var next = 1
        reply.commands = reply.commands.map { $0.renumbered(&next) }
        return WireForm.encode(
            reply.element(configuration.encoding), as: configuration.encoding, version: configuration.version)
    }

    private mutating func store(_ list: [Item]) {
        for item in list {
            let luid = item.source?.uri ?? ""
            open[luid, default: []] += item.data?.content ?? []
            if !item.moreData { items[luid] = open.removeValue(forKey: luid) }
        }
    }

    /// The next addition, or the next chunk of one.
    private mutating func nextPart() -> Command? {
        guard let first = additions.first else { return nil }
        var end = min(offset + chunk, first.text.count)
        while end < first.text.count, first.text[end] & 0xC0 == 0x80 { end += 1 }
        let isWhole = offset == 0 && end == first.text.count
        let isLast = end == first.text.count
        let item = Item(
            source: Location(uri: first.guid), meta: offset == 0 && !isWhole ? Meta(size: first.text.count) : nil,
            data: .bytes(Array(first.text[offset..<end])), moreData: !isLast)
        offset = isLast ? 0 : end
        if isLast { additions.removeFirst() }
        return Say.sync("notes", [.add(ItemCommand(commandID: "x", meta: Meta(type: "text/plain"), items: [item]))])
    }

    private func status(_ reference: String, _ name: String, _ message: Message, _ code: Int) -> Command {
        .status(
            Status(
                commandID: "", messageRef: message.header.messageID, commandRef: reference, command: name, code: code))
    }
}

/// A phone with notes alone.
func notesPhone(
    _ version: ProtocolVersion = .v12, _ encoding: WireEncoding, maxMessageSize: Int? = 4_000,
    habits: PhoneHabits = PhoneHabits()
) -> PhoneConfiguration {
    phone(
        version: version, encoding: encoding, stores: [StoreConfiguration(name: "notes", format: .text)],
        maxMessageSize: maxMessageSize, habits: habits)
}

/// Plays a whole session; the report, or the error thrown.
func play(_ session: inout PhoneSession<MemoryStore>, _ server: inout NoteServer) throws -> PhoneReport {
    var step = session.start()
    for _ in 0..<2_000 {
        switch step {
        case .send(let message):
            let reply = try server.answer(message.body)
            step = session.receive(reply, contentType: server.configuration.encoding.contentType, httpStatus: 200)
        case .finished(let report): return report
        case .failed(let error): throw error
        }
    }
    throw PhoneError(.stalled, "2000 messages were not enough")
}
