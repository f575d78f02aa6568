/// How one datastore is synchronised in one session (OMA DS section 5.1): the meaning of an Alert code.
public enum SyncMode: String, Hashable, Sendable, Codable, CaseIterable {
    /// Alert 200: both sides send what changed since the last anchors.
    case twoWay
    /// Alert 201: the device sends everything, the server matches and answers with the rest.
    case slow
    /// Alert 202: only the device sends changes.
    case oneWayFromClient
    /// Alert 203: the device sends everything and it replaces what the server has.
    case refreshFromClient
    /// Alert 204: only the server sends changes.
    case oneWayFromServer
    /// Alert 205: the server sends everything and it replaces what the device has.
    case refreshFromServer

    /// The Alert code on the wire.
    public var alertCode: Int {
        switch self {
        case .twoWay: 200
        case .slow: 201
        case .oneWayFromClient: 202
        case .refreshFromClient: 203
        case .oneWayFromServer: 204
        case .refreshFromServer: 205
        }
    }

    /// The mode an Alert code asks for: 200 to 205, the server-alerted 206 to 210 by which clients sometimes answer, and
    /// Funambol's 250 ("smart one-way from client"). Nil for every other code.
    public init?(alertCode: Int) {
        switch alertCode {
        case 200, 206: self = .twoWay
        case 201: self = .slow
        case 202, 207, 250: self = .oneWayFromClient
        case 203, 208: self = .refreshFromClient
        case 204, 209: self = .oneWayFromServer
        case 205, 210: self = .refreshFromServer
        default: return nil
        }
    }

    /// True when the device's changes reach the server.
    public var readsClient: Bool {
        switch self {
        case .twoWay, .slow, .oneWayFromClient, .refreshFromClient: true
        case .oneWayFromServer, .refreshFromServer: false
        }
    }

    /// True when the server's changes reach the device.
    public var writesClient: Bool {
        switch self {
        case .twoWay, .slow, .oneWayFromServer, .refreshFromServer: true
        case .oneWayFromClient, .refreshFromClient: false
        }
    }

    /// True when the side that sends, sends everything it has rather than what changed.
    public var startsOver: Bool {
        switch self {
        case .slow, .refreshFromClient, .refreshFromServer: true
        case .twoWay, .oneWayFromClient, .oneWayFromServer: false
        }
    }
}
