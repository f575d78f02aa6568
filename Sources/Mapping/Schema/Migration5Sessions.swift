extension Migration {
    /// Sessions, large objects on their way in, and writes upstream that have begun.
    static let sessions = Migration(
        name: "5-sessions",
        sql: """
            CREATE TABLE session (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
                session_id TEXT NOT NULL,
                fence INTEGER NOT NULL,
                token TEXT NOT NULL UNIQUE,
                started_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                ended_at INTEGER,
                version TEXT NOT NULL,
                encoding TEXT NOT NULL,
                last_message_id TEXT,
                last_request_hash BLOB,
                last_reply_content_type TEXT,
                state BLOB NOT NULL,
                last_reply BLOB
            ) STRICT;
            CREATE INDEX session_device ON session (device);
            CREATE INDEX session_open ON session (device, session_id) WHERE ended_at IS NULL;
            CREATE INDEX session_ended ON session (ended_at) WHERE ended_at IS NOT NULL;

            CREATE TABLE session_chunk (
                session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
                position INTEGER NOT NULL,
                bytes BLOB NOT NULL,
                PRIMARY KEY (session, position)
            ) STRICT;

            CREATE TABLE intent (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
                collection INTEGER NOT NULL REFERENCES collection ON DELETE CASCADE,
                resource INTEGER,
                href TEXT NOT NULL,
                operation TEXT NOT NULL,
                base_etag TEXT,
                link INTEGER,
                created_at INTEGER NOT NULL,
                body BLOB,
                base BLOB
            ) STRICT;
            CREATE INDEX intent_account ON intent (account);
            CREATE INDEX intent_collection ON intent (collection);
            """)
}
