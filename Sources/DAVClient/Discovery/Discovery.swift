import SyncTypes

/// What discovery found: absolute URLs with a final slash, except the principal's, which is as the server spells it.
public struct Discovery: Sendable, Hashable, Codable {
    /// The user's principal (RFC 5397); nil when homes or collections were given by hand.
    public var principal: Href?
    /// `calendar-home-set` (RFC 4791 section 6.2.1).
    public var calendarHomes: [Href]
    /// `addressbook-home-set` (RFC 6352 section 7.1.1).
    public var addressBookHomes: [Href]
    /// `schedule-inbox-URL` (RFC 6638 section 2.2.1), which knows the default calendar.
    public var scheduleInbox: Href?
    /// The one collection, when the given URL is a calendar or an address book itself.
    public var explicitCollections: [Href]

    /// A discovery's result.
    public init(
        principal: Href? = nil, calendarHomes: [Href] = [], addressBookHomes: [Href] = [],
        scheduleInbox: Href? = nil, explicitCollections: [Href] = []
    ) {
        self.principal = principal
        self.calendarHomes = calendarHomes
        self.addressBookHomes = addressBookHomes
        self.scheduleInbox = scheduleInbox
        self.explicitCollections = explicitCollections
    }

    /// Calendar homes, then the address-book homes that are not among them.
    public var homes: [Href] {
        var seen: Set<Href> = []
        return (calendarHomes + addressBookHomes).filter { seen.insert($0).inserted }
    }

    /// True when nothing to list was found.
    public var isEmpty: Bool { homes.isEmpty && explicitCollections.isEmpty }
    /// True when both services were found.
    public var isComplete: Bool { !calendarHomes.isEmpty && !addressBookHomes.isEmpty }
}

/// One thing discovery did, to show to people.
public struct DiscoveryStep: Sendable, Hashable, CustomStringConvertible {
    /// What was asked: "https://dav.example/.well-known/caldav".
    public var place: String
    /// What came of it, in words.
    public var finding: String
    /// False when the place was of no use.
    public var isUseful: Bool

    /// A step.
    public init(place: String, finding: String, isUseful: Bool) {
        self.place = place
        self.finding = finding
        self.isUseful = isUseful
    }

    /// "https://dav.example/: principal /alice/".
    public var description: String { "\(place): \(finding)" }
}
