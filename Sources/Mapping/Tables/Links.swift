import SyncTypes

extension StoreReader {
    /// The link of a datastore by the device's name for the item.
    public func link(_ datastore: DatastoreRow, _ luid: LUID) throws -> Link? {
        try record(LinkSQL.byLUID, [datastore, luid])
    }

    /// The link of a datastore by our name for the item.
    public func link(_ datastore: DatastoreRow, _ guid: GUID) throws -> Link? {
        try record(LinkSQL.byGUID, [datastore, guid])
    }

    /// The link in a row.
    public func link(_ id: LinkRow) throws -> Link? { try record(LinkSQL.byID, [id]) }

    /// All links to a resource, of all devices.
    public func links(of resource: ResourceRow) throws -> [Link] { try records(LinkSQL.ofResource, [resource]) }

    /// The links of a datastore to a resource: one for each part the device shows, by part.
    public func links(_ datastore: DatastoreRow, _ resource: ResourceRow) throws -> [Link] {
        try records(LinkSQL.ofResourceInDatastore, [resource, datastore])
    }

    /// All links of a datastore by row, one page after another.
    public func links(_ datastore: DatastoreRow, after: LinkRow? = nil, limit: Int) throws -> [Link] {
        try records(LinkSQL.page, [datastore, after ?? .new, limit])
    }

    /// The links with something to do: not `.linked`, a pending text or delete, or a view on its way. One page after
    /// another by row; quiet links cost nothing.
    public func openLinks(_ datastore: DatastoreRow, after: LinkRow? = nil, limit: Int) throws -> [Link] {
        try records(LinkSQL.open, [datastore, after ?? .new, limit])
    }

    /// How many links of a datastore are open.
    public func openLinkCount(_ datastore: DatastoreRow) throws -> Int {
        try value(LinkSQL.openCount, [datastore]) ?? 0
    }

    /// The datastores with texts that wait to be tried again.
    public func datastoresWithWaitingTexts() throws -> [DatastoreRow] {
        try rows(LinkSQL.waiting) { columns in try columns.next(DatastoreRow.self) }
    }

    /// The links of a datastore whose texts are not upstream, one page after another by row.
    public func pendingLinks(_ datastore: DatastoreRow, after: LinkRow? = nil, limit: Int) throws -> [Link] {
        try records(LinkSQL.pending, [datastore, after ?? .new, limit])
    }

    /// True for a UID under which a device's new item waits to be written, or was written and nobody heard of it.
    public func isUnwritten(_ datastore: DatastoreRow, uid: String) throws -> Bool {
        try value(LinkSQL.unwritten, [datastore, uid]) != 0
    }

    /// How many there are.
    public func pendingCount(_ datastore: DatastoreRow) throws -> Int {
        try value(LinkSQL.pendingCount, [datastore]) ?? 0
    }

    /// How many links a datastore has; kept, not counted.
    public func linkCount(_ datastore: DatastoreRow) throws -> Int { try value(LinkSQL.count, [datastore]) ?? 0 }

    /// Items that a device has, or that are on their way to it. Looks at every link of the datastore.
    public func nameCount(_ datastore: DatastoreRow) throws -> Int { try value(LinkSQL.nameCount, [datastore]) ?? 0 }

    /// The links a device has not mentioned in a session, one page after another by row.
    public func unseenLinks(
        _ datastore: DatastoreRow, _ session: SessionRow, after: LinkRow? = nil, limit: Int
    ) throws -> [Link] {
        try records(LinkSQL.unseen, [datastore, session, after ?? .new, limit])
    }

    /// The device's items that moved in the sessions from one to before another and in none later.
    /// Looks at every link of the datastore.
    public func unmentionedLinks(
        _ datastore: DatastoreRow, since first: SessionRow, before session: SessionRow, after: LinkRow? = nil,
        limit: Int
    ) throws -> [Link] {
        try records(LinkSQL.unmentioned, [datastore, first, session, after ?? .new, limit])
    }

    /// How many they are. Looks at every link of the datastore.
    public func unmentionedCount(
        _ datastore: DatastoreRow, since first: SessionRow, before session: SessionRow
    ) throws -> Int {
        try value(LinkSQL.unmentionedCount, [datastore, first, session]) ?? 0
    }
}

extension StoreWriter {
    /// Adds a link. Throws `duplicate` when its LUID, GUID or part of the resource is linked in the datastore already.
    @discardableResult
    public func insert(_ link: Link) throws -> LinkRow { try insertRow(link) }

    /// Writes all of a link but its datastore. Throws `notFound`, `duplicate`.
    public func update(_ link: Link) throws { try updateRow(link) }

    /// Removes a link.
    public func remove(_ link: LinkRow) throws { try removeRow(Link.self, link) }

    /// Notes that the device mentioned an item in a session. Throws `notFound`.
    public func touch(_ link: LinkRow, _ session: SessionRow) throws {
        try require(try execute(LinkSQL.touch, [session, link]), of: Link.self, id: link)
    }

    /// Notes that the device has acknowledged a revision whose view it already holds. Throws `notFound`.
    public func acknowledge(_ link: LinkRow, _ revision: Int64) throws {
        try require(try execute(LinkSQL.acknowledge, [revision, link]), of: Link.self, id: link)
    }

    /// The device may have been restored to a day before: what it was sent back may be sent back again.
    public func forgetSentBack(_ datastore: DatastoreRow) throws { try execute(LinkSQL.forgetSentBack, [datastore]) }

    /// Forgets which items of a datastore were mentioned in which session.
    public func resetSeen(_ datastore: DatastoreRow) throws { try execute(LinkSQL.resetSeen, [datastore]) }
}
