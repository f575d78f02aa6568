import SyncTypes
import Testing

@testable import Mapping

/// What stores hold since undo and the guard came.
extension SchemaHistoryTests {
    /// What each migration's tables hold, from the eighth on.
    static let guardRows: [[String]] = [
        ["undo_step VALUES (15, 3, 1011, 's11')"],
        [
            "held_deletion VALUES (16, 5, 8, 'uid-b', '', 9, 99, 11, 1012, 1)",
            "deletion_tally VALUES (17, 5, NULL, 1013, 2)",
            """
            collection VALUES (18, 3, '/ann/old/', '/ann/old/', 'Old', 'contact', 1, 1, NULL, NULL, 4, 0, 1005, 1,
                3, 2, 1014, 3)
            """,
        ],
        ["intent VALUES (19, 3, 6, 8, '/ann/book/b.vcf', 'put', NULL, 9, 1015, x'68', NULL, x'69', 'TEL')"],
        [
            "departure VALUES (5, 'L9', 11)",
            "former_link VALUES (5, 'L8', 7, 'uid-a', '', 10, 8, x'61', x'6A', 1)",
        ],
        ["held_deletion VALUES (20, 5, 7, 'uid-a', '', 9, 98, 11, 1016, 2)"],
        [
            """
            collection VALUES (21, 3, '/ann/Notes/', '/ann/Notes/', 'Notes', 'note', 1, 0, NULL, NULL, 0, 0, NULL, 2,
                0, 0, 0, 0, 1)
            """
        ],
        [],
        [
            """
            datastore (id, device, name, kind, kinds, next_guid, needs_slow_sync, scope, server_uri, device_uri, alerted_at)
                VALUES (22, 4, 'calendar', 'event', 'event', 1, 0, '', './cal?x', './Calendar', 1017)
            """,
            "datastore_collection VALUES (22, 6, 0, 2, 7)",
        ],
        ["earlier_text VALUES (23, 9, 'vCard21', x'64')"],
    ]

    static func expectGuardRows(_ reader: StoreReader, steps: Int) throws {
        guard steps >= 8 else { return }
        try #expect(reader.texts("SELECT target FROM undo_step") == ["s11"])
        guard steps >= 9 else { return }
        let deletion = try #require(try reader.heldDeletion(DatastoreRow(5), viewKey: 99))
        #expect(deletion.resource == ResourceRow(8) && deletion.approval == .given && deletion.heldAt == 1012)
        try #expect(reader.deletions(by: DatastoreRow(5), since: 1012) == 2)
        try #expect(
            reader.hold(of: CollectionRow(18))
                == CollectionHold(count: 3, revision: 2, since: 1014, answer: .approved(3)))
        guard steps >= 10 else { return }
        let intent = try #require(try reader.openIntents(AccountRow(3)).last)
        #expect(intent.deviceText == [0x69] && intent.conflicts == "TEL")
        guard steps >= 11 else { return }
        try #expect(reader.texts("SELECT luid FROM departure") == ["L9"])
        try #expect(reader.texts("SELECT luid FROM former_link") == ["L8"])
        guard steps >= 12 else { return }
        try #expect(reader.heldDeletion(DatastoreRow(5), viewKey: 98)?.approval == .postponed)
        try #expect(reader.collection(CollectionRow(6))?.isFolder == false)
        guard steps >= 13 else { return }
        try #expect(reader.collection(CollectionRow(21))?.isFolder == true)
        guard steps >= 15 else { return }
        let alerted = try #require(try reader.datastore(DatastoreRow(22)))
        #expect(alerted.serverURI == "./cal?x" && alerted.deviceURI == "./Calendar" && alerted.alertedAt == 1017)
        try #expect(reader.collections(of: alerted.id).map(\.alerted) == [7])
        guard steps >= 16 else { return }
        try #expect(reader.texts("SELECT hex(text) FROM earlier_text") == ["64"])
    }
}
