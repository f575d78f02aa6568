import SyncTypes

/// Package 0 of SyncML 1.0 and 1.1: an ordinary message in WBXML with one Alert (206 to 210) for each database (SyncML Sync
/// Protocol 1.1 section 8).
public struct AlertMessage: Hashable, Sendable {
    /// 1.0 or 1.1; a device of 1.2 knows `NotificationPackage`.
    public var version: ProtocolVersion
    /// SessionID: the device is to use it.
    public var sessionID: UInt16
    /// Source/LocURI: how the device calls the server.
    public var serverURI: String
    /// Target/LocURI: the device's own name.
    public var deviceID: String
    /// The databases.
    public var syncs: [AlertedSync]

    /// A notification.
    public init(
        version: ProtocolVersion, sessionID: UInt16, serverURI: String, deviceID: String, syncs: [AlertedSync]
    ) {
        self.version = version
        self.sessionID = sessionID
        self.serverURI = serverURI
        self.deviceID = deviceID
        self.syncs = syncs
    }

    /// The message as a value.
    public var message: Message {
        let header = Header(
            version: version, sessionID: String(sessionID), messageID: "1", target: Location(uri: deviceID),
            source: Location(uri: serverURI))
        let alerts = syncs.enumerated().map { number, sync in
            let item = Item(
                target: sync.deviceURI.map { Location(uri: $0) }, source: Location(uri: sync.serverURI),
                meta: sync.format.map { Meta(type: $0.contentType.mediaType) })
            return Command.alert(Alert(commandID: String(number + 1), code: sync.mode.rawValue, items: [item]))
        }
        return Message(header: header, commands: alerts, isFinal: true)
    }

    /// The message as WBXML.
    public func bytes() -> [UInt8] { WireForm.encode(message.element(.wbxml), as: .wbxml, version: version) }
}
