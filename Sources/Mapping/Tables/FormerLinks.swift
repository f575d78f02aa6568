import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum FormerLinkSQL {
    private static let columns =
        "datastore, luid, resource, part_uid, part_recurrence, guid, revision, sent, held, held_from_device"
    static let keep =
        "INSERT OR REPLACE INTO former_link (\(columns)) SELECT \(columns) FROM link"
        + " WHERE datastore = ? AND luid IS NOT NULL AND resource IS NOT NULL AND state = 'linked'"
    /// An Add that the device may have stored meanwhile gives way: what the device then says of the old name tells more.
    static let makeRoom = """
        DELETE FROM link WHERE datastore = ? AND luid IS NULL AND pending IS NULL AND pending_delete = 0
            AND EXISTS (SELECT 1 FROM former_link f WHERE f.datastore = link.datastore AND f.resource = link.resource
                AND f.part_uid = link.part_uid AND f.part_recurrence = link.part_recurrence)
        """
    static let restore =
        "INSERT OR IGNORE INTO link (\(columns), generation, state, pending_delete)"
        + " SELECT \(columns), 0, 'linked', 0 FROM former_link WHERE datastore = ?"
    static let any = "SELECT 1 FROM former_link WHERE datastore = ? LIMIT 1"
    static let drop = "DELETE FROM former_link WHERE datastore = ?"
}

extension StoreReader {
    /// True when links of a datastore are kept aside.
    public func hasFormerLinks(of datastore: DatastoreRow) throws -> Bool {
        let found: Int? = try value(FormerLinkSQL.any, [datastore])
        return found != nil
    }
}

extension StoreWriter {
    /// The device is about to empty itself: its links go, but one whose text or delete is not upstream yet stays without the
    /// device's name. GUIDs are not given again. What they said of the device's items is kept aside until `dropFormerLinks`.
    public func forgetHoldings(of datastore: DatastoreRow) throws {
        try execute(FormerLinkSQL.keep, [datastore])
        try execute(LinkSQL.removeSettled, [datastore])
        try execute(LinkSQL.forgetNames, [datastore])
    }

    /// The device did not get to emptying itself, or says so: the links kept aside stand again, but where there is a newer one.
    public func restoreFormerLinks(of datastore: DatastoreRow) throws {
        try execute(FormerLinkSQL.makeRoom, [datastore])
        try execute(FormerLinkSQL.restore, [datastore])
        try dropFormerLinks(of: datastore)
    }

    /// The device has been filled again.
    public func dropFormerLinks(of datastore: DatastoreRow) throws { try execute(FormerLinkSQL.drop, [datastore]) }
}
