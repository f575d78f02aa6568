import SyncTypes

/// The two services of RFC 6764.
enum DAVService: String, Sendable, Hashable, CaseIterable {
    case caldav, carddav

    /// "/.well-known/caldav" (section 5).
    var wellKnownPath: String { "/.well-known/\(rawValue)" }

    /// "_caldavs._tcp.example.org": the service by TLS (section 3).
    func name(in domain: String) -> String { "_\(rawValue)s._tcp.\(domain)" }

    /// "_caldav._tcp.example.org": the service without TLS.
    func plainName(in domain: String) -> String { "_\(rawValue)._tcp.\(domain)" }
}
