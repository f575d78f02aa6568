extension Migration {
    /// Deletions that were judged while their server did not answer are judged again: `is_approved` 2. Each link knows what its device
    /// was sent back. A device restored from a backup stays so through a sync in which only the server speaks. Links may say that their device made a new item of a Replace, too, which an earlier release cannot read.
    /// (Names sort: "C" comes after "B".)
    static let postponed = Migration(
        name: "C-postponed",
        sql: """
            DROP INDEX held_deletion_approved;
            CREATE INDEX held_deletion_answered ON held_deletion (datastore, is_approved) WHERE is_approved <> 0;

            ALTER TABLE link ADD COLUMN sent_back TEXT NOT NULL DEFAULT '';
            CREATE INDEX link_sent_back ON link (datastore) WHERE sent_back <> '';
            ALTER TABLE datastore ADD COLUMN open_includes_ours INTEGER NOT NULL DEFAULT 0;
            """)
}
