import SyncTypes

/// What a home's listing tells about one collection.
public struct CollectionInfo: Sendable, Hashable, Codable {
    /// With a final slash; an absolute path on the given origin, else an absolute URL.
    public var href: Href
    /// `displayname`; the last path segment when the server has none.
    public var displayName: String
    /// What it holds; empty for a plain folder. Calendars without a component set hold all but contacts.
    public var kinds: Set<ItemKind>
    /// False when `current-user-privilege-set` forbids changes.
    public var isWritable: Bool
    /// `getctag`.
    public var ctag: String?
    /// `sync-token`.
    public var syncToken: SyncToken?
    /// The server offers the sync-collection report here.
    public var supportsSync: Bool
    /// `schedule-default-calendar-URL` names it.
    public var isDefault: Bool
    /// A folder of plain files: neither calendar nor address book.
    public var isPlainCollection: Bool

    /// A collection's description.
    public init(
        href: Href, displayName: String, kinds: Set<ItemKind>, isWritable: Bool = true, ctag: String? = nil,
        syncToken: SyncToken? = nil, supportsSync: Bool = false, isDefault: Bool = false,
        isPlainCollection: Bool = false
    ) {
        self.href = href
        self.displayName = displayName
        self.kinds = kinds
        self.isWritable = isWritable
        self.ctag = ctag
        self.syncToken = syncToken
        self.supportsSync = supportsSync
        self.isDefault = isDefault
        self.isPlainCollection = isPlainCollection
    }
}

extension CollectionInfo {
    /// The properties it is read from.
    static let properties: [PropertyName] = [
        .resourceType, .displayName, .componentSet, .currentUserPrivilegeSet, .supportedReportSet, .getCTag,
        .syncToken,
    ]

    /// Nil for what holds no items: principals, in- and outboxes, proxies, files.
    ///
    /// A calendar counts even if it says schedule-outbox too (SOGo's personal calendar).
    init?(_ response: MultistatusResponse, href: Href) {
        let type = ResourceType(response[.resourceType])
        let holdsItems = type.isCalendar || type.isAddressBook
        guard holdsItems || (type.isCollection && !type.isService && !type.isPrincipal) else { return nil }
        var kinds: Set<ItemKind> = []
        if type.isCalendar { kinds = ComponentSet.kinds(response[.componentSet]) }
        if type.isAddressBook { kinds.insert(.contact) }
        let token = response.text(.syncToken).map { SyncToken($0) }
        let reports = response[.supportedReportSet]
        self.init(
            href: href, displayName: response.text(.displayName) ?? href.lastSegment, kinds: kinds,
            isWritable: Privileges.allowWriting(response[.currentUserPrivilegeSet]),
            ctag: response.text(.getCTag), syncToken: token,
            supportsSync: reports == nil ? token != nil : SupportedReports.name("sync-collection", in: reports),
            isPlainCollection: !holdsItems)
    }
}
