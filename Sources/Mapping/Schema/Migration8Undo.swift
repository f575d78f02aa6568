extension Migration {
    /// What an undo leaves in the journal, and how large the journal's texts are.
    ///
    /// The size is kept by triggers: asking for it every minute must not cost what the journal holds. Texts are found by
    /// an index of their own, oldest first, since most lines have none.
    static let undo = Migration(
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
}
