/// The statements on resources; apart from the calls, so that a test can ask SQLite for their plans.
enum ResourceSQL {
    static let byID = ResourceRecord.select + " WHERE id = ?"
    static let byHref = ResourceRecord.select + " WHERE collection = ? AND href_key = ?"
    /// ASCII letters of either case are the same here: some servers keep their files on such disks.
    static let named = ResourceRecord.select + " WHERE collection = ? AND is_gone = 0 AND lower(href_key) = lower(?)"
    static let newest =
        "SELECT href FROM resource WHERE collection = ? AND is_gone = 0 ORDER BY revision DESC LIMIT 1"
    static let headByID = ResourceHead.select + " WHERE id = ?"
    static let heads = ResourceHead.select + " WHERE collection = ? AND is_gone = 0 AND id > ? ORDER BY id LIMIT ?"
    static let byUID = ofAccount("uid")
    static let byBodyHash = ofAccount("body_hash")
    static let count = "SELECT live_count FROM collection WHERE id = ?"
    /// A page goes on behind a bound and a row, since many events may end at one moment.
    static let ending =
        ResourceHead.select + " WHERE collection = ? AND is_gone = 0 AND (last_end, id) > (?, ?) AND last_end < ?"
        + " ORDER BY last_end, id LIMIT ?"
    static let starting =
        ResourceHead.select
        + " WHERE collection = ? AND is_gone = 0 AND (first_start, id) > (?, ?) AND first_start < ?"
        + " ORDER BY first_start, id LIMIT ?"
    static let endedCount =
        "SELECT count(*) FROM resource WHERE collection = ? AND is_gone = 0 AND last_end < ? AND kind = ?"
    static let laterCount =
        "SELECT count(*) FROM resource WHERE collection = ? AND is_gone = 0 AND first_start >= ? AND kind = ?"

    static let changed =
        ResourceHead.select + " WHERE collection = ? AND revision > ? AND revision <= ? ORDER BY revision LIMIT ?"
    static let changedCount =
        "SELECT count(*) FROM resource WHERE collection = ? AND revision > ? AND revision <= ?"

    static let nextRevision = "UPDATE collection SET counter = counter + 1 WHERE id = ? RETURNING counter"
    static let upsert = """
        INSERT INTO resource (collection, href, href_key, etag, last_modified, content_length, body, body_hash, uid,
            kind, revision, first_start, last_end)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (collection, href_key) DO UPDATE SET href = excluded.href, etag = excluded.etag,
            last_modified = excluded.last_modified, content_length = excluded.content_length, body = excluded.body,
            body_hash = excluded.body_hash, uid = excluded.uid, kind = excluded.kind, revision = excluded.revision,
            is_gone = 0, first_start = excluded.first_start, last_end = excluded.last_end
        RETURNING id
        """
    static let update = """
        UPDATE resource SET collection = ?, href = ?, href_key = ?, etag = ?, last_modified = ?, content_length = ?,
            body = ?, body_hash = ?, uid = ?, kind = ?, revision = ?, first_start = ?, last_end = ?, is_gone = 0
        WHERE id = ?
        """
    static let markGone = """
        UPDATE resource SET is_gone = 1, revision = ?, body = x'', etag = NULL, last_modified = NULL,
            content_length = NULL WHERE id = ?
        """
    static let touch = "UPDATE resource SET etag = ?, last_modified = ?, content_length = ? WHERE id = ?"
    static let removeTombstones = """
        DELETE FROM resource WHERE collection = ? AND is_gone = 1
            AND NOT EXISTS (SELECT 1 FROM link WHERE link.resource = resource.id)
        """

    private static func ofAccount(_ column: String) -> String {
        ResourceHead.select + " WHERE \(column) = ?"
            + " AND collection IN (SELECT id FROM collection WHERE account = ?) AND is_gone <= ? ORDER BY id"
    }
}
