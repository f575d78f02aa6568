extension Migration {
    /// Accounts, their passwords, devices, and the datastores on them.
    ///
    /// Tables are STRICT: a value of a wrong type is refused. AUTOINCREMENT where a number outlives its row elsewhere
    /// (journal, command line), so that it never names another one.
    static let accounts = Migration(
        name: "1-accounts",
        sql: """
            PRAGMA application_id = 0x46425247;

            CREATE TABLE account (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL,
                name_key TEXT NOT NULL UNIQUE,
                kind TEXT NOT NULL,
                upstream_url TEXT NOT NULL,
                upstream_user TEXT NOT NULL,
                sealed_password BLOB,
                is_enabled INTEGER NOT NULL,
                settings TEXT NOT NULL,
                discovery BLOB,
                created_at INTEGER NOT NULL
            ) STRICT;

            CREATE TABLE device_password (
                id INTEGER PRIMARY KEY,
                account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
                sealed BLOB NOT NULL,
                label TEXT NOT NULL,
                created_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX device_password_account ON device_password (account);

            CREATE TABLE device (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
                device_id TEXT NOT NULL,
                nonce BLOB,
                manufacturer TEXT,
                model TEXT,
                software_version TEXT,
                information BLOB,
                profile BLOB,
                settings TEXT NOT NULL,
                generation INTEGER NOT NULL,
                first_seen INTEGER NOT NULL,
                last_seen INTEGER NOT NULL,
                UNIQUE (account, device_id)
            ) STRICT;

            CREATE TABLE datastore (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
                name TEXT NOT NULL,
                kind TEXT NOT NULL,
                kinds TEXT NOT NULL,
                client_anchor TEXT,
                previous_client_anchor TEXT,
                server_anchor TEXT,
                next_guid INTEGER NOT NULL,
                link_count INTEGER NOT NULL DEFAULT 0,
                format TEXT,
                needs_slow_sync INTEGER NOT NULL,
                scope TEXT NOT NULL,
                last_synced_at INTEGER,
                last_result TEXT,
                evidence BLOB,
                UNIQUE (device, name)
            ) STRICT;
            """)
}
