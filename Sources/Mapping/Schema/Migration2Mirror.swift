extension Migration {
    /// The mirror of upstream collections, and which datastore shows which.
    ///
    /// Bodies stand last in their rows, so that a listing does not read them. Live resources are counted by triggers:
    /// a count must not cost what the collection holds.
    static let mirror = Migration(
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
}
