import Crypto
import SyncTypes

/// Package 0 of OMA DS 1.2, "server alerted notification": `digest (16 octets), trigger`.
///
///     trigger = version (10 bits), ui-mode (2), initiator (1), future (27), session id (16),
///               server id length (8), server id, number of syncs (4), future (4), sync*
///     sync    = sync type (4; Alert code - 200), future (4), content type (24), URI length (8), server URI
public struct NotificationPackage: Hashable, Sendable {
    /// How much of it the device's user is to notice.
    public enum UserInterface: UInt8, Hashable, Sendable, Codable, CaseIterable {
        /// As the device likes.
        case unspecified = 0
        /// Nothing.
        case background = 1
        /// It is shown.
        case informative = 2
        /// The user is asked before.
        case interaction = 3
    }

    /// What is synchronised, by the numbers on the wire.
    public struct Sync: Hashable, Sendable {
        /// How.
        public var mode: AlertedMode
        /// A WSP content type code, 24 bits; 0: not said (PC Suite).
        public var contentType: UInt32
        /// The server's database.
        public var serverURI: String

        /// One database.
        public init(_ mode: AlertedMode, contentType: UInt32 = 0, serverURI: String) {
            self.mode = mode
            self.contentType = contentType
            self.serverURI = serverURI
        }
    }

    /// How much the user is to notice.
    public var userInterface: UserInterface
    /// True: the server began it; false: the user did, elsewhere.
    public var isFromServer: Bool
    /// The SessionID that the device is to use.
    public var sessionID: UInt16
    /// By what the device knows the server (PROVIDER-ID of its provisioning, "Server ID" in its settings); at most 255 octets.
    public var serverID: String
    /// At most 15 databases.
    public var syncs: [Sync]

    /// A notification.
    public init(
        userInterface: UserInterface = .background, isFromServer: Bool = true, sessionID: UInt16, serverID: String,
        syncs: [Sync]
    ) {
        self.userInterface = userInterface
        self.isFromServer = isFromServer
        self.sessionID = sessionID
        self.serverID = serverID
        self.syncs = syncs
    }

    /// Version 1.2: ten bits.
    private static let version: UInt16 = 12

    /// The whole package. Devices that were never told a server password know an empty one and an empty nonce (PC Suite).
    ///
    /// Throws `.tooLong`.
    public func bytes(password: String = "", nonce: [UInt8] = []) throws(NotificationError) -> [UInt8] {
        let trigger = try trigger()
        return Self.digest(serverID: serverID, password: password, nonce: nonce, trigger: trigger) + trigger
    }

    /// Everything behind the digest. Throws `.tooLong`.
    public func trigger() throws(NotificationError) -> [UInt8] {
        guard syncs.count <= 15 else { throw NotificationError(.tooLong, "\(syncs.count) databases, 15 fit") }
        var bytes = [
            UInt8(Self.version >> 2),
            UInt8(Self.version & 3) << 6 | userInterface.rawValue << 4 | (isFromServer ? 8 : 0),
        ]
        bytes += [0, 0, 0, UInt8(sessionID >> 8), UInt8(sessionID & 0xFF)]
        bytes += try Self.counted(serverID)
        bytes.append(UInt8(syncs.count) << 4)
        for sync in syncs {
            bytes.append(UInt8(sync.mode.rawValue - 200) << 4)
            for shift in [16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: sync.contentType >> shift)) }
            bytes += try Self.counted(sync.serverURI)
        }
        return bytes
    }

    private static func counted(_ text: String) throws(NotificationError) -> [UInt8] {
        let octets = Array(text.utf8)
        guard octets.count <= 255 else {
            throw NotificationError(.tooLong, "a name of \(octets.count) bytes, 255 fit")
        }
        return [UInt8(octets.count)] + octets
    }

    /// MD5(B64(MD5(server id ":" password)) ":" nonce ":" B64(MD5(trigger))), 16 octets.
    public static func digest(serverID: String, password: String, nonce: [UInt8], trigger: [UInt8]) -> [UInt8] {
        let server = CredentialDigest.userHash(user: serverID, password: password)
        let content = Base64.encode(Array(Insecure.MD5.hash(data: trigger)))
        return Array(Insecure.MD5.hash(data: Array("\(server):".utf8) + nonce + Array(":\(content)".utf8)))
    }
}

/// Reading: for tests, and for whoever wants to see what was sent.
extension NotificationPackage {
    /// Reads a package; the digest (first 16 octets) is not judged, since iSync sends zeros. Throws each code but `.tooLong`.
    public init(_ bytes: [UInt8]) throws(NotificationError) {
        var rest = bytes.dropFirst(16)
        func next(_ count: Int) throws(NotificationError) -> [UInt8] {
            guard rest.count >= count else {
                throw NotificationError(.truncated, "\(bytes.count) bytes end inside the notification")
            }
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        func text() throws(NotificationError) -> String {
            let count = try next(1)[0]
            return String(decoding: try next(Int(count)), as: UTF8.self)
        }
        guard bytes.count >= 16 else {
            throw NotificationError(.truncated, "\(bytes.count) bytes are less than a digest")
        }
        let head = try next(7)
        let version = UInt16(head[0]) << 2 | UInt16(head[1] >> 6)
        guard version == Self.version else { throw NotificationError(.version, "version \(version) is not 1.2") }
        userInterface = UserInterface(rawValue: head[1] >> 4 & 3) ?? .unspecified
        isFromServer = head[1] & 8 != 0
        sessionID = UInt16(head[5]) << 8 | UInt16(head[6])
        serverID = try text()
        syncs = []
        let count = try next(1)[0] >> 4
        for _ in 0..<count {
            let fields = try next(4)
            guard let mode = AlertedMode(rawValue: 200 + Int(fields[0] >> 4)) else {
                throw NotificationError(.syncType, "sync type \(fields[0] >> 4) is none of 6 to 10")
            }
            let type = UInt32(fields[1]) << 16 | UInt32(fields[2]) << 8 | UInt32(fields[3])
            syncs.append(Sync(mode, contentType: type, serverURI: try text()))
        }
        guard rest.isEmpty else { throw NotificationError(.trailingBytes, "\(rest.count) bytes are too many") }
    }
}

extension ItemFormat {
    /// Its WSP content type code (OMNA); 0 for types without one.
    public var contentTypeCode: UInt32 {
        switch self {
        case .vCard21: 0x07
        case .vCard30, .vCard40: 0x0309
        case .vCalendar10: 0x06
        case .iCalendar20: 0x0305
        case .plainText: 0x03
        case .vNote11, .sifC, .sifE, .sifT, .sifN: 0
        }
    }
}
