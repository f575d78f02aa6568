/// How one datastore is synchronised in one session (OMA DS section 5.1): the meaning of an Alert code, or what a server makes of
/// one.
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
    /// Alert 203 on the wire: the device sends everything, which is matched; nothing else upstream is touched.
    case slowFromClient
    /// Alert 201 on the wire: the device sends everything, which is matched and changes nothing; the server answers with the rest.
    case slowFromServer
    /// Alert 205 on the wire: the device empties itself and gets nothing.
    case resetClient
    /// Alert 203 on the wire: the device sends everything, which is kept as files; nothing upstream is touched.
    case backup

    /// Those that an Alert of a device asks for.
    public static let asked: [SyncMode] = allCases.filter { SyncMode(alertCode: $0.alertCode) == $0 }

    /// The Alert code on the wire.
    public var alertCode: Int {
        switch self {
        case .twoWay: 200
        case .slow, .slowFromServer: 201
        case .oneWayFromClient: 202
        case .refreshFromClient, .slowFromClient, .backup: 203
        case .oneWayFromServer: 204
        case .refreshFromServer, .resetClient: 205
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

    /// True when the device sends.
    public var readsClient: Bool {
        switch self {
        case .twoWay, .slow, .oneWayFromClient, .refreshFromClient, .slowFromClient, .slowFromServer, .backup: true
        case .oneWayFromServer, .refreshFromServer, .resetClient: false
        }
    }

    /// True when what the device sends changes the server's items.
    public var takesChanges: Bool { readsClient && self != .slowFromServer && self != .backup }

    /// True when the device shows everything it has, and it is matched with what the server has.
    public var matches: Bool {
        switch self {
        case .slow, .refreshFromClient, .slowFromClient, .slowFromServer: true
        case .twoWay, .oneWayFromClient, .oneWayFromServer, .refreshFromServer, .resetClient, .backup: false
        }
    }

    /// True when the device empties itself before it takes anything.
    public var emptiesClient: Bool { self == .refreshFromServer || self == .resetClient }

    /// True when the server's changes reach the device.
    public var writesClient: Bool {
        switch self {
        case .twoWay, .slow, .oneWayFromServer, .refreshFromServer, .slowFromServer, .resetClient: true
        case .oneWayFromClient, .refreshFromClient, .slowFromClient, .backup: false
        }
    }

    /// True when the side that sends, sends everything it has rather than what changed.
    public var startsOver: Bool {
        switch self {
        case .slow, .refreshFromClient, .refreshFromServer, .slowFromClient, .slowFromServer, .resetClient, .backup:
            true
        case .twoWay, .oneWayFromClient, .oneWayFromServer: false
        }
    }
}
