import SyncMLFront

/// A message that is being filled: it numbers its commands and knows how many bytes they take after encoding.
struct Draft: Sendable {
    private(set) var commands: [Command] = []
    private let header: Header
    private let encoding: WireEncoding
    private let limit: Int?
    private let emptySize: Int
    private var used: Int
    private var nextID: Int
    private var openSync: Sync?

    /// An empty message; `limit` in bytes, nil for none.
    init(header: Header, encoding: WireEncoding, limit: Int?, firstCommandID: Int) {
        self.header = header
        self.encoding = encoding
        self.limit = limit
        nextID = firstCommandID
        emptySize = WireForm.envelopeSize(header: header, isFinal: true, as: encoding)
        used = emptySize
    }

    /// True before the first command.
    var isEmpty: Bool { commands.isEmpty && openSync == nil }

    /// Bytes still free; nil for as many as one likes.
    var room: Int? { limit.map { $0 - used } }

    /// Bytes free in an empty message of this header; nil for as many as one likes.
    var capacity: Int? { limit.map { $0 - emptySize } }

    /// Bytes a command takes with the next CmdID.
    func cost(_ command: Command) -> Int {
        WireForm.size(of: command.numbered(String(nextID)).element(), as: encoding, version: header.version)
    }

    /// True when the command fits.
    func fits(_ command: Command) -> Bool { room.map { cost(command) <= $0 } ?? true }

    /// Appends a command to the body, or to the Sync that is open, and returns its CmdID.
    mutating func append(_ command: Command) -> String {
        if limit != nil { used += cost(command) }
        let id = takeID()
        let numbered = command.numbered(id)
        if openSync != nil { openSync?.commands.append(numbered) } else { commands.append(numbered) }
        return id
    }

    /// Begins a Sync; the commands that follow go into it.
    mutating func open(_ sync: Sync) -> String {
        closeSync()
        if limit != nil { used += cost(.sync(sync)) }
        let id = takeID()
        var numbered = sync
        numbered.commandID = id
        openSync = numbered
        return id
    }

    /// Ends the Sync that is open.
    mutating func closeSync() {
        if let sync = openSync { commands.append(.sync(sync)) }
        openSync = nil
    }

    /// The encoded message.
    mutating func finish(isFinal: Bool) -> [UInt8] {
        closeSync()
        let message = Message(header: header, commands: commands, isFinal: isFinal)
        return WireForm.encode(message.element(encoding), as: encoding, version: header.version)
    }

    private mutating func takeID() -> String {
        defer { nextID += 1 }
        return String(nextID)
    }
}

extension Command {
    /// The command with a CmdID.
    func numbered(_ id: String) -> Command {
        switch self {
        case .add(let command): .add(command.numbered(id))
        case .replace(let command): .replace(command.numbered(id))
        case .copy(let command): .copy(command.numbered(id))
        case .move(let command): .move(command.numbered(id))
        case .delete(let command): .delete(command.numbered(id))
        case .alert(var alert): numbering(&alert, \.commandID, id, Command.alert)
        case .get(var get): numbering(&get, \.commandID, id, Command.get)
        case .put(var put): numbering(&put, \.commandID, id, Command.put)
        case .results(var results): numbering(&results, \.commandID, id, Command.results)
        case .status(var status): numbering(&status, \.commandID, id, Command.status)
        case .map(var map): numbering(&map, \.commandID, id, Command.map)
        case .sync(var sync): numbering(&sync, \.commandID, id, Command.sync)
        case .sequence, .atomic, .exec, .search, .unknown: self
        }
    }

    private func numbering<Value>(
        _ value: inout Value, _ path: WritableKeyPath<Value, String>, _ id: String, _ wrap: (Value) -> Command
    ) -> Command {
        value[keyPath: path] = id
        return wrap(value)
    }
}

extension ItemCommand {
    fileprivate func numbered(_ id: String) -> ItemCommand {
        var command = self
        command.commandID = id
        return command
    }
}
