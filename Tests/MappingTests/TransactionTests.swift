import SyncTypes
import Testing

@testable import Mapping

@Suite struct TransactionTests {
    private struct Stop: Error, Equatable {}

    @Test(arguments: StoreKind.allCases)
    func aThrowUndoesEverything(_ kind: StoreKind) throws {
        try kind.world { store, world in
            #expect(throws: Stop()) {
                try store.write { writer in
                    try writer.insert(Sample.account("gone"))
                    let resource = try writer.saved(Sample.resource(world.collection, "a"))
                    try writer.insert(Sample.link(world.datastore, resource.id, guid: 1, luid: "1"))
                    _ = try writer.allocateGUID(world.datastore)
                    throw Stop()
                }
            }
            try store.read { reader in
                try #expect(reader.account(named: "gone") == nil)
                try #expect(reader.collection(world.collection)?.counter == 0)
                try #expect(reader.count(of: world.collection) == 0)
                try #expect(reader.linkCount(world.datastore) == 0)
                try #expect(reader.datastore(world.datastore)?.nextGUID == 1)
            }
        }
    }

    /// A refused row leaves the rest of the work standing, when the body goes on.
    @Test(arguments: StoreKind.allCases)
    func aRefusalInsideABodyIsTheBodysAffair(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write { writer in
                try writer.insert(Sample.link(world.datastore, nil, guid: 1, luid: "1"))
                #expect(throws: StoreError(.duplicate, "")) {
                    try writer.insert(Sample.link(world.datastore, nil, guid: 2, luid: "1"))
                }
                try writer.insert(Sample.link(world.datastore, nil, guid: 2, luid: "2"))
            }
            try #expect(store.read { try $0.linkCount(world.datastore) } == 2)
        }
    }

    /// A disk without room refuses the work whole, and the store goes on afterwards.
    @Test(arguments: StoreKind.allCases)
    func aFullDiskUndoesEverything(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write { writer in
                let pages = try writer.number("PRAGMA page_count") ?? 0
                _ = try writer.number("PRAGMA max_page_count = \(pages + 8)")
            }
            #expect(throws: StoreError(.diskFull, "")) {
                try store.write { writer in
                    try writer.insert(Sample.account("gone"))
                    var resource = Sample.resource(world.collection, "large")
                    resource.body = [UInt8](repeating: 7, count: 1 << 20)
                    _ = try writer.save(resource)
                }
            }
            #expect(try store.read { try $0.account(named: "gone") } == nil)
            #expect(try store.write { try $0.save(Sample.resource(world.collection, "small")) } == 1)
        }
    }

    /// When SQLite itself has undone the work, a body that goes on must not write outside of a transaction.
    @Test(arguments: StoreKind.allCases)
    func whatComesAfterAnAbortedTransactionIsRefused(_ kind: StoreKind) throws {
        try kind.world { store, world in
            func writeOn(_ writer: StoreWriter) throws {
                _ = try writer.insert(Sample.account("before"))
                #expect(throws: StoreError(.duplicate, "")) {
                    try writer.execute(
                        "INSERT OR ROLLBACK INTO account SELECT * FROM account WHERE id = ?", [world.account])
                }
                #expect(throws: StoreError(.invalidStatement, "")) { _ = try writer.insert(Sample.account("after")) }
            }
            #expect(throws: StoreError(.invalidStatement, "")) { try store.write(writeOn) }
            #expect(try store.read { try $0.account(named: "before") } == nil)
            #expect(try store.read { try $0.account(named: "after") } == nil)
            try store.write { _ = try $0.insert(Sample.account("later")) }
            #expect(try store.read { try $0.account(named: "later") } != nil)
        }
    }

    /// Empty texts and blobs, NULs and all bits of a number come back; too few values are refused.
    @Test(arguments: StoreKind.allCases)
    func valuesComeBackAsTheyWent(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write { writer in
                var link = Sample.link(world.datastore, nil, guid: 1, luid: "")
                (link.sent, link.held, link.pending) = ([], nil, [0, 255, 0])
                link.pendingReason = "a\0b ü"
                link.id = try writer.insert(link)
                let read = try #require(try writer.link(link.id))
                #expect(read.luid == LUID("") && read.sent == [] && read.held == nil && read.pending == [0, 255, 0])
                #expect(read.pendingReason == "a\u{FFFD}b ü")
                let bits: [UInt64] = try writer.rows("SELECT ?", [UInt64.max]) { try $0.next() }
                #expect(bits == [UInt64.max])
                #expect(throws: StoreError(.invalidStatement, "")) { try writer.execute("SELECT ?, ?", [1]) }
                #expect(throws: StoreError(.corrupt, "")) {
                    _ = try writer.rows("SELECT 'text'") { try $0.next(Int.self) }
                }
                #expect(throws: StoreError(.corrupt, "")) {
                    _ = try writer.rows("SELECT NULL") { try $0.next([UInt8].self) }
                }
            }
        }
    }

    /// A store that is emptied is as one just made, and its prepared statements still hold.
    @Test func anEmptiedStoreIsANewOne() throws {
        try StoreKind.memory.world { store, world in
            try store.write { writer in
                let resource = try writer.saved(Sample.resource(world.collection, "a"))
                try writer.insert(Sample.link(world.datastore, resource.id, guid: 1, luid: "1"))
                try writer.append(JournalEntry(at: 1, account: world.account, action: .created, after: [1, 2, 3]))
                try #expect(writer.journalSize() == 3)
            }
            try store.empty()
            try store.read { reader in
                try #expect(reader.accounts().isEmpty)
                try #expect(reader.journalSize() == 0)
            }
            let again = try store.write { try World($0) }
            #expect(again.account == world.account && again.collection == world.collection)
            #expect(again.datastore == world.datastore)
            try store.write { writer in
                try writer.append(JournalEntry(at: 1, account: again.account, action: .created, after: [1]))
                try #expect(writer.journalSize() == 1)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aWriterReadsItsOwnWrites(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write { writer in
                let id = try writer.insert(Sample.account("new"))
                try #expect(writer.account(named: "NEW")?.id == id)
            }
        }
    }

    /// Readers see one moment while a writer works.
    @Test func readersDoNotWaitForTheWriter() throws {
        try StoreKind.file.world { store, world in
            try store.write { writer in
                try writer.insert(Sample.account("half"))
                try #expect(store.read { try $0.account(named: "half") } == nil)
            }
            try #expect(store.read { try $0.account(named: "half") } != nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func manyTasksAtOnce(_ kind: StoreKind) async throws {
        let (store, folder) = try open(kind)
        defer { folder.map(TestFolder.remove) }
        let world = try store.write(World.init)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for number in 0..<25 {
                        try store.write { writer in
                            let guid = try writer.allocateGUID(world.datastore)
                            let link = Sample.link(world.datastore, nil, guid: guid.number, luid: "\(task)-\(number)")
                            try writer.insert(link)
                        }
                        _ = try store.read { try $0.link(world.datastore, LUID("\(task)-0")) }
                    }
                }
            }
            try await group.waitForAll()
        }
        try #expect(store.read { try $0.linkCount(world.datastore) } == 200)
        try #expect(store.read { try $0.datastore(world.datastore)?.nextGUID } == 201)
        try store.close()
    }

    private func open(_ kind: StoreKind) throws -> (Store, String?) {
        switch kind {
        case .memory: return (try Store(inMemory: ()), nil)
        case .file:
            let folder = try TestFolder.make()
            return (try Store(file: folder + "/footbridge.sqlite"), folder)
        }
    }

    /// The kept counts equal counting, after any sequence of changes.
    @Test(arguments: StoreKind.allCases)
    func countsAreKeptRight(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var random = SplitMix64(seed: 20_261_121)
            let other = try store.write { try $0.insert(Sample.collection(world.account, "/other/")) }
            for step in 0..<300 {
                try store.write { writer in try change(writer, world, other, &random) }
                try store.read { reader in
                    for collection in [world.collection, other] {
                        let live = try reader.heads(of: collection, limit: 999).count
                        try #expect(reader.count(of: collection) == live, "seed 20261121, step \(step)")
                    }
                    let links = try reader.links(world.datastore, limit: 999).count
                    try #expect(reader.linkCount(world.datastore) == links, "seed 20261121, step \(step)")
                }
            }
        }
    }

    private func change(
        _ writer: StoreWriter, _ world: World, _ other: CollectionRow, _ random: inout SplitMix64
    ) throws {
        let collection = Bool.random(using: &random) ? world.collection : other
        let some = try writer.heads(of: collection, limit: 99).randomElement(using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0, 1:
            _ = try writer.save(Sample.resource(collection, "r\(Int.random(in: 0..<20, using: &random))"))
        case 2:
            if let some { try writer.markGone(some.id) }
        case 3:
            guard let some, var resource = try writer.resource(some.id) else { return }
            let number = Int.random(in: 0..<20, using: &random)
            resource.collection = collection == other ? world.collection : other
            resource.href = Href("/moved/\(number)")
            guard try writer.resource(resource.collection, resource.href) == nil else { return }
            _ = try writer.save(resource)
        case 4:
            let guid = try writer.allocateGUID(world.datastore)
            let link = Sample.link(world.datastore, some?.id, guid: guid.number, luid: nil, part: "\(guid)")
            try writer.insert(link)
        case 5:
            if let link = try writer.links(world.datastore, limit: 1).first { try writer.remove(link.id) }
        default:
            try writer.removeTombstonesWithoutLinks(collection)
        }
    }
}
