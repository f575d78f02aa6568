import Mapping
import SyncTypes
import Testing

@Suite struct ListingTests {
    private func listed(_ name: String, _ etag: String?, modified: String? = nil, length: Int? = nil) -> ListedMember {
        ListedMember(
            href: Href("/milan/contacts/\(name).vcf"), etag: etag.map { ETag($0) }, lastModified: modified,
            contentLength: length)
    }

    private func changes(_ store: Store, _ world: World) throws -> [String] {
        var all: [ListedMember] = []
        while true {
            let page = try store.read { try $0.listedChanges(of: world.collection, after: all.last?.href, limit: 2) }
            if page.isEmpty { return all.map(\.href.lastSegment) }
            all += page
        }
    }

    @Test(arguments: StoreKind.allCases)
    func tellsWhatIsNewChangedAndMissing(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let saved = try store.write { writer in
                try ["a", "b", "c", "d", "e"].map { try writer.saved(Sample.resource(world.collection, $0)) }
            }
            try store.write { writer in
                try writer.markGone(saved[4].id)
                try writer.addListed([listed("a", "\"a\""), listed("b", "\"new\"")], of: world.collection)
                try writer.addListed([listed("e", "\"e\""), listed("f", "\"f\"")], of: world.collection)
                try writer.addListed([listed("c", nil)], of: world.collection)
            }
            try #expect(changes(store, world) == ["b.vcf", "c.vcf", "e.vcf", "f.vcf"])
            try store.read { reader in
                try #expect(
                    reader.listingCounts(of: world.collection) == ListingCounts(present: 5, unchanged: 1, vanished: 0))
                try #expect(reader.missing(inListingOf: world.collection, limit: 9).map(\.href) == [saved[3].href])
                try #expect(reader.missing(inListingOf: world.collection, after: saved[3].id, limit: 9).isEmpty)
                try #expect(reader.missingCount(inListingOf: world.collection) == 1)
                try #expect(reader.listedVanished(of: world.collection, limit: 9).isEmpty)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func theLaterWordStandsAndVanishedMembersAreNamed(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let saved = try store.write { writer in
                try ["a", "b"].map { try writer.saved(Sample.resource(world.collection, $0)) }
            }
            try store.write { writer in
                try writer.addListed([listed("a", "\"z\""), listed("b", "\"z\"")], of: world.collection)
                var gone = listed("a", nil)
                gone.isVanished = true
                var never = listed("never", nil)
                never.isVanished = true
                try writer.addListed([gone, never, listed("b", "\"b\"")], of: world.collection)
            }
            try #expect(changes(store, world).isEmpty)
            try store.read { reader in
                try #expect(reader.listedVanished(of: world.collection, limit: 1).map(\.href) == [saved[0].href])
                try #expect(reader.listedVanishedCount(of: world.collection) == 1)
                try #expect(reader.listedVanished(of: world.collection, after: saved[0].href, limit: 9).isEmpty)
                try #expect(
                    reader.listingCounts(of: world.collection) == ListingCounts(present: 1, unchanged: 1, vanished: 2))
            }
            try store.write { try $0.clearListing(of: world.collection) }
            try store.write { try $0.clearListing(of: world.collection) }
            try #expect(store.read { try $0.listingCounts(of: world.collection).present } == 0)
        }
    }

    @Test(
        arguments: [
            (nil, nil, true), ("m", nil, true), (nil, 11, true), ("m", 11, true), ("n", 11, false), ("m", 12, false),
        ] as [(String?, Int?, Bool)])
    func theVersionIsWhatBothSidesKnow(_ modified: String?, _ length: Int?, _ isSame: Bool) throws {
        try StoreKind.memory.world { store, world in
            var resource = Sample.resource(world.collection, "a")
            resource.lastModified = "m"
            resource.contentLength = 11
            try store.write { writer in
                try writer.save(resource)
                try writer.addListed([listed("a", "\"a\"", modified: modified, length: length)], of: world.collection)
            }
            try #expect(changes(store, world).isEmpty == isSame)
        }
    }
}
