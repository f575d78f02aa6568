extension Migration {
    /// The device's text that a write carries and the values that lose by it, so that a write found after an interruption can be
    /// acknowledged and journalled like any other. (Names sort: "A" comes after "9".)
    static let intentText = Migration(
        name: "A-intent-text",
        sql: """
            ALTER TABLE intent ADD COLUMN device_text BLOB;
            ALTER TABLE intent ADD COLUMN conflicts TEXT NOT NULL DEFAULT '';
            """)
}
