/// The schema of every release so far, as its migrations said it then: copies, so that a released migration that is edited by
/// mistake is noticed, and so that stores of those releases can be made here.
struct FrozenMigration: Sendable {
    /// Its name in the database.
    var name: String
    /// Its statements.
    var sql: String

    /// All of them, oldest first. A new migration is added here with its release and never changed afterwards.
    static let all = [
        accounts, mirror, links, slowSync, sessions, journal, listing, undo, massDeletions, intentText, openSessions,
        postponed, folders, untaken, alerts, earlierTexts,
    ]

    /// The statements one by one; those inside a trigger end with the trigger.
    var statements: [String] {
        var statements: [String] = []
        var statement = ""
        var isTrigger = false
        for line in sql.split(separator: "\n", omittingEmptySubsequences: false) {
            statement += line + "\n"
            if line.hasPrefix("CREATE TRIGGER") { isTrigger = true }
            if isTrigger ? line == "END;" : line.hasSuffix(";") {
                statements.append(statement)
                statement = ""
                isTrigger = false
            }
        }
        return statements
    }

    static let accounts = FrozenMigration(
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

    static let mirror = FrozenMigration(
        name: "2-mirror",
        sql: """
            CREATE TABLE collection (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
                href TEXT NOT NULL,
                href_key TEXT NOT NULL,
                display_name TEXT NOT NULL,
                kinds TEXT NOT NULL,
                is_writable INTEGER NOT NULL,
                supports_sync INTEGER NOT NULL,
                ctag TEXT,
                sync_token TEXT,
                counter INTEGER NOT NULL,
                live_count INTEGER NOT NULL DEFAULT 0,
                compared_at INTEGER,
                position INTEGER NOT NULL,
                UNIQUE (account, href_key)
            ) STRICT;

            CREATE TABLE datastore_collection (
                datastore INTEGER NOT NULL REFERENCES datastore ON DELETE CASCADE,
                collection INTEGER NOT NULL REFERENCES collection ON DELETE CASCADE,
                position INTEGER NOT NULL,
                checkpoint INTEGER NOT NULL,
                PRIMARY KEY (datastore, collection)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX datastore_collection_collection ON datastore_collection (collection);

            CREATE TABLE resource (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                collection INTEGER NOT NULL REFERENCES collection ON DELETE CASCADE,
                href TEXT NOT NULL,
                href_key TEXT NOT NULL,
                etag TEXT,
                last_modified TEXT,
                content_length INTEGER,
                body_hash INTEGER NOT NULL,
                uid TEXT NOT NULL,
                kind TEXT,
                revision INTEGER NOT NULL,
                is_gone INTEGER NOT NULL DEFAULT 0,
                first_start INTEGER,
                last_end INTEGER,
                body BLOB NOT NULL,
                UNIQUE (collection, href_key)
            ) STRICT;
            CREATE UNIQUE INDEX resource_revision ON resource (collection, revision);
            CREATE INDEX resource_uid ON resource (uid);
            CREATE INDEX resource_body_hash ON resource (body_hash);
            CREATE INDEX resource_live ON resource (collection) WHERE is_gone = 0;
            CREATE INDEX resource_tombstone ON resource (collection) WHERE is_gone = 1;
            CREATE INDEX resource_start ON resource (collection, first_start)
                WHERE is_gone = 0 AND first_start IS NOT NULL;
            CREATE INDEX resource_end ON resource (collection, last_end)
                WHERE is_gone = 0 AND last_end IS NOT NULL;

            CREATE TRIGGER resource_counted AFTER INSERT ON resource WHEN NEW.is_gone = 0 BEGIN
                UPDATE collection SET live_count = live_count + 1 WHERE id = NEW.collection;
            END;
            CREATE TRIGGER resource_uncounted AFTER DELETE ON resource WHEN OLD.is_gone = 0 BEGIN
                UPDATE collection SET live_count = live_count - 1 WHERE id = OLD.collection;
            END;
            CREATE TRIGGER resource_recounted AFTER UPDATE OF collection, is_gone ON resource
                WHEN OLD.is_gone <> NEW.is_gone OR OLD.collection <> NEW.collection
            BEGIN
                UPDATE collection SET live_count = live_count - (OLD.is_gone = 0) WHERE id = OLD.collection;
                UPDATE collection SET live_count = live_count + (NEW.is_gone = 0) WHERE id = NEW.collection;
            END;
            """)

    static let links = FrozenMigration(
        name: "3-links",
        sql: """
            CREATE TABLE link (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                datastore INTEGER NOT NULL REFERENCES datastore ON DELETE CASCADE,
                resource INTEGER REFERENCES resource,
                part_uid TEXT NOT NULL,
                part_recurrence TEXT NOT NULL,
                luid TEXT,
                generation INTEGER NOT NULL,
                guid INTEGER NOT NULL,
                revision INTEGER NOT NULL,
                state TEXT NOT NULL,
                touched_in INTEGER,
                held_from_device INTEGER NOT NULL,
                offered_revision INTEGER,
                pending_format TEXT,
                pending_reason TEXT,
                pending_since INTEGER,
                pending_delete INTEGER NOT NULL,
                sent BLOB,
                held BLOB,
                offered BLOB,
                pending BLOB,
                is_open INTEGER NOT NULL GENERATED ALWAYS AS (
                    state <> 'linked' OR pending_delete <> 0 OR pending IS NOT NULL OR offered IS NOT NULL
                ) VIRTUAL,
                UNIQUE (datastore, luid),
                UNIQUE (datastore, guid),
                UNIQUE (resource, datastore, part_uid, part_recurrence)
            ) STRICT;
            CREATE INDEX link_datastore ON link (datastore);
            CREATE INDEX link_open ON link (datastore) WHERE is_open = 1;

            CREATE TRIGGER link_counted AFTER INSERT ON link BEGIN
                UPDATE datastore SET link_count = link_count + 1 WHERE id = NEW.datastore;
            END;
            CREATE TRIGGER link_uncounted AFTER DELETE ON link BEGIN
                UPDATE datastore SET link_count = link_count - 1 WHERE id = OLD.datastore;
            END;
            """)

    static let slowSync = FrozenMigration(
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

    static let sessions = FrozenMigration(
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

    static let journal = FrozenMigration(
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

    static let listing = FrozenMigration(
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
