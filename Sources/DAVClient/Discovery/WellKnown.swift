/// Where to look when only a host is given (RFC 6764 section 5).
enum WellKnown {
    /// A place to ask, and for which service it is worth asking.
    struct Place: Hashable {
        let url: WebURL
        let needsCalendars: Bool
        let needsAddressBooks: Bool
    }

    /// The given URL, the well-known URL of either service, then the root.
    static func places(_ base: WebURL) -> [Place] {
        let all = [
            Place(url: base, needsCalendars: true, needsAddressBooks: true),
            Place(url: base.at("/.well-known/caldav"), needsCalendars: true, needsAddressBooks: false),
            Place(url: base.at("/.well-known/carddav"), needsCalendars: false, needsAddressBooks: true),
            Place(url: base.at("/"), needsCalendars: true, needsAddressBooks: true),
        ]
        var seen: Set<WebURL> = []
        return all.filter { seen.insert($0.url).inserted }
    }
}
