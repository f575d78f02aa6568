/// The schema since undo and the guard came.
extension FrozenMigration {
    static let undo = FrozenMigration(
        name: "8-undo",
        sql: """
            CREATE TABLE undo_step (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
                at INTEGER NOT NULL,
                target TEXT NOT NULL
            ) STRICT;
            CREATE INDEX undo_step_account ON undo_step (account);

            ALTER TABLE journal ADD COLUMN undoes INTEGER;
            ALTER TABLE journal ADD COLUMN step INTEGER;
            CREATE INDEX journal_undoes ON journal (undoes) WHERE undoes IS NOT NULL;
            CREATE INDEX journal_step ON journal (step) WHERE step IS NOT NULL;
            CREATE INDEX journal_href ON journal (href) WHERE href IS NOT NULL;
            CREATE INDEX journal_text ON journal (id) WHERE before IS NOT NULL OR after IS NOT NULL;

            CREATE TABLE journal_size (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                bytes INTEGER NOT NULL
            ) STRICT;
            INSERT INTO journal_size (id, bytes)
                SELECT 1, coalesce(sum(coalesce(length(before), 0) + coalesce(length(after), 0)), 0) FROM journal;
            CREATE TRIGGER journal_grown AFTER INSERT ON journal BEGIN
                UPDATE journal_size
                    SET bytes = bytes + coalesce(length(NEW.before), 0) + coalesce(length(NEW.after), 0);
            END;
            CREATE TRIGGER journal_shrunk AFTER DELETE ON journal BEGIN
                UPDATE journal_size
                    SET bytes = bytes - coalesce(length(OLD.before), 0) - coalesce(length(OLD.after), 0);
            END;
            CREATE TRIGGER journal_changed AFTER UPDATE OF before, after ON journal BEGIN
                UPDATE journal_size
                    SET bytes = bytes - coalesce(length(OLD.before), 0) - coalesce(length(OLD.after), 0)
                        + coalesce(length(NEW.before), 0) + coalesce(length(NEW.after), 0);
            END;
            """)

    static let massDeletions = FrozenMigration(
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

    static let intentText = FrozenMigration(
        name: "A-intent-text",
        sql: """
            ALTER TABLE intent ADD COLUMN device_text BLOB;
            ALTER TABLE intent ADD COLUMN conflicts TEXT NOT NULL DEFAULT '';
            """)

    static let openSessions = FrozenMigration(
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

    static let postponed = FrozenMigration(
        name: "C-postponed",
        sql: """
            DROP INDEX held_deletion_approved;
            CREATE INDEX held_deletion_answered ON held_deletion (datastore, is_approved) WHERE is_approved <> 0;

            ALTER TABLE link ADD COLUMN sent_back TEXT NOT NULL DEFAULT '';
            CREATE INDEX link_sent_back ON link (datastore) WHERE sent_back <> '';
            ALTER TABLE datastore ADD COLUMN open_includes_ours INTEGER NOT NULL DEFAULT 0;
            """)

    static let folders = FrozenMigration(
        name: "D-folders",
        sql: """
            ALTER TABLE collection ADD COLUMN is_folder INTEGER NOT NULL DEFAULT 0;
            """)

    static let untaken = FrozenMigration(
        name: "E-untaken",
        sql: """
            ALTER TABLE datastore ADD COLUMN has_untaken INTEGER NOT NULL DEFAULT 0;
            """)

    static let alerts = FrozenMigration(
        name: "F-alerts",
        sql: """
            ALTER TABLE device ADD COLUMN version TEXT;
            ALTER TABLE device ADD COLUMN server_uri TEXT;
            ALTER TABLE datastore ADD COLUMN server_uri TEXT;
            ALTER TABLE datastore ADD COLUMN device_uri TEXT;
            ALTER TABLE datastore ADD COLUMN alerted_at INTEGER;
            ALTER TABLE datastore_collection ADD COLUMN alerted INTEGER NOT NULL DEFAULT 0;
            """)

    static let earlierTexts = FrozenMigration(
        name: "G-earlier-texts",
        sql: """
            CREATE TABLE earlier_text (
                id INTEGER PRIMARY KEY,
                link INTEGER NOT NULL REFERENCES link ON DELETE CASCADE,
                format TEXT,
                text BLOB NOT NULL
            ) STRICT;
            CREATE INDEX earlier_text_link ON earlier_text (link);

            CREATE TRIGGER earlier_text_settled AFTER UPDATE OF pending ON link
                WHEN NEW.pending IS NULL AND OLD.pending IS NOT NULL
            BEGIN
                DELETE FROM earlier_text WHERE link = NEW.id;
            END;
            """)
}
