import SyncTypes
import Testing

@testable import Mapping

/// A store written by every earlier schema opens, and what was in it is there.
@Suite struct SchemaHistoryTests {
    @Test func releasedMigrationsAreNeverEdited() {
        #expect(Schema.migrations.count == FrozenMigration.all.count)
        for (migration, frozen) in zip(Schema.migrations, FrozenMigration.all) {
            #expect(migration.name == frozen.name)
            #expect(migration.sql == frozen.sql, "\(frozen.name) differs from what was released")
        }
    }

    @Test(arguments: 1...FrozenMigration.all.count)
    func opensAndKeepsItsRows(_ steps: Int) throws {
        try TestFolder.use { folder in
            let path = folder + "/footbridge.sqlite"
            try SchemaHistoryTests.make(path, steps: steps)
            let store = try Store(file: path)
            defer { try? store.close() }
            try store.read { reader in
                let names = try reader.texts("SELECT identifier FROM grdb_migrations ORDER BY rowid")
                #expect(names == Schema.migrations.map(\.name))
                try #expect(reader.texts("PRAGMA integrity_check") == ["ok"])
                try #expect(reader.texts("SELECT \"table\" FROM pragma_foreign_key_check").isEmpty)
                try SchemaHistoryTests.expectRows(reader, steps: steps)
            }
            try store.write {
                _ = try $0.append(JournalEntry(at: 9, account: AccountRow(3), action: .note, after: [1]))
            }
            try #expect(store.read { try $0.journalSize() } == (steps >= 6 ? 5 : 0) + 1)
            try #expect(store.write { try $0.allocateGUID(DatastoreRow(5)) } == GUID(12))
        }
    }

    @Test func aDowngradeIsRefusedInClearWords() throws {
        try TestFolder.use { folder in
            let path = folder + "/footbridge.sqlite"
            let store = try Store(file: path)
            try store.write { _ = try $0.execute("INSERT INTO grdb_migrations VALUES ('99-future')") }
            try store.close()
            let error = #expect(throws: StoreError.self) { _ = try Store(file: path) }
            #expect(error?.code == .newerSchema)
            #expect(error?.reason.contains("later release") == true)
            #expect(error?.reason.contains("restore a backup") == true)
        }
    }

    // MARK: - Old stores

    /// Makes a file as a release with so many migrations left it, with a row in each table.
    static func make(_ path: String, steps: Int) throws {
        let store = try Store(file: path)
        try store.write { writer in
            let tables = try writer.texts(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                    + " AND name <> 'grdb_migrations' ORDER BY rowid DESC")
            for table in tables { try writer.execute("DROP TABLE \(table)") }
            try writer.execute("DELETE FROM grdb_migrations")
            for (migration, rows) in zip(FrozenMigration.all, rows + guardRows).prefix(steps) {
                for statement in migration.statements { try writer.execute(statement) }
                try writer.execute("INSERT INTO grdb_migrations VALUES ('\(migration.name)')")
                for row in rows { try writer.execute("INSERT INTO \(row)") }
            }
        }
        try store.close()
    }

    /// What each migration's tables hold, in their order; `guardRows` goes on.
    static let rows: [[String]] = [
        [
            """
            account VALUES (3, 'Ann', 'ann', 'stored', 'https://dav.example/', 'ann', x'0102', 1, '{"conflict":"newest"}',
                NULL, 1000)
            """,
            "device_password VALUES (1, 3, x'03', 'tablet', 1001)",
            """
            device VALUES (4, 3, 'IMEI:1', x'04', 'Nokia', 'E52', '1.0', NULL, NULL, '{}', 7, 1002, 1003)
            """,
            """
            datastore VALUES (5, 4, 'contacts', 'contact', 'contact', 'A1', 'A0', 'S1', 12, 0, 'vCard21', 0, '', 1004, 'ok',
                NULL)
            """,
        ],
        [
            """
            collection VALUES (6, 3, '/ann/book/', '/ann/book/', 'Book', 'contact', 1, 1, 'c', 'token', 9, 0, 1005, 0)
            """,
            "datastore_collection VALUES (5, 6, 0, 8)",
            """
            resource VALUES (7, 6, '/ann/book/a.vcf', '/ann/book/a.vcf', '"e"', NULL, 3, 77, 'uid-a', 'contact', 8, 0, NULL,
                NULL, x'616263')
            """,
            """
            resource VALUES (8, 6, '/ann/book/b.vcf', '/ann/book/b.vcf', NULL, NULL, NULL, 78, 'uid-b', 'contact', 9, 1,
                NULL, NULL, x'')
            """,
        ],
        [
            """
            link (id, datastore, resource, part_uid, part_recurrence, luid, generation, guid, revision, state,
                held_from_device, pending_delete, sent, held, pending)
                VALUES (9, 5, 7, 'uid-a', '', 'L1', 2, 11, 8, 'linked', 1, 0, x'61', x'62', x'63')
            """
        ],
        ["staged_item VALUES (10, 5, 1, 'L2', 'vCard21', NULL, x'64')", "match_key VALUES (5, 1, 42, 0, 10, '', '')"],
        [
            """
            session VALUES (11, 4, '1', 7, 'tok', 1006, 1007, NULL, '1.2', 'wbxml', '2', x'05', 'type', x'7B7D', x'06')
            """,
            "session_chunk VALUES (11, 1, x'65')",
            "intent VALUES (12, 3, 6, 7, '/ann/book/a.vcf', 'put', '\"e\"', 9, 1008, x'66', x'67')",
        ],
        [
            """
            journal VALUES (13, 1009, 3, 4, 11, NULL, '/ann/book/a.vcf', 'uid-a', 'updated', 'Ann', '', x'6162', x'616263')
            """,
            "sync_result VALUES (14, 3, 4, 11, 5, 'twoWay', 1, 2, 3, 4, 5, 6, 7, 8, 1010)",
        ],
        ["listed_member VALUES (6, '/x', '/x', NULL, NULL, NULL, 0)", "match_pair VALUES (5, 10, 7, 'uid-a', '')"],
    ]

    private static func expectRows(_ reader: StoreReader, steps: Int) throws {
        let account = try #require(try reader.account(named: "ann"))
        #expect(account.id == AccountRow(3) && account.settings == ["conflict": "newest"])
        #expect(account.sealedPassword == [1, 2])
        try #expect(reader.devicePasswords(of: account.id).map(\.label) == ["tablet"])
        let device = try #require(try reader.device(account.id, DeviceID("IMEI:1")))
        #expect(device.model == "E52" && device.lastSeen == 1003)
        let datastore = try #require(try reader.datastore(device.id, "contacts"))
        #expect(datastore.clientAnchor == Anchor("A1") && datastore.previousClientAnchor == Anchor("A0"))
        guard steps >= 2 else { return }
        let collection = try #require(try reader.collections(of: account.id).first)
        #expect(collection.syncToken == SyncToken("token") && collection.counter == 9)
        try #expect(reader.collections(of: datastore.id).map(\.checkpoint) == [8])
        let resource = try #require(try reader.resource(collection.id, Href("/ann/book/a.vcf")))
        #expect(resource.body == Array("abc".utf8) && resource.revision == 8 && resource.uid == "uid-a")
        try #expect(reader.count(of: collection.id) == 1)
        try #expect(reader.resource(collection.id, Href("/ann/book/b.vcf"))?.isGone == true)
        guard steps >= 3 else { return }
        let link = try #require(try reader.link(datastore.id, LUID("L1")))
        #expect(link.held == [0x62] && link.pending == [0x63] && link.guid == GUID(11) && link.revision == 8)
        guard steps >= 4 else { return }
        try #expect(reader.texts("SELECT luid FROM staged_item") == ["L2"])
        try #expect(reader.number("SELECT key FROM match_key") == 42)
        guard steps >= 5 else { return }
        try #expect(reader.session(token: "tok")?.sessionID == "1")
        try #expect(reader.chunk(SessionRow(11)) == [0x65])
        try #expect(reader.openIntents(account.id).first?.body == [0x66])
        guard steps >= 6 else { return }
        let entry = try #require(try reader.entry(JournalRow(13)))
        #expect(entry.before == [0x61, 0x62] && entry.action == .updated && entry.undoes == nil && entry.step == nil)
        try #expect(reader.results(account: account.id, limit: 9).map(\.outDeleted) == [6])
        guard steps >= 7 else { return }
        try #expect(reader.texts("SELECT href FROM listed_member") == ["/x"])
        try #expect(reader.number("SELECT staged FROM match_pair") == 10)
        try expectGuardRows(reader, steps: steps)
    }
}
