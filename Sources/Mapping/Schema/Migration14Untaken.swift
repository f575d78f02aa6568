extension Migration {
    /// A device may have shown items that a slow sync from the server did not take.
    static let untaken = Migration(
        name: "E-untaken",
        sql: """
            ALTER TABLE datastore ADD COLUMN has_untaken INTEGER NOT NULL DEFAULT 0;
            """)
}
