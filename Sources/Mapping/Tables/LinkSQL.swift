/// The statements on links; apart from the calls, so that a test can ask SQLite for their plans.
enum LinkSQL {
    static let byID = Link.layout.select + " WHERE id = ?"
    static let byLUID = Link.layout.select + " WHERE datastore = ? AND luid = ?"
    static let named = "SELECT id FROM link WHERE datastore = ? AND luid = ?"
    static let byGUID = Link.layout.select + " WHERE datastore = ? AND guid = ?"
    static let ofResource = Link.layout.select + " WHERE resource = ? ORDER BY id"
    static let ofResourceInDatastore =
        Link.layout.select + " WHERE resource = ? AND datastore = ? ORDER BY part_uid, part_recurrence"
    static let page = Link.layout.select + " WHERE datastore = ? AND id > ? ORDER BY id LIMIT ?"
    static let open = Link.layout.select + " WHERE datastore = ? AND is_open = 1 AND id > ? ORDER BY id LIMIT ?"
    /// Quiet links of a collection become open ones to which nothing was offered yet.
    static let reopen = """
        UPDATE link SET offered = x'', offered_revision = NULL, revision = 0
        WHERE datastore = ? AND luid IS NOT NULL AND is_open = 0
            AND resource IN (SELECT id FROM resource WHERE collection = ?)
        """
    static let openCount = "SELECT count(*) FROM link WHERE datastore = ? AND is_open = 1"
    static let unseen =
        Link.layout.select + " WHERE datastore = ? AND touched_in IS NOT ? AND id > ? ORDER BY id LIMIT ?"
    private static let isUnmentioned =
        " WHERE datastore = ? AND touched_in >= ? AND touched_in < ? AND luid IS NOT NULL AND state = 'linked'"
    static let unmentioned = Link.layout.select + isUnmentioned + " AND id > ? ORDER BY id LIMIT ?"
    static let unmentionedCount = "SELECT count(*) FROM link" + isUnmentioned
    static let waiting =
        "SELECT DISTINCT datastore FROM link WHERE is_open = 1 AND pending IS NOT NULL"
        + " AND (pending_reason IS NULL OR pending_reason LIKE 'waiting%') ORDER BY datastore"
    private static let isPending = " WHERE datastore = ? AND is_open = 1 AND pending IS NOT NULL"
    static let pending = Link.layout.select + isPending + " AND id > ? ORDER BY id LIMIT ?"
    static let pendingCount = "SELECT count(*) FROM link" + isPending
    static let unwritten =
        "SELECT count(*) FROM link WHERE resource IS NULL AND datastore = ? AND part_uid = ? AND pending IS NOT NULL"
    /// Items that a device has, or that are on their way to it.
    static let nameCount =
        "SELECT count(*) FROM link WHERE datastore = ? AND (luid IS NOT NULL OR state IN ('offered', 'delivered'))"
    static let count = "SELECT link_count FROM datastore WHERE id = ?"
    static let touch = "UPDATE link SET touched_in = ? WHERE id = ?"
    static let acknowledge = "UPDATE link SET revision = ? WHERE id = ?"
    static let resetSeen = "UPDATE link SET touched_in = NULL WHERE datastore = ? AND touched_in IS NOT NULL"
    static let forgetSentBack = "UPDATE link SET sent_back = '' WHERE datastore = ? AND sent_back <> ''"
    static let removeSettled =
        "DELETE FROM link WHERE datastore = ? AND pending IS NULL AND pending_delete = 0"
    static let forgetNames =
        "UPDATE link SET luid = NULL, generation = generation + 1, state = 'refused:0' WHERE datastore = ?"
}
