import Testing

@testable import Mapping

@Suite struct SchemaTests {
    @Test(arguments: StoreKind.allCases)
    func fromEmptyToTheNewest(_ kind: StoreKind) throws {
        try kind.open { store in
            let names = try store.read { try $0.texts("SELECT identifier FROM grdb_migrations ORDER BY rowid") }
            #expect(names == Schema.migrations.map(\.name))
            #expect(names.sorted() == names, "names start with their number")
            try #expect(store.read { try $0.texts("PRAGMA integrity_check") } == ["ok"])
            try #expect(store.read { try $0.texts("SELECT \"table\" FROM pragma_foreign_key_check") }.isEmpty)
            let loose = """
                SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
                    AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'
                """
            try #expect(store.read { try $0.texts(loose) }.isEmpty, "every table is STRICT")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func everyReferenceIsIndexed(_ kind: StoreKind) throws {
        try kind.open { store in
            let references = """
                SELECT t.name || '.' || f."from" FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f
                WHERE t.schema = 'main' AND NOT EXISTS (
                    SELECT 1 FROM pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c
                    WHERE c.seqno = 0 AND c.name = f."from" AND i.partial = 0)
                """
            try #expect(store.read { try $0.texts(references) }.isEmpty, "a cascade must not scan")
        }
    }

    @Test func aCommitIsFullySynchronous() throws {
        try StoreKind.file.open { store in
            try store.write { writer in
                try #expect(writer.number("PRAGMA synchronous") == 2)
                try #expect(writer.texts("PRAGMA journal_mode") == ["wal"])
                try #expect(writer.number("PRAGMA foreign_keys") == 1)
            }
        }
    }

    @Test func openingAgainKeepsEverything() throws {
        try TestFolder.use { folder in
            let path = folder + "/footbridge.sqlite"
            let first = try Store(file: path)
            let world = try first.write(World.init)
            try first.close()
            let second = try Store(file: path)
            try #expect(second.read { try $0.account(named: "milan")?.id } == world.account)
            let third = try Store(file: path)
            try #expect(third.read { try $0.devices().count } == 1, "a command beside the server")
            try second.close()
            try third.close()
        }
    }

    @Test func aNewerSchemaIsRefused() throws {
        try TestFolder.use { folder in
            let path = folder + "/footbridge.sqlite"
            let store = try Store(file: path)
            try store.write { _ = try $0.execute("INSERT INTO grdb_migrations VALUES ('99-future')") }
            try store.close()
            #expect(throws: StoreError(.newerSchema, "")) { _ = try Store(file: path) }
        }
    }

    @Test func anotherProgramsFileIsRefused() throws {
        try TestFolder.use { folder in
            let path = folder + "/footbridge.sqlite"
            let store = try Store(file: path)
            try store.write { _ = try $0.execute("PRAGMA application_id = 7") }
            try store.close()
            #expect(throws: StoreError(.notAStore, "")) { _ = try Store(file: path) }
            try PrivateFile.createOnce(folder + "/text", Array(String(repeating: "no database ", count: 99).utf8))
            #expect(throws: StoreError(.notAStore, "")) { _ = try Store(file: folder + "/text") }
            #expect(throws: StoreError(.cannotOpen, "")) { _ = try Store(file: folder + "/nowhere/x.sqlite") }
            #expect(throws: StoreError(.cannotOpen, "")) { _ = try Store(file: folder) }
        }
    }

    @Test func manyOpenAnEmptyFileAtOnce() async throws {
        let folder = try TestFolder.make()
        defer { TestFolder.remove(folder) }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let store = try Store(file: folder + "/footbridge.sqlite")
                    defer { try? store.close() }
                    return try store.read { try $0.accounts().count }
                }
            }
            for try await count in group { #expect(count == 0) }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aValueThatMakesNoSenseIsAnError(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write { _ = try $0.execute("UPDATE account SET kind = 'other'") }
            #expect(throws: StoreError(.corrupt, "")) { try store.read { _ = try $0.accounts() } }
            try store.write { _ = try $0.execute("UPDATE account SET kind = 'stored', settings = '[1]'") }
            #expect(throws: StoreError(.corrupt, "")) { try store.read { _ = try $0.accounts() } }
            #expect(throws: StoreError(.invalidStatement, "")) {
                try store.write { _ = try $0.execute("UPDATE account SET created_at = 'x'") }
            }
        }
    }
}

extension StoreReader {
    /// The first column of all rows, as texts.
    func texts(_ sql: String) throws -> [String] {
        try rows(sql) { columns in try columns.next(String.self) }
    }

    /// The first column of the first row.
    func number(_ sql: String) throws -> Int? { try value(sql, []) }
}
