import Crypto
import DAVClient
import Logging
import Mapping
import Markup
import SyncMLFront
import SyncTypes
import Synchronization

/// The bridge behind one HTTP endpoint: bytes of a request in, bytes of a reply out.
public final class BridgeService: Sendable {
    let settings: Settings
    let dependencies: Dependencies
    let directory: AccountDirectory
    let devices = KeyedGate()
    let collections = CollectionRefresh()
    let resources = KeyedGate()
    let works = LongWorks()
    let guesses = Mutex(GuessMemory())
    let challenged = Mutex(ChallengeMemory())
    let states = Recollection<SessionRow, KnownState>(limit: 256)
    private let profiles = Recollection<ProfileSource, DeviceProfile>(limit: 256)
    private let room = MessageRoom()
    /// Accounts whose server is left alone by upkeep, since it did not answer.
    let pauses = Mutex<[AccountRow: UpkeepPause]>([:])
    /// When accounts were polled and devices' alerts failed.
    let alertMemory = Mutex(AlertMemory())

    /// A bridge over a store and a transport.
    public init(settings: Settings, dependencies: Dependencies) {
        self.settings = settings
        self.dependencies = dependencies
        self.directory = AccountDirectory(settings: settings, dependencies: dependencies)
    }

    /// Answers one POST. Never throws: whatever is wrong has a reply.
    ///
    /// Messages of one device are handled one after the other; a message that is repeated while its first copy is still at
    /// work waits for it and gets its stored reply.
    public func exchange(_ request: ExchangeRequest) async -> ExchangeReply {
        guard let encoding = request.contentType.flatMap(WireEncoding.init(contentType:)) else {
            dependencies.logger.warning(
                "no SyncML content type",
                metadata: ["type": "\(request.contentType ?? "")", "remote": "\(request.remoteAddress)"])
            return .text(415, "Content-Type must be application/vnd.syncml+xml or application/vnd.syncml+wbxml.")
        }
        guard request.body.count <= settings.limits.messageBytes else {
            return .text(413, "The message is larger than \(settings.limits.messageBytes) bytes.")
        }
        let message: Message
        let elements: Int
        let began = dependencies.stopwatch()
        do {
            guard let decoded = try decode(request, encoding) else {
                dependencies.logger.warning("too much at once", metadata: ["remote": "\(request.remoteAddress)"])
                return .text(503, "Too many large messages at once. Try again.", retryAfter: 10)
            }
            (message, elements) = decoded
        } catch let error as WireError {
            return unreadable(request, code: error.code.rawValue, reason: error.reason)
        } catch let error as MessageError {
            if let header = error.header, let code = Self.versionStatus(error.code) {
                let message = Message(header: header, commands: [], isFinal: true)
                let incoming = Incoming(request: request, encoding: encoding, message: message)
                dependencies.logger.notice("unsupported version", metadata: incoming.metadata)
                return RefusalReply(incoming: incoming, code: code).encoded()
            }
            return unreadable(request, code: error.code.rawValue, reason: error.reason)
        } catch {
            return unreadable(request, code: "unknown", reason: "the message cannot be read")
        }
        let incoming = Incoming(
            request: request, encoding: encoding, message: message,
            readMilliseconds: dependencies.stopwatch() - began)
        return await patiently(incoming) { [room] in
            room.leave(elements)
        }
    }

    /// A request's message and how many elements it holds room for; nil when there is no room for it now.
    private func decode(_ request: ExchangeRequest, _ encoding: WireEncoding) throws -> (Message, Int)? {
        let tree = try WireForm.decode(request.body, as: encoding, limits: settings.limits.wire)
        let elements = tree.elementCount
        guard room.enter(elements) else { return nil }
        do {
            return (try Message(from: tree), elements)
        } catch {
            room.leave(elements)
            throw error
        }
    }

    /// The status for a version we do not speak; clients then step down to an older one.
    private static func versionStatus(_ code: MessageError.Code) -> Int? {
        switch code {
        case .unsupportedVersion: StatusCode.versionNotSupported
        case .unsupportedProtocol: StatusCode.protocolVersionNotSupported
        case .notSyncML, .missingHeader, .missingVersion, .missingSessionID, .missingMessageID, .missingSource: nil
        }
    }

    func answer(_ incoming: Incoming) async -> ExchangeReply {
        do {
            switch try SessionLookup(store: dependencies.store, now: dependencies.clock(), limits: settings.limits)
                .find(incoming)
            {
            case .repeated(let reply, let contentType):
                dependencies.logger.info("repeated message", metadata: incoming.metadata)
                return ExchangeReply(status: 200, contentType: contentType, body: reply, retryAfter: nil)
            case .open(let record):
                var exchange = try Exchange(service: self, incoming: incoming, record: record)
                return try await exchange.run()
            case .outdated:
                dependencies.logger.notice("late copy of a message refused", metadata: incoming.metadata)
                return RefusalReply(incoming: incoming, code: StatusCode.retryLater).encoded()
            case .none:
                return try await Admission(service: self, incoming: incoming).run()
            }
        } catch {
            dependencies.logger.error(
                "message failed", metadata: incoming.metadata.merging(["error": "\(error)"]) { $1 })
            return ExchangeReply(
                status: 500, contentType: "text/plain; charset=utf-8",
                body: Array("The server failed; nothing of this message was kept. Try again.\n".utf8), retryAfter: 30)
        }
    }

    /// What a device is like; the same information is read once.
    func profile(of device: Device, userAgent: String?) -> DeviceProfile {
        let source = ProfileSource(
            information: device.information, userAgent: userAgent, deviceID: device.deviceID.rawValue)
        if let known = profiles.value(of: source) { return known }
        let profile = DeviceKnowledge.profile(of: device, userAgent: userAgent)
        profiles.keep(profile, of: source)
        return profile
    }

    /// A way upstream that counts how long it is waited for.
    func timedTransport() -> TimedTransport {
        TimedTransport(dependencies.transport, stopwatch: dependencies.stopwatch)
    }

    /// An account's way upstream. Throws `SecretError` when its password cannot be had.
    func client(of account: Account, through timed: TimedTransport? = nil) throws -> DAVClient {
        DAVClient(
            at: account.upstreamURL, try directory.upstreamCredentials(of: account), settings, dependencies,
            through: timed)
    }

    private func unreadable(_ request: ExchangeRequest, code: String, reason: String) -> ExchangeReply {
        dependencies.logger.warning(
            "unreadable message",
            metadata: ["code": "\(code)", "reason": "\(reason)", "remote": "\(request.remoteAddress)"])
        return .text(400, "This is no SyncML message: \(reason)")
    }
}

/// One decoded request.
struct Incoming: Sendable {
    let request: ExchangeRequest
    let encoding: WireEncoding
    let message: Message
    /// SHA-256 of the body: what makes a repeated message a repetition.
    let hash: [UInt8]
    /// How long reading the message took.
    let readMilliseconds: Int64

    init(request: ExchangeRequest, encoding: WireEncoding, message: Message, readMilliseconds: Int64 = 0) {
        self.readMilliseconds = readMilliseconds
        self.request = request
        self.encoding = encoding
        self.message = message
        self.hash = Array(SHA256.hash(data: request.body))
    }

    /// What the device calls us; our address for one that does not say.
    var ownName: String {
        let name = message.header.target.uri
        return name.isEmpty ? request.url : name
    }

    /// What a log line about it carries.
    var metadata: Logger.Metadata {
        [
            "device": "\(message.header.source.uri)", "session": "\(message.header.sessionID)",
            "message": "\(message.header.messageID)",
        ]
    }
}
