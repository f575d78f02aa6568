import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum DepartureSQL {
    static let note = """
        INSERT INTO departure (datastore, luid, session) VALUES (?, ?, ?)
        ON CONFLICT (datastore, luid) DO UPDATE SET session = excluded.session
        """
    static let unlinked = """
        SELECT luid FROM departure d WHERE datastore = ? AND session >= ? AND session < ? AND NOT EXISTS
            (SELECT 1 FROM link l WHERE l.datastore = d.datastore AND l.luid = d.luid)
        ORDER BY luid
        """
    static let forget = "DELETE FROM departure WHERE datastore = ? AND session < ?"
}

extension StoreReader {
    /// The names of items that left a device in the sessions from one to before another, and that stand for nothing else since.
    public func departures(
        from datastore: DatastoreRow, since first: SessionRow, before session: SessionRow
    ) throws -> [LUID] {
        try rows(DepartureSQL.unlinked, [datastore, first, session]) { try $0.next() }
    }
}

extension StoreWriter {
    /// Notes that an item has left a device in a session: should the device be restored to an earlier day, it has it again.
    public func noteDeparture(of luid: LUID, from datastore: DatastoreRow, in session: SessionRow) throws {
        try execute(DepartureSQL.note, [datastore, luid, session])
    }

    /// Forgets what left a device before a session.
    public func forgetDepartures(from datastore: DatastoreRow, before session: SessionRow) throws {
        try execute(DepartureSQL.forget, [datastore, session])
    }
}
