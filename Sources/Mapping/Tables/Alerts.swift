/// The statements on what devices were alerted about; internal, so that a test can ask SQLite for their plans.
enum AlertSQL {
    static let alerted = "UPDATE datastore SET alerted_at = ? WHERE id = ?"
    static let judged = "UPDATE datastore_collection SET alerted = ? WHERE datastore = ? AND collection = ?"
}

extension StoreWriter {
    /// Notes when a device was alerted about a datastore. Throws `notFound`.
    public func noteAlert(_ datastore: DatastoreRow, at time: Int64) throws {
        try require(try execute(AlertSQL.alerted, [time, datastore]), of: Datastore.self, id: datastore)
    }

    /// Keeps up to which revision it is decided whether a device is alerted. Throws `notFound` when the datastore does not show the
    /// collection.
    public func setAlerted(_ datastore: DatastoreRow, _ collection: CollectionRow, _ revision: Int64) throws {
        let changes = try execute(AlertSQL.judged, [revision, datastore, collection])
        try require(changes, of: DatastoreCollection.self, id: collection)
    }
}
