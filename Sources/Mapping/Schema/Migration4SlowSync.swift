extension Migration {
    /// What a slow sync has brought and the keys by which it is matched.
    ///
    /// The primary key of `match_key` is the order in which pairing reads it: both sides of one key stand together.
    static let slowSync = Migration(
        name: "4-slow-sync",
        sql: """
            CREATE TABLE staged_item (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                datastore INTEGER NOT NULL REFERENCES datastore ON DELETE CASCADE,
                session INTEGER NOT NULL,
                luid TEXT NOT NULL,
                format TEXT NOT NULL,
                matched INTEGER,
                text BLOB NOT NULL,
                UNIQUE (datastore, luid)
            ) STRICT;
            CREATE INDEX staged_item_datastore ON staged_item (datastore);

            CREATE TABLE match_key (
                datastore INTEGER NOT NULL REFERENCES datastore ON DELETE CASCADE,
                tier INTEGER NOT NULL,
                key INTEGER NOT NULL,
                side INTEGER NOT NULL,
                item INTEGER NOT NULL,
                part_uid TEXT NOT NULL,
                part_recurrence TEXT NOT NULL,
                PRIMARY KEY (datastore, tier, key, side, item, part_uid, part_recurrence)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX match_key_item ON match_key (datastore, side, item);
            """)
}
