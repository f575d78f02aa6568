import Mapping
import SyncTypes
import Testing

@Suite struct EarlierTextTests {
    /// A link whose text gives way to `count` others, one after another: [1], [2] ...
    private func waiting(_ store: Store, _ world: World, count: UInt8) throws -> Link {
        var link = Link(
            datastore: world.datastore, resource: nil, part: PartKey(uid: "u"), guid: GUID(1), pending: [1],
            pendingFormat: .vCard21)
        link.id = try store.write { [link] in try $0.insert(link) }
        for number in 0..<count {
            let before = link
            link.pending = [number + 2]
            try store.write { [link] store in
                try store.keepEarlier(before)
                try store.update(link)
            }
        }
        return link
    }

    @Test(arguments: StoreKind.allCases)
    func theyComeBackInOrder(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var link = try waiting(store, world, count: 3)
            try #expect(store.read { try $0.earlierTexts(link) } == [[1], [2], [3]])
            link.pendingFormat = .vCard30
            try #expect(store.read { try $0.earlierTexts(link) } == [], "a text of another format is an edit of none")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func theyGoWithTheTextThatWaits(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var link = try waiting(store, world, count: 2)
            link.touchedIn = world.session
            try store.write { [link] in try $0.update(link) }
            try #expect(store.read { try $0.earlierTexts(link) } == [[1], [2]])
            link.pending = nil
            try store.write { [link] in try $0.update(link) }
            try #expect(store.read { try $0.earlierTexts(link) }.isEmpty)
            // Nothing waits: there is nothing to keep.
            try store.write { [link] in try $0.keepEarlier(link) }
            try #expect(store.read { try $0.earlierTexts(link) }.isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func theyGoWithTheLink(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let link = try waiting(store, world, count: 2)
            try store.write { try $0.remove(link.id) }
            try #expect(store.read { try $0.inspect("SELECT * FROM earlier_text") }.isEmpty)
        }
    }

    @Test(
        arguments: StoreKind.allCases,
        [([UInt8(2)], [[UInt8(3)], [4]]), ([4], []), ([9], [])] as [([UInt8], [[UInt8]])])
    func whatIsUpstreamGoesWithThoseBeforeIt(_ kind: StoreKind, _ example: ([UInt8], [[UInt8]])) throws {
        try kind.world { store, world in
            let link = try waiting(store, world, count: 4)
            try store.write { try $0.forgetEarlier(link.id, through: example.0) }
            try #expect(store.read { try $0.earlierTexts(link) } == example.1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func theFirstOnesAndTheLastAreKept(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let link = try waiting(store, world, count: 40)
            let kept = (1...15).map { [UInt8($0)] } + [[40]]
            try #expect(store.read { try $0.earlierTexts(link) } == kept)
        }
    }
}
