extension Migration {
    /// What a device may not know: since which session it has sent items, what has left it in sessions of which it did not see the
    /// end, and what it held before a refresh from the server that may not have come to its end. (Names sort: "B" comes after "A".)
    static let openSessions = Migration(
        name: "B-open-sessions",
        sql: """
            ALTER TABLE datastore ADD COLUMN open_since INTEGER;
            ALTER TABLE datastore ADD COLUMN previous_open_since INTEGER;

            CREATE TABLE departure (
                datastore INTEGER NOT NULL REFERENCES datastore ON DELETE CASCADE,
                luid TEXT NOT NULL,
                session INTEGER NOT NULL,
                PRIMARY KEY (datastore, luid)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE former_link (
                datastore INTEGER NOT NULL REFERENCES datastore ON DELETE CASCADE,
                luid TEXT NOT NULL,
                resource INTEGER NOT NULL REFERENCES resource ON DELETE CASCADE,
                part_uid TEXT NOT NULL,
                part_recurrence TEXT NOT NULL,
                guid INTEGER NOT NULL,
                revision INTEGER NOT NULL,
                sent BLOB,
                held BLOB,
                held_from_device INTEGER NOT NULL,
                PRIMARY KEY (datastore, luid)
            ) STRICT;
            CREATE INDEX former_link_resource ON former_link (resource);
            """)
}
