import SyncMLFront
import SyncTypes

/// What a phone asks to have of a database of the server.
public struct PhoneFilter: Hashable, Sendable, Codable {
    /// A CGI filter (`SINCE&EQ;20061206T120000`), or the options of a database name (`/dr(-30,90)`).
    public var query: String
    /// What does not match stays where the phone holds it (1.2 only).
    public var isInclusive: Bool

    /// A filter.
    public init(_ query: String, isInclusive: Bool = false) {
        self.query = query
        self.isInclusive = isInclusive
    }

    /// True for options, which stand in the name whatever the version.
    private var isOptions: Bool { query.hasPrefix("/") }

    /// The server's name of a database as the phone writes it, in Alert and Sync.
    func name(_ uri: String, _ version: ProtocolVersion) -> String {
        switch version {
        case .v10, .v11: "\(uri)?\(query)"
        case .v12: isOptions ? "\(uri)?\(query)" : uri
        }
    }

    /// The Filter element of an Alert's Target; nil where the filter stands in the name.
    func element(_ format: PhoneFormat, _ version: ProtocolVersion) -> Filter? {
        switch version {
        case .v10, .v11: return nil
        case .v12:
            guard !isOptions else { return nil }
            let filterType = isInclusive ? "INCLUSIVE" : "EXCLUSIVE"
            return Filter(type: format.contentType.mediaType, record: query, filterType: filterType)
        }
    }
}

extension StoreConfiguration {
    /// Target of an Alert.
    func alertTarget(_ version: ProtocolVersion) -> Location {
        Location(uri: target(version).uri, filter: filter?.element(format, version))
    }

    /// Target of a Sync.
    func target(_ version: ProtocolVersion) -> Location { Location(uri: filter?.name(uri, version) ?? uri) }
}
