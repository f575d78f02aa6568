import SyncTypes
import Testing

@testable import Mapping

/// What a sync without changes asks must be answered by an index, whatever the collection holds.
@Suite struct QueryPlanTests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        var name: String
        var sql: String
        var plan: String
        var testDescription: String { name }
    }

    static let expectations = [
        Expectation(name: "link by LUID", sql: LinkSQL.byLUID, plan: "(datastore=? AND luid=?)"),
        Expectation(name: "row of a link by LUID", sql: LinkSQL.named, plan: "(datastore=? AND luid=?)"),
        Expectation(name: "link by GUID", sql: LinkSQL.byGUID, plan: "(datastore=? AND guid=?)"),
        Expectation(name: "links of a resource", sql: LinkSQL.ofResource, plan: "(resource=?)"),
        Expectation(
            name: "links of a resource in a datastore", sql: LinkSQL.ofResourceInDatastore,
            plan: "(resource=? AND datastore=?)"),
        Expectation(name: "open links", sql: LinkSQL.open, plan: "INDEX link_open (datastore=? AND rowid>?)"),
        Expectation(name: "links of a collection", sql: LinkSQL.reopen, plan: "(resource=? AND datastore=?)"),
        Expectation(name: "pending texts", sql: LinkSQL.pending, plan: "INDEX link_open (datastore=? AND rowid>?)"),
        Expectation(
            name: "unwritten items by UID", sql: LinkSQL.unwritten, plan: "(resource=? AND datastore=? AND part_uid=?)"),
        Expectation(name: "pending text count", sql: LinkSQL.pendingCount, plan: "INDEX link_open (datastore=?)"),
        Expectation(name: "open link count", sql: LinkSQL.openCount, plan: "INDEX link_open (datastore=?)"),
        Expectation(name: "all links", sql: LinkSQL.page, plan: "INDEX link_datastore (datastore=? AND rowid>?)"),
        Expectation(name: "unseen links", sql: LinkSQL.unseen, plan: "INDEX link_datastore (datastore=? AND rowid>?)"),
        Expectation(
            name: "unmentioned links", sql: LinkSQL.unmentioned,
            plan: "INDEX link_datastore (datastore=? AND rowid>?)"),
        Expectation(name: "departures", sql: DepartureSQL.unlinked, plan: "PRIMARY KEY (datastore=?)"),
        Expectation(name: "old departures", sql: DepartureSQL.forget, plan: "PRIMARY KEY (datastore=?)"),
        Expectation(
            name: "what was sent back", sql: LinkSQL.forgetSentBack, plan: "INDEX link_sent_back (datastore=?)"),
        Expectation(name: "earlier texts", sql: EarlierTextSQL.ofLink, plan: "INDEX earlier_text_link (link=?)"),
        Expectation(name: "earlier text count", sql: EarlierTextSQL.count, plan: "INDEX earlier_text_link (link=?)"),
        Expectation(name: "link count", sql: LinkSQL.count, plan: "(rowid=?)"),
        Expectation(
            name: "changed", sql: ResourceSQL.changed,
            plan: "INDEX resource_revision (collection=? AND revision>? AND revision<?)"),
        Expectation(
            name: "changed count", sql: ResourceSQL.changedCount,
            plan: "COVERING INDEX resource_revision (collection=? AND revision>? AND revision<?)"),
        Expectation(name: "resource by path", sql: ResourceSQL.byHref, plan: "(collection=? AND href_key=?)"),
        Expectation(name: "live count", sql: ResourceSQL.count, plan: "(rowid=?)"),
        Expectation(
            name: "heads", sql: ResourceSQL.heads, plan: "INDEX resource_live (collection=? AND rowid>?)"),
        Expectation(name: "listing", sql: ListingSQL.changed, plan: "PRIMARY KEY (collection=? AND href_key>?)"),
        Expectation(name: "vanished", sql: ListingSQL.vanished, plan: "PRIMARY KEY (collection=? AND href_key>?)"),
        Expectation(name: "missing", sql: ListingSQL.missing, plan: "INDEX resource_live (collection=? AND rowid>?)"),
        Expectation(name: "pairs", sql: MatchPairSQL.page, plan: "PRIMARY KEY (datastore=? AND staged>?)"),
        Expectation(name: "by UID", sql: ResourceSQL.byUID, plan: "INDEX resource_uid (uid=?)"),
        Expectation(name: "by body", sql: ResourceSQL.byBodyHash, plan: "INDEX resource_body_hash (body_hash=?)"),
        Expectation(name: "tombstones", sql: ResourceSQL.removeTombstones, plan: "resource_tombstone (collection=?)"),
        Expectation(
            name: "ending", sql: ResourceSQL.ending,
            plan: "INDEX resource_end (collection=? AND last_end>? AND last_end<?)"),
        Expectation(
            name: "starting", sql: ResourceSQL.starting,
            plan: "INDEX resource_start (collection=? AND first_start>? AND first_start<?)"),
        Expectation(
            name: "ended", sql: ResourceSQL.endedCount, plan: "INDEX resource_end (collection=? AND last_end<?)"),
        Expectation(
            name: "later", sql: ResourceSQL.laterCount, plan: "INDEX resource_start (collection=? AND first_start>?)"),
        Expectation(
            name: "approved deletions", sql: HeldDeletionSQL.answered,
            plan: "INDEX held_deletion_answered (datastore=? AND is_approved=? AND rowid>?)"),
        Expectation(
            name: "deletions to carry out", sql: HeldDeletionSQL.anyOfDatastore,
            plan: "INDEX held_deletion_answered (datastore=?)"),
        Expectation(name: "account by name", sql: AccountSQL.byName, plan: "(name_key=?)"),
        Expectation(name: "device by name", sql: DeviceSQL.byName, plan: "(account=? AND device_id=?)"),
        Expectation(name: "collections", sql: CollectionSQL.ofAccount, plan: "(account=?)"),
        Expectation(name: "datastore by name", sql: DatastoreSQL.byName, plan: "(device=? AND name=?)"),
        Expectation(name: "shown collections", sql: DatastoreSQL.collections, plan: "PRIMARY KEY (datastore=?)"),
        Expectation(name: "staged by LUID", sql: StagedSQL.byLUID, plan: "(datastore=? AND luid=?)"),
        Expectation(name: "staged", sql: StagedSQL.page, plan: "staged_item_datastore (datastore=? AND rowid>?)"),
        Expectation(name: "left staged", sql: StagedSQL.left, plan: "staged_item_datastore (datastore=? AND rowid>?)"),
        Expectation(name: "staged by name", sql: StagedSQL.removeNamed, plan: "(datastore=? AND luid=?)"),
        Expectation(
            name: "keys of an item", sql: MatchKeySQL.removeItem,
            plan: "INDEX match_key_item (datastore=? AND side=? AND item=?)"),
        Expectation(
            name: "keys of a part but one tier", sql: MatchKeySQL.removePartBut,
            plan: "INDEX match_key_item (datastore=? AND side=? AND item=?)"),
        Expectation(
            name: "what shares a key", sql: MatchProposalSQL.candidates,
            plan: "PRIMARY KEY (datastore=? AND tier=? AND key=? AND side=?)"),
        Expectation(
            name: "scores", sql: MatchProposalSQL.forget, plan: "PRIMARY KEY (datastore=? AND tier=?)"),
        Expectation(name: "session by token", sql: SessionSQL.byToken, plan: "(token=?)"),
        Expectation(
            name: "newest open session", sql: SessionSQL.newestOpen,
            plan: "INDEX session_open (device=? AND session_id=?)"),
        Expectation(
            name: "a device's newest session", sql: SessionSQL.newestIsOpen, plan: "INDEX session_device (device=?)"),
        Expectation(name: "ended sessions", sql: SessionSQL.removeEnded, plan: "INDEX session_ended (ended_at<?)"),
        Expectation(name: "large object", sql: SessionSQL.chunks, plan: "(session=?)"),
        Expectation(name: "intents", sql: IntentSQL.ofAccount, plan: "INDEX intent_account (account=?)"),
        Expectation(name: "intents of a link", sql: IntentSQL.ofLink, plan: "INDEX intent_account (account=?)"),
        Expectation(name: "open intent", sql: IntentSQL.isOpen, plan: "INTEGER PRIMARY KEY (rowid=?)"),
        Expectation(
            name: "journal of an account", sql: JournalSQL.ofAccount,
            plan: "INDEX journal_account (account=? AND rowid<?)"),
        Expectation(
            name: "journal of a device", sql: JournalSQL.ofDevice,
            plan: "INDEX journal_device (device=? AND rowid<?)"),
        Expectation(
            name: "journal of a session", sql: JournalSQL.ofSession, plan: "INDEX journal_session (session=?)"),
        Expectation(name: "journal of a step", sql: JournalSQL.ofStep, plan: "INDEX journal_step (step=?)"),
        Expectation(name: "undone", sql: JournalSQL.undoing, plan: "INDEX journal_undoes (undoes=?)"),
        Expectation(name: "later at a path", sql: JournalSQL.laterAt, plan: "INDEX journal_href (href=? AND rowid>?)"),
        Expectation(name: "old journal", sql: JournalSQL.prune, plan: "INDEX journal_at (at<?)"),
        Expectation(
            name: "results of a device", sql: SyncResultSQL.ofDevice, plan: "INDEX sync_result_device (device=?)"),
    ]

    @Test(arguments: expectations)
    func usesItsIndex(_ expectation: Expectation) throws {
        try StoreKind.memory.open { store in
            let plan = try store.read { try $0.queryPlan(expectation.sql) }
            #expect(plan.contains { $0.contains(expectation.plan) }, "\(plan)")
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
        }
    }

    /// Pairing reads the keys as they stand in the table: a side that SQLite keeps aside is searched from end to end for every
    /// item of the other one.
    @Test(arguments: [MatchPairSQL.identical, MatchPairSQL.unique])
    func keepsNoSideAside(_ sql: String) throws {
        try StoreKind.memory.open { store in
            let plan = try store.read { try $0.queryPlan(sql) }
            #expect(plan.contains { $0.hasSuffix("USING PRIMARY KEY (datastore=? AND tier=?)") }, "\(plan)")
            #expect(!plan.contains { $0.hasPrefix("MATERIALIZE") }, "\(plan)")
        }
    }

    /// Pages come in the order of an index: nothing is sorted to answer the first rows.
    @Test(arguments: [
        LinkSQL.open, LinkSQL.page, LinkSQL.unseen, ResourceSQL.changed, ResourceSQL.heads, ResourceSQL.ending,
        ResourceSQL.starting, ListingSQL.changed,
        ListingSQL.missing, MatchPairSQL.page,
    ])
    func sortsNothing(_ sql: String) throws {
        try StoreKind.memory.open { store in
            let plan = try store.read { try $0.queryPlan(sql) }
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }
}

extension StoreReader {
    /// SQLite's plan for a statement (https://www.sqlite.org/eqp.html), one step a text.
    func queryPlan(_ sql: String) throws -> [String] {
        // Numbered parameters are bound once, however often they stand there.
        let numbered = (1...9).last { sql.contains("?\($0)") }
        let arguments = [String?](repeating: nil, count: numbered ?? sql.count { $0 == "?" })
        return try rows("EXPLAIN QUERY PLAN " + sql, arguments) { columns in
            for _ in 0..<3 { _ = try columns.next(Int.self) }
            return try columns.next(String.self)
        }
    }
}
