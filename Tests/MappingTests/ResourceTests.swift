import Mapping
import SyncTypes
import Testing

@Suite struct ResourceTests {
    @Test(arguments: StoreKind.allCases)
    func everyFieldComesBack(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var resource = Sample.resource(world.collection, "caf%C3%A9")
            resource.lastModified = "Sat, 21 Nov 2026 08:00:00 GMT"
            resource.contentLength = 11
            resource.firstStart = -5
            resource.lastEnd = .max
            resource.bodyHash = .max
            let stored = try store.write { try $0.saved(resource) }
            resource.id = stored.id
            resource.revision = 1
            #expect(stored == resource)
            try #expect(store.read { try $0.resource(stored.id) } == resource)
            try #expect(store.read { try $0.resource(world.collection, Href("/milan/contacts/café.vcf")) } == resource)
            try #expect(store.read { try $0.head(stored.id) } == resource.head)
            try #expect(store.read { try $0.resource(ResourceRow(9)) } == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func everyChangeIsTheNextRevision(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let revisions = try store.write { writer in
                [
                    try writer.save(Sample.resource(world.collection, "a")),
                    try writer.save(Sample.resource(world.collection, "b")),
                    try writer.save(Sample.resource(world.collection, "a", body: "changed")),
                ]
            }
            #expect(revisions == [1, 2, 3])
            try #expect(store.read { try $0.collection(world.collection)?.counter } == 3)
            try #expect(store.read { try $0.count(of: world.collection) } == 2)
            #expect(throws: StoreError(.notFound, "")) {
                try store.write { _ = try $0.save(Sample.resource(CollectionRow(9), "a")) }
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aTombstoneKeepsItsRowAndMayReturn(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let resource = try store.write { try $0.saved(Sample.resource(world.collection, "a")) }
            try #expect(store.write { try $0.markGone(resource.id) } == 2)
            try #expect(store.write { try $0.markGone(resource.id) } == 2, "gone is gone: no second change")
            let gone = try #require(try store.read { try $0.resource(resource.id) })
            #expect(gone.isGone)
            #expect(gone.body.isEmpty)
            #expect(gone.etag == nil)
            #expect(gone.uid == resource.uid)
            #expect(gone.bodyHash == resource.bodyHash)
            try #expect(store.read { try $0.count(of: world.collection) } == 0)
            try #expect(store.read { try $0.heads(of: world.collection, limit: 9) }.isEmpty)
            let again = try store.write { try $0.saved(Sample.resource(world.collection, "a")) }
            #expect(again.id == resource.id)
            #expect(again.revision == 3)
            try #expect(store.read { try $0.count(of: world.collection) } == 1)
            #expect(throws: StoreError(.notFound, "")) { try store.write { _ = try $0.markGone(ResourceRow(9)) } }
        }
    }

    /// A resource that moves upstream keeps its row and with it its links.
    @Test(arguments: StoreKind.allCases)
    func aMoveKeepsTheRow(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var resource = try store.write { try $0.saved(Sample.resource(world.collection, "a")) }
            let other = try store.write { writer in
                _ = try writer.save(Sample.resource(world.collection, "taken"))
                return try writer.insert(Sample.collection(world.account, "/milan/other/"))
            }
            resource.collection = other
            resource.href = Href("/milan/other/a.vcf")
            let moved = try store.write { try $0.saved(resource) }
            #expect(moved.id == resource.id)
            #expect(moved.revision == 1, "the other collection's first change")
            try #expect(store.read { try $0.resource(other, resource.href) } == moved)
            try #expect(store.read { [try $0.count(of: world.collection), try $0.count(of: other)] } == [1, 1])
            resource.collection = world.collection
            resource.href = Href("/milan/contacts/taken.vcf")
            #expect(throws: StoreError(.duplicate, "")) { try store.write { _ = try $0.save(resource) } }
            resource.id = ResourceRow(99)
            #expect(throws: StoreError(.notFound, "")) { try store.write { _ = try $0.save(resource) } }
            try #expect(store.read { try $0.collection(world.collection)?.counter } == 2, "refused: nothing counted")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func touchChangesValidatorsOnly(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var resource = try store.write { try $0.saved(Sample.resource(world.collection, "a")) }
            try store.write { try $0.touch(resource.id, etag: nil, lastModified: "now", contentLength: 3) }
            resource.etag = nil
            resource.lastModified = "now"
            resource.contentLength = 3
            try #expect(store.read { try $0.resource(resource.id) } == resource)
            try #expect(store.read { try $0.collection(world.collection)?.counter } == 1)
            #expect(throws: StoreError(.notFound, "")) {
                try store.write { try $0.touch(ResourceRow(9), etag: nil, lastModified: nil, contentLength: nil) }
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func pagesHoldEachLiveResourceOnce(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let saved = try store.write { writer in
                try (0..<7).map { try writer.saved(Sample.resource(world.collection, "r\($0)")) }
            }
            try store.write { _ = try $0.markGone(saved[3].id) }
            var heads: [ResourceHead] = []
            try store.read { reader in
                while true {
                    let page = try reader.heads(of: world.collection, after: heads.last?.id, limit: 2)
                    if page.isEmpty { break }
                    heads += page
                }
            }
            let live = saved.filter { $0.id != saved[3].id }
            #expect(heads == live.map(\.head))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func foundByUIDAndBodyInTheAccountOnly(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let (here, gone) = try store.write { writer in
                let other = try World(writer, name: "other")
                _ = try writer.save(Sample.resource(other.collection, "a"))
                let here = try writer.saved(Sample.resource(world.collection, "a"))
                var twin = Sample.resource(world.collection, "b")
                twin.uid = here.uid
                let gone = try writer.saved(twin)
                _ = try writer.markGone(gone.id)
                return (here, gone)
            }
            try store.read { reader in
                try #expect(reader.resources(withUID: "uid-a", account: world.account).map(\.id) == [here.id])
                let all = try reader.resources(withUID: "uid-a", account: world.account, includingGone: true)
                #expect(all.map(\.id) == [here.id, gone.id])
                try #expect(
                    reader.resources(withBodyHash: here.bodyHash, account: world.account).map(\.id) == [here.id])
                try #expect(reader.resources(withUID: "uid-z", account: world.account).isEmpty)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func tombstonesGoWhenNoDeviceHoldsThem(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let (held, free) = try store.write { writer in
                let held = try writer.saved(Sample.resource(world.collection, "held"))
                let free = try writer.saved(Sample.resource(world.collection, "free"))
                _ = try writer.save(Sample.resource(world.collection, "live"))
                try writer.insert(Sample.link(world.datastore, held.id, guid: 1, luid: "1"))
                _ = try writer.markGone(held.id)
                _ = try writer.markGone(free.id)
                return (held.id, free.id)
            }
            try #expect(store.write { try $0.removeTombstonesWithoutLinks(world.collection) } == 1)
            try #expect(store.read { try $0.head(free) } == nil)
            try #expect(store.read { try $0.head(held) != nil })
            try #expect(store.read { try $0.count(of: world.collection) } == 1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func occurrenceBoundsAnswerAMovedWindow(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write { writer in
                for (name, start, end) in [("a", 10, 20), ("b", 15, 30), ("c", 30, Int64.max)] {
                    var resource = Sample.resource(world.collection, name)
                    resource.firstStart = Int64(start)
                    resource.lastEnd = Int64(end)
                    _ = try writer.save(resource)
                }
                _ = try writer.save(Sample.resource(world.collection, "timeless"))
            }
            try store.read { reader in
                let ending = try reader.heads(of: world.collection, endingIn: 20..<30, limit: 9)
                #expect(ending.map(\.uid) == ["uid-a"])
                let starting = try reader.heads(of: world.collection, startingIn: 11..<31, limit: 9)
                #expect(starting.map(\.uid) == ["uid-b", "uid-c"])
                let ended = try reader.count(of: world.collection, .contact, endedBefore: 21, orStartingFrom: 30)
                #expect(ended == 2)
                let events = try reader.count(of: world.collection, .event, endedBefore: 21, orStartingFrom: 30)
                #expect(events == 0)
                let all = try reader.count(of: world.collection, .contact, endedBefore: .min, orStartingFrom: .max)
                #expect(all == 0)
            }
        }
    }

    /// Pages of resources that end at one moment leave none out and repeat none, whatever their size.
    @Test(arguments: [1, 2, 3, 7, 20])
    func occurrenceBoundsComeInPages(_ size: Int) throws {
        try StoreKind.memory.world { store, world in
            try store.write { writer in
                for number in 0..<12 {
                    var resource = Sample.resource(world.collection, "r\(number)")
                    resource.firstStart = Int64(number / 4)
                    resource.lastEnd = Int64(100 - number / 5)
                    _ = try writer.save(resource)
                }
            }
            for isEnd in [true, false] {
                var found: [ResourceRow] = []
                var after: BoundPlace?
                while true {
                    let page = try store.read { reader in
                        try isEnd
                            ? reader.heads(of: world.collection, endingIn: .min..<100, after: after, limit: size)
                            : reader.heads(of: world.collection, startingIn: 1 ..< .max, after: after, limit: size)
                    }
                    found += page.map(\.id)
                    guard page.count == size, let last = page.last else { break }
                    after = BoundPlace(bound: (isEnd ? last.lastEnd : last.firstStart) ?? 0, resource: last.id)
                }
                #expect(found.count == (isEnd ? 7 : 8))
                #expect(Set(found).count == found.count)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func theQuestionWhatChanged(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let saved = try store.write { writer in
                try (0..<6).map { try writer.saved(Sample.resource(world.collection, "r\($0)")) }
            }
            try store.write { writer in
                _ = try writer.save(Sample.resource(world.collection, "r1", body: "new"))
                _ = try writer.markGone(saved[4].id)
            }
            try store.read { reader in
                func changed(_ after: Int64, _ through: Int64, _ limit: Int) throws -> [ChangedRow] {
                    try reader.changedResources(
                        world.datastore, world.collection, after: after, through: through, limit: limit)
                }
                try #expect(changed(0, 8, 99).map(\.revision) == [1, 3, 4, 6, 7, 8])
                try #expect(changed(6, 8, 99).map(\.resource.id) == [saved[1].id, saved[4].id])
                try #expect(changed(6, 8, 99).map(\.isGone) == [false, true])
                try #expect(changed(6, 7, 99).count == 1)
                try #expect(changed(1, 8, 2).map(\.revision) == [3, 4])
                try #expect(changed(8, 8, 99).isEmpty)
                try #expect(reader.changedCount(world.collection, after: 3, through: 7) == 3)
                try #expect(reader.changedCount(world.collection, after: 8, through: 8) == 0)
            }
        }
    }
}
