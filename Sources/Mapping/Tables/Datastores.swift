import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum DatastoreSQL {
    static let byName = Datastore.layout.select + " WHERE device = ? AND name = ?"
    static let byID = Datastore.layout.select + " WHERE id = ?"
    static let ofDevice = Datastore.layout.select + " WHERE device = ? ORDER BY id"
    static let allocate = "UPDATE datastore SET next_guid = next_guid + 1 WHERE id = ? RETURNING next_guid - 1"
    static let collections =
        "SELECT collection, position, checkpoint, alerted FROM datastore_collection WHERE datastore = ? ORDER BY position"
    static let dropCollections = "DELETE FROM datastore_collection WHERE datastore = ?"
    static let addCollection =
        "INSERT INTO datastore_collection (datastore, collection, position, checkpoint, alerted) VALUES (?, ?, ?, ?, ?)"
    static let checkpoint = "UPDATE datastore_collection SET checkpoint = ? WHERE datastore = ? AND collection = ?"
    static let noteOpen =
        "UPDATE datastore SET open_since = ? WHERE id = ? AND open_since IS NULL"
    static let settleOpen = "UPDATE datastore SET open_since = ? WHERE id = ?"
    static let reset = "UPDATE datastore_collection SET checkpoint = 0 WHERE datastore = ?"
}

extension StoreReader {
    /// The datastore of a device by its canonical name.
    public func datastore(_ device: DeviceRow, _ name: String) throws -> Datastore? {
        try record(DatastoreSQL.byName, [device, name])
    }

    /// The datastore in a row.
    public func datastore(_ id: DatastoreRow) throws -> Datastore? { try record(DatastoreSQL.byID, [id]) }

    /// The datastores of a device, oldest first.
    public func datastores(of device: DeviceRow) throws -> [Datastore] { try records(DatastoreSQL.ofDevice, [device]) }

    /// The collections a datastore shows, in order, with their checkpoints.
    public func collections(of datastore: DatastoreRow) throws -> [DatastoreCollection] {
        try rows(DatastoreSQL.collections, [datastore]) { columns in
            try DatastoreCollection(
                collection: columns.next(), position: columns.next(), checkpoint: columns.next(),
                alerted: columns.next())
        }
    }
}

extension StoreWriter {
    /// Adds a datastore. Throws `duplicate` when the device has one of that name.
    @discardableResult
    public func insert(_ datastore: Datastore) throws -> DatastoreRow { try insertRow(datastore) }

    /// Writes all of a datastore but its device and GUID counter. Throws `notFound`, `duplicate`.
    public func update(_ datastore: Datastore) throws { try updateRow(datastore) }

    /// Removes a datastore with its links.
    public func remove(_ datastore: DatastoreRow) throws { try removeRow(Datastore.self, datastore) }

    /// Notes the first session since the last committed one in which the device sent items; an earlier one stands.
    public func noteOpen(_ datastore: DatastoreRow, since session: SessionRow) throws {
        try execute(DatastoreSQL.noteOpen, [session, datastore])
    }

    /// The device has heard how its last session ended. `session`: what stays in doubt nevertheless.
    public func settleOpen(_ datastore: DatastoreRow, since session: SessionRow?) throws {
        try execute(DatastoreSQL.settleOpen, [session, datastore])
    }

    /// Gives the next GUID of a datastore, from 1; none is given twice, and none that reads like a LUID of the device: a Map may
    /// name either. Throws `notFound`.
    public func allocateGUID(_ datastore: DatastoreRow) throws -> GUID {
        while true {
            guard let guid: GUID = try value(DatastoreSQL.allocate, [datastore]) else {
                throw StoreError(.notFound, "There is no Datastore with number \(datastore)")
            }
            let likeIt: LinkRow? = try value(LinkSQL.named, [datastore, LUID(guid.description)])
            if likeIt == nil { return guid }
        }
    }

    /// Sets which collections a datastore shows, in order: those that stay keep their checkpoint, new ones start at 0. What the device
    /// holds of those that go is open from then on, since it has to leave. None: they are to be chosen anew.
    /// Throws `duplicate` when one is named twice, `inUse` when one does not exist.
    public func setCollections(_ datastore: DatastoreRow, _ collections: [CollectionRow]) throws {
        let known = try self.collections(of: datastore)
        if known.map(\.collection) == collections { return }
        let before = Dictionary(uniqueKeysWithValues: known.map { ($0.collection, $0) })
        try execute(DatastoreSQL.dropCollections, [datastore])
        for entry in known where !collections.contains(entry.collection) {
            try execute(LinkSQL.reopen, [datastore, entry.collection])
        }
        for (position, collection) in collections.enumerated() {
            let old = before[collection]
            try execute(
                DatastoreSQL.addCollection,
                [datastore, collection, position, old?.checkpoint ?? 0, old?.alerted ?? 0])
        }
    }

    /// Keeps up to which revision a device has been served. Throws `notFound` when the datastore does not show the
    /// collection.
    public func setCheckpoint(_ datastore: DatastoreRow, _ collection: CollectionRow, _ revision: Int64) throws {
        let changes = try execute(DatastoreSQL.checkpoint, [revision, datastore, collection])
        try require(changes, of: DatastoreCollection.self, id: collection)
    }

    /// Sets all checkpoints of a datastore to 0, so that every resource is looked at again.
    public func resetCheckpoints(_ datastore: DatastoreRow) throws { try execute(DatastoreSQL.reset, [datastore]) }
}
