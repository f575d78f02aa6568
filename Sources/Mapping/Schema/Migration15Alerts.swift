extension Migration {
    /// How a device calls the server and its databases, and what it was alerted about.
    static let alerts = Migration(
        name: "F-alerts",
        sql: """
            ALTER TABLE device ADD COLUMN version TEXT;
            ALTER TABLE device ADD COLUMN server_uri TEXT;
            ALTER TABLE datastore ADD COLUMN server_uri TEXT;
            ALTER TABLE datastore ADD COLUMN device_uri TEXT;
            ALTER TABLE datastore ADD COLUMN alerted_at INTEGER;
            ALTER TABLE datastore_collection ADD COLUMN alerted INTEGER NOT NULL DEFAULT 0;
            """)
}
