import SyncTypes

/// How a datastore is synchronised, by the numbers that MDaemon and IceWarp give in their URLs (`sync=3`).
enum NumberedMode: Int, Hashable, Sendable, Codable, CaseIterable {
    /// Both sides send what changed.
    case twoWay = 1
    /// Everything is compared.
    case slow = 2
    /// Only the device sends what changed.
    case updateServer = 3
    /// The device's items replace the server's.
    case refreshServer = 4
    /// Only the server sends what changed.
    case updateClient = 5
    /// The server's items replace the device's.
    case refreshClient = 6
    /// As `refreshServer`, since the anchors of an `updateServer` do not match.
    case slowToServer = 7
    /// As `refreshClient`, since the anchors of an `updateClient` do not match.
    case slowToClient = 8
    /// The device is emptied and gets nothing.
    case resetClient = 9

    /// What a device asks for by its Alert: one of the first six.
    init(asked: SyncMode) {
        switch asked {
        case .twoWay: self = .twoWay
        case .slow, .slowFromServer: self = .slow
        case .oneWayFromClient: self = .updateServer
        case .refreshFromClient, .slowFromClient, .backup: self = .refreshServer
        case .oneWayFromServer: self = .updateClient
        case .refreshFromServer, .resetClient: self = .refreshClient
        }
    }

    /// How it runs.
    var mode: SyncMode {
        switch self {
        case .twoWay: .twoWay
        case .slow: .slow
        case .updateServer: .oneWayFromClient
        case .refreshServer, .slowToServer: .refreshFromClient
        case .updateClient: .oneWayFromServer
        case .refreshClient, .slowToClient: .refreshFromServer
        case .resetClient: .resetClient
        }
    }

    /// True for what nobody may have asked for at this moment, and what would be gone for good.
    var erases: Bool {
        switch self {
        case .twoWay, .slow, .updateServer, .updateClient, .refreshClient: false
        case .refreshServer, .slowToServer, .slowToClient, .resetClient: true
        }
    }

    /// The nearest mode that erases nothing; nil: what the device asks for.
    var harmless: SyncMode? {
        switch self {
        case .twoWay, .slow, .updateServer, .updateClient, .refreshClient, .resetClient: nil
        case .refreshServer, .slowToServer: .slowFromClient
        case .slowToClient: .slowFromServer
        }
    }
}
