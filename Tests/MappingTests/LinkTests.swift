import Mapping
import SyncTypes
import Testing

@Suite struct LinkTests {
    @Test(
        arguments: StoreKind.allCases,
        [LinkState.linked, .offered, .delivered, .refused(code: 420), .refused(code: -1), .deleting])
    func everyFieldComesBack(_ kind: StoreKind, state: LinkState) throws {
        try kind.world { store, world in
            let resource = try store.write { try $0.saved(Sample.resource(world.collection, "a")) }
            var link = Sample.link(world.datastore, resource.id, guid: 7, luid: "IMEI \u{1F4DE} 'x'")
            link.part = PartKey(uid: "u", recurrenceID: "20261121T080000Z")
            link.generation = 3
            link.revision = 1
            link.sent = []
            link.held = [0, 255]
            link.heldFromDevice = true
            link.offered = [1]
            link.offeredRevision = 2
            link.state = state
            link.pending = [2]
            link.pendingFormat = .vCard21
            link.pendingReason = "403"
            link.pendingSince = 11
            link.pendingDelete = true
            link.touchedIn = world.session
            link.id = try store.write { try $0.insert(link) }
            try store.read { reader in
                try #expect(reader.link(link.id) == link)
                try #expect(reader.link(world.datastore, LUID("IMEI \u{1F4DE} 'x'")) == link)
                try #expect(reader.link(world.datastore, GUID(7)) == link)
                try #expect(reader.links(of: resource.id) == [link])
                try #expect(reader.links(world.datastore, resource.id) == [link])
                try #expect(reader.link(world.datastore, LUID("imei")) == nil)
                try #expect(reader.link(world.datastore, GUID(8)) == nil)
            }
            let plain = Link(
                id: link.id, datastore: world.datastore, resource: nil, part: PartKey(uid: ""), guid: GUID(8))
            try store.write { try $0.update(plain) }
            try #expect(store.read { try $0.link(link.id) } == plain)
            try store.write { try $0.remove(link.id) }
            try #expect(store.read { try $0.link(link.id) } == nil)
            #expect(throws: StoreError(.notFound, "")) { try store.write { try $0.update(plain) } }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func namesAndPartsAreUniqueInADatastore(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let resource = try store.write { try $0.saved(Sample.resource(world.collection, "a")) }.id
            let notes = try store.write { try $0.insert(Sample.datastore(world.device, "notes")) }
            try store.write { writer in
                try writer.insert(Sample.link(world.datastore, resource, guid: 1, luid: "1"))
                try writer.insert(Sample.link(world.datastore, resource, guid: 2, luid: nil, part: "second"))
                try writer.insert(Sample.link(world.datastore, nil, guid: 3, luid: nil))
                try writer.insert(Sample.link(world.datastore, nil, guid: 4, luid: nil))
                try writer.insert(Sample.link(notes, resource, guid: 1, luid: "1"))
            }
            let refused = [
                Sample.link(world.datastore, nil, guid: 9, luid: "1"),
                Sample.link(world.datastore, nil, guid: 1, luid: "9"),
                Sample.link(world.datastore, resource, guid: 9, luid: "9", part: "second"),
            ]
            for link in refused {
                #expect(throws: StoreError(.duplicate, "")) { try store.write { _ = try $0.insert(link) } }
            }
            #expect(throws: StoreError(.inUse, "")) {
                let stray = Sample.link(world.datastore, ResourceRow(99), guid: 9, luid: "9")
                try store.write { _ = try $0.insert(stray) }
            }
            try #expect(store.read { try $0.linkCount(world.datastore) } == 4)
            try #expect(store.read { try $0.links(of: resource).count } == 3)
            try #expect(store.read { try $0.links(world.datastore, resource).count } == 2)
            try store.write { try $0.forgetHoldings(of: world.datastore) }
            try #expect(store.read { [try $0.linkCount(world.datastore), try $0.linkCount(notes)] } == [0, 1])
        }
    }

    /// What is not upstream yet outlives the device's own copy.
    @Test(arguments: StoreKind.allCases)
    func anEmptiedDeviceKeepsItsUnwrittenChanges(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var text = Sample.link(world.datastore, nil, guid: 1, luid: "1")
            text.pending = [7]
            var deletion = Sample.link(world.datastore, nil, guid: 2, luid: "2")
            deletion.pendingDelete = true
            let settled = Sample.link(world.datastore, nil, guid: 3, luid: "3")
            let all = [text, deletion, settled]
            try store.write { writer in
                for link in all { try writer.insert(link) }
                try writer.forgetHoldings(of: world.datastore)
            }
            let kept = try store.read { try $0.links(world.datastore, limit: 9) }
            #expect(kept.map(\.guid) == [GUID(1), GUID(2)])
            #expect(kept.allSatisfy { $0.luid == nil && $0.state == .refused(code: 0) && $0.generation == 1 })
            #expect(kept.map(\.pending) == [[7], nil])
        }
    }

    /// Each way of being open, alone.
    @Test(arguments: StoreKind.allCases)
    func openLinksAreThoseWithSomethingToDo(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let quiet = Sample.link(world.datastore, nil, guid: 1, luid: nil)
            var links = [quiet]
            for state in [LinkState.offered, .delivered, .refused(code: 420), .deleting] {
                links.append(quiet)
                links[links.count - 1].state = state
            }
            links += [quiet, quiet, quiet, quiet]
            links[5].pending = []
            links[6].pendingDelete = true
            links[7].offered = [1]
            let ids = try store.write { writer in
                try links.enumerated().map { index, link in
                    var link = link
                    link.guid = GUID(Int64(index + 1))
                    return try writer.insert(link)
                }
            }
            try store.read { reader in
                let open = try reader.openLinks(world.datastore, limit: 99)
                #expect(open.map(\.id) == Array(ids[1...7]))
                try #expect(reader.openLinks(world.datastore, after: ids[3], limit: 2).map(\.id) == Array(ids[4...5]))
                try #expect(reader.openLinkCount(world.datastore) == 7)
                try #expect(reader.links(world.datastore, limit: 99).map(\.id) == ids)
                try #expect(reader.links(world.datastore, after: ids[7], limit: 99).map(\.id) == [ids[8]])
            }
            var closed = try #require(try store.read { try $0.link(ids[1]) })
            closed.state = .linked
            try store.write { try $0.update(closed) }
            try #expect(store.read { try $0.openLinkCount(world.datastore) } == 6)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func seenAndUnseen(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let ids = try store.write { writer in
                try (1...4).map { try writer.insert(Sample.link(world.datastore, nil, guid: $0, luid: "\($0)")) }
            }
            try store.write { writer in
                try writer.touch(ids[0], world.session)
                try writer.touch(ids[2], SessionRow(99))
                try writer.acknowledge(ids[1], 12)
            }
            try store.read { reader in
                let unseen = try reader.unseenLinks(world.datastore, world.session, limit: 9)
                #expect(unseen.map(\.id) == [ids[1], ids[2], ids[3]])
                let rest = try reader.unseenLinks(world.datastore, world.session, after: ids[1], limit: 1)
                #expect(rest.map(\.id) == [ids[2]])
                try #expect(reader.link(ids[1])?.revision == 12)
            }
            try store.write { try $0.resetSeen(world.datastore) }
            try #expect(store.read { try $0.unseenLinks(world.datastore, world.session, limit: 9).count } == 4)
            #expect(throws: StoreError(.notFound, "")) {
                try store.write { try $0.touch(LinkRow(99), world.session) }
            }
            #expect(throws: StoreError(.notFound, "")) { try store.write { try $0.acknowledge(LinkRow(99), 1) } }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aNULDoesNotCutAName(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write { writer in
                try writer.insert(Sample.link(world.datastore, nil, guid: 1, luid: "a\0\u{301}b"))
                try writer.insert(Sample.link(world.datastore, nil, guid: 2, luid: "a"))
            }
            try #expect(store.read { try $0.link(world.datastore, LUID("a\0\u{301}b"))?.guid } == GUID(1))
        }
    }
}
