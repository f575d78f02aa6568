extension Migration {
    /// A collection may be a folder of text files.
    static let folders = Migration(
        name: "D-folders",
        sql: """
            ALTER TABLE collection ADD COLUMN is_folder INTEGER NOT NULL DEFAULT 0;
            """)
}
