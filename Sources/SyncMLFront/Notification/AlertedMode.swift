import SyncTypes

/// The mode that a server asks a device for: the Alert codes of server alerted syncs (OMA DS 1.2 section 5.1, SyncML 1.1 section 8).
public enum AlertedMode: Int, Hashable, Sendable, Codable, CaseIterable {
    /// Both sides send what changed.
    case twoWay = 206
    /// Only the device sends what changed.
    case oneWayFromClient = 207
    /// The device's items replace the server's.
    case refreshFromClient = 208
    /// Only the server sends what changed.
    case oneWayFromServer = 209
    /// The server's items replace the device's.
    case refreshFromServer = 210

    /// How the sync that the device then begins is to run.
    public var mode: SyncMode {
        switch self {
        case .twoWay: .twoWay
        case .oneWayFromClient: .oneWayFromClient
        case .refreshFromClient: .refreshFromClient
        case .oneWayFromServer: .oneWayFromServer
        case .refreshFromServer: .refreshFromServer
        }
    }
}

/// One database that a device is to synchronise, of a notification in either version.
public struct AlertedSync: Hashable, Sendable {
    /// How.
    public var mode: AlertedMode
    /// The server's database, by the name the device has for it.
    public var serverURI: String
    /// The device's own database; nil: unknown. Only 1.1 says it.
    public var deviceURI: String?
    /// What is in it; nil: not said.
    public var format: ItemFormat?

    /// One database.
    public init(_ mode: AlertedMode, serverURI: String, deviceURI: String? = nil, format: ItemFormat? = nil) {
        self.mode = mode
        self.serverURI = serverURI
        self.deviceURI = deviceURI
        self.format = format
    }
}
