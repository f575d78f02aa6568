extension Migration {
    /// A listing of a collection while it is compared with the mirror, and the pairs that matching has found.
    ///
    /// Both can be as long as a collection, so they lie on the disk and not in a session's memory. Their primary keys are
    /// the orders in which they are read.
    static let listing = Migration(
        name: "7-listing",
        sql: """
            CREATE TABLE listed_member (
                collection INTEGER NOT NULL REFERENCES collection ON DELETE CASCADE,
                href_key TEXT NOT NULL,
                href TEXT NOT NULL,
                etag TEXT,
                last_modified TEXT,
                content_length INTEGER,
                is_vanished INTEGER NOT NULL,
                PRIMARY KEY (collection, href_key)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE match_pair (
                datastore INTEGER NOT NULL REFERENCES datastore ON DELETE CASCADE,
                staged INTEGER NOT NULL,
                resource INTEGER NOT NULL,
                part_uid TEXT NOT NULL,
                part_recurrence TEXT NOT NULL,
                PRIMARY KEY (datastore, staged)
            ) STRICT, WITHOUT ROWID;
            """)
}
