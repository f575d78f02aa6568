/// Fills one message up to the size the device can take, counted after encoding (MaxMsgSize, SyncML Meta-Information).
public struct ReplyPacker: Sendable {
    private let encoding: WireEncoding
    private let version: ProtocolVersion
    private let limit: Int
    private var used: Int
    private let envelope: Int
    private var lastCommandID = 0
    private var sync: Sync?
    private var commands: [Command] = []
    /// The message's header.
    public let header: Header

    /// Bytes kept free: Final, and what a device's own counting adds.
    private static let reserve = 40

    /// An empty message. `limit`: bytes the device can take, nil for no limit.
    public init(header: Header, encoding: WireEncoding, limit: Int?) {
        self.header = header
        self.encoding = encoding
        self.version = header.version
        self.limit = limit ?? Int.max
        self.envelope = WireForm.envelopeSize(header: header, isFinal: true, as: encoding) + Self.reserve
        self.used = envelope
    }

    /// Bytes a further command may have.
    public var free: Int { max(0, limit - used) }

    /// Bytes a change may have in a message that holds little else: a few statuses and the Sync around it.
    public var emptyRoom: Int {
        switch encoding {
        case .xml: max(0, limit - envelope - 1200)
        case .wbxml: max(0, limit - envelope - 400)
        }
    }

    /// True while it holds no more than the statuses of a SyncHdr and of the Alert 222 that asked for it: what does not fit
    /// now will not fit later.
    public var isAsEmptyAsCanBe: Bool { sync == nil && isBare }

    /// True while its open Sync holds nothing, and little stands before it: an item that does not fit now never will.
    public var isFreshSync: Bool { sync?.commands.isEmpty == true && isBare }

    /// True while nothing but the header is in it.
    public var isEmpty: Bool { commands.isEmpty && sync == nil }

    /// Two statuses at most; another Sync may fill a message by itself.
    private var isBare: Bool {
        commands.count <= 2 && !commands.contains { if case .sync = $0 { true } else { false } }
    }

    /// The CmdID of the next command.
    public mutating func nextCommandID() -> String {
        lastCommandID += 1
        return String(lastCommandID)
    }

    /// Adds a command if it fits; the first command of a message always does, since nothing smaller could be sent.
    ///
    /// - Parameter evenIfTooLarge: adds it whatever its size, when nothing smaller could take its place.
    public mutating func add(_ command: Command, evenIfTooLarge: Bool = false) -> Bool {
        closeSync()
        return place(command, evenIfTooLarge: evenIfTooLarge) { $0.commands.append(command) }
    }

    /// Starts a Sync command into which `addToSync` puts changes. False when it does not fit.
    public mutating func openSync(_ start: Sync) -> Bool {
        closeSync()
        return place(.sync(start), evenIfTooLarge: isAsEmptyAsCanBe) { $0.sync = start }
    }

    /// Adds a change to the open Sync if it fits.
    public mutating func addToSync(_ command: Command) -> Bool {
        guard sync != nil else { return false }
        return place(command) { $0.sync?.commands.append(command) }
    }

    /// Bytes that a command takes once encoded.
    public func size(of command: Command) -> Int {
        WireForm.size(of: command.element(), as: encoding, version: version)
    }

    /// Ends the open Sync, if any.
    public mutating func closeSync() {
        guard let finished = sync else { return }
        commands.append(.sync(finished))
        sync = nil
    }

    /// The message so far.
    public mutating func message(isFinal: Bool) -> Message {
        closeSync()
        return Message(header: header, commands: commands, isFinal: isFinal)
    }

    private mutating func place(
        _ command: Command, evenIfTooLarge: Bool = false, _ put: (inout Self) -> Void
    ) -> Bool {
        let size = size(of: command)
        guard size <= free || isEmpty || evenIfTooLarge else { return false }
        used += size
        put(&self)
        return true
    }
}
