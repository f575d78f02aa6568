extension Migration {
    /// Deletions that wait for approval, and how many happened lately without one.
    ///
    /// A held deletion is no link: the device does not have the item, and nothing of it is open. It goes with its resource's
    /// row only when the collection itself is removed.
    static let massDeletions = Migration(
        name: "9-mass-deletions",
        sql: """
            CREATE TABLE held_deletion (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                datastore INTEGER NOT NULL REFERENCES datastore ON DELETE CASCADE,
                resource INTEGER NOT NULL REFERENCES resource ON DELETE CASCADE,
                part_uid TEXT NOT NULL,
                part_recurrence TEXT NOT NULL,
                revision INTEGER NOT NULL,
                view_key INTEGER,
                session INTEGER,
                held_at INTEGER NOT NULL,
                is_approved INTEGER NOT NULL DEFAULT 0,
                UNIQUE (datastore, resource, part_uid, part_recurrence)
            ) STRICT;
            CREATE INDEX held_deletion_resource ON held_deletion (resource);
            CREATE INDEX held_deletion_view ON held_deletion (datastore, view_key);
            CREATE INDEX held_deletion_approved ON held_deletion (datastore) WHERE is_approved = 1;

            CREATE TABLE deletion_tally (
                id INTEGER PRIMARY KEY,
                datastore INTEGER REFERENCES datastore ON DELETE CASCADE,
                collection INTEGER REFERENCES collection ON DELETE CASCADE,
                at INTEGER NOT NULL,
                count INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX deletion_tally_datastore ON deletion_tally (datastore, at);
            CREATE INDEX deletion_tally_collection ON deletion_tally (collection, at);
            CREATE INDEX deletion_tally_at ON deletion_tally (at);

            ALTER TABLE collection ADD COLUMN held_count INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE collection ADD COLUMN held_revision INTEGER;
            ALTER TABLE collection ADD COLUMN held_at INTEGER;
            ALTER TABLE collection ADD COLUMN approved_count INTEGER NOT NULL DEFAULT 0;
            """)
}
