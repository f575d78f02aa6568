extension Migration {
    /// The journal of changes upstream, and how sessions came out.
    ///
    /// Devices and sessions are named by number only: the journal outlives both.
    static let journal = Migration(
        name: "6-journal",
        sql: """
            CREATE TABLE journal (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                at INTEGER NOT NULL,
                account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
                device INTEGER,
                session INTEGER,
                collection TEXT,
                href TEXT,
                uid TEXT NOT NULL,
                action TEXT NOT NULL,
                summary TEXT NOT NULL,
                detail TEXT NOT NULL,
                before BLOB,
                after BLOB
            ) STRICT;
            CREATE INDEX journal_account ON journal (account);
            CREATE INDEX journal_device ON journal (device) WHERE device IS NOT NULL;
            CREATE INDEX journal_session ON journal (session) WHERE session IS NOT NULL;
            CREATE INDEX journal_at ON journal (at);

            CREATE TABLE sync_result (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                account INTEGER REFERENCES account ON DELETE CASCADE,
                device INTEGER REFERENCES device ON DELETE CASCADE,
                session INTEGER NOT NULL,
                datastore INTEGER NOT NULL REFERENCES datastore ON DELETE CASCADE,
                mode TEXT NOT NULL,
                in_added INTEGER NOT NULL,
                in_changed INTEGER NOT NULL,
                in_deleted INTEGER NOT NULL,
                out_added INTEGER NOT NULL,
                out_changed INTEGER NOT NULL,
                out_deleted INTEGER NOT NULL,
                conflicts INTEGER NOT NULL,
                rejected INTEGER NOT NULL,
                at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX sync_result_account ON sync_result (account);
            CREATE INDEX sync_result_device ON sync_result (device);
            CREATE INDEX sync_result_datastore ON sync_result (datastore);
            CREATE INDEX sync_result_at ON sync_result (at);
            """)
}
