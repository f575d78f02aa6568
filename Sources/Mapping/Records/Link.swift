import SyncTypes

/// One item of a device: which part of which resource it shows, and both texts of it.
public struct Link: Hashable, Sendable {
    /// Zero until inserted.
    public var id: LinkRow
    /// The device datastore.
    public var datastore: DatastoreRow
    /// The mirrored resource; nil while the device's item is not upstream.
    public var resource: ResourceRow?
    /// The part of it.
    public var part: PartKey
    /// The device's name for it; nil until mapped. Unique in the datastore.
    public var luid: LUID?
    /// Counts the items this LUID has named, since phones reuse LUIDs.
    public var generation: Int
    /// Our name for it. Unique in the datastore.
    public var guid: GUID
    /// The resource's revision that the device has acknowledged.
    public var revision: Int64
    /// The last view we sent or would send.
    public var sent: [UInt8]?
    /// The exact text the device is believed to hold.
    public var held: [UInt8]?
    /// True when *held* came from the device and not from us.
    public var heldFromDevice: Bool
    /// The view on its way, no Status for it yet.
    public var offered: [UInt8]?
    /// The revision that view shows.
    public var offeredRevision: Int64?
    /// Where it stands between the two sides.
    public var state: LinkState
    /// The device's text that could not be written upstream yet.
    public var pending: [UInt8]?
    /// The format of the pending text.
    public var pendingFormat: ItemFormat?
    /// Why it is pending, for people.
    public var pendingReason: String?
    /// Seconds since 1970 UTC.
    public var pendingSince: Int64?
    /// The device deleted it and upstream still has it.
    public var pendingDelete: Bool
    /// The session in which the device last mentioned it.
    public var touchedIn: SessionRow?
    /// Properties ("TEL;CELL") that the device was sent back once, since their removal was not proven, and has not returned since.
    public var sentBack: Set<String>

    /// A record; `insert` gives it its id.
    public init(
        id: LinkRow = .new, datastore: DatastoreRow, resource: ResourceRow?, part: PartKey, luid: LUID? = nil,
        generation: Int = 0, guid: GUID, revision: Int64 = 0, sent: [UInt8]? = nil, held: [UInt8]? = nil,
        heldFromDevice: Bool = false, offered: [UInt8]? = nil, offeredRevision: Int64? = nil,
        state: LinkState = .linked, pending: [UInt8]? = nil, pendingFormat: ItemFormat? = nil,
        pendingReason: String? = nil, pendingSince: Int64? = nil, pendingDelete: Bool = false,
        touchedIn: SessionRow? = nil, sentBack: Set<String> = []
    ) {
        self.id = id
        self.datastore = datastore
        self.resource = resource
        self.part = part
        self.luid = luid
        self.generation = generation
        self.guid = guid
        self.revision = revision
        self.sent = sent
        self.held = held
        self.heldFromDevice = heldFromDevice
        self.offered = offered
        self.offeredRevision = offeredRevision
        self.state = state
        self.pending = pending
        self.pendingFormat = pendingFormat
        self.pendingReason = pendingReason
        self.pendingSince = pendingSince
        self.pendingDelete = pendingDelete
        self.touchedIn = touchedIn
        self.sentBack = sentBack
    }
}

extension Link: StoredRecord {
    static let layout = TableLayout(
        "link",
        [
            "datastore", "resource", "part_uid", "part_recurrence", "luid", "generation", "guid", "revision", "sent",
            "held",
            "held_from_device", "offered", "offered_revision", "state", "pending", "pending_format",
            "pending_reason", "pending_since", "pending_delete", "touched_in", "sent_back",
        ], fixed: ["datastore"])

    var values: [any ColumnValue] {
        [
            datastore, resource, part.uid, part.recurrence, luid, generation, guid, revision, sent, held,
            heldFromDevice, offered,
            offeredRevision, state, pending, pendingFormat, pendingReason, pendingSince, pendingDelete, touchedIn,
            NameSet(sentBack),
        ]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), datastore: columns.next(), resource: columns.next(), part: columns.nextPart(),
            luid: columns.next(), generation: columns.next(), guid: columns.next(), revision: columns.next(),
            sent: columns.next(), held: columns.next(), heldFromDevice: columns.next(), offered: columns.next(),
            offeredRevision: columns.next(), state: columns.next(), pending: columns.next(),
            pendingFormat: columns.next(), pendingReason: columns.next(), pendingSince: columns.next(),
            pendingDelete: columns.next(), touchedIn: columns.next(),
            sentBack: columns.next(NameSet.self).names)
    }
}
