extension Migration {
    /// Links between the items of devices and the parts of resources.
    ///
    /// `is_open` says once what open means; its partial index holds open links only, so that quiet ones cost nothing.
    /// A resource cannot be removed under a link: a device would keep an item that nobody knows. That is
    /// checked when a statement ends, so removing a whole account may take both in any order.
    static let links = Migration(
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
}
