extension Migration {
    /// The texts that a device sent one after another while none of them could go upstream; the newest is on the link. They go with it.
    static let earlierTexts = Migration(
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
