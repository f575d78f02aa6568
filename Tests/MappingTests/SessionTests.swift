import Mapping
import SyncTypes
import Testing

@Suite struct SessionTests {
    @Test(arguments: StoreKind.allCases)
    func everyFieldComesBack(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var session = Sample.session(world.device, token: "t", id: "7")
            session.id = try store.write { try $0.insert(session) }
            session.state = Array("{}".utf8)
            session.updatedAt = 20
            session.lastMessageID = "2"
            session.lastRequestHash = [1, 2]
            session.lastReply = []
            session.lastReplyContentType = "application/vnd.syncml+wbxml"
            try store.write { try $0.update(session) }
            try store.read { reader in
                try #expect(reader.session(session.id) == session)
                try #expect(reader.session(token: "t") == session)
                try #expect(reader.session(token: "T") == nil)
                try #expect(reader.session(world.device, "7") == session)
                try #expect(reader.openSessions().map(\.id) == [world.session, session.id])
            }
            #expect(throws: StoreError(.duplicate, "")) {
                try store.write { _ = try $0.insert(Sample.session(world.device, token: "t")) }
            }
        }
    }

    /// Phones that always say SessionID 1 are met by the newest open one.
    @Test(arguments: StoreKind.allCases)
    func theNewestOpenSessionAnswers(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let second = try store.write { try $0.insert(Sample.session(world.device, token: "second")) }
            try #expect(store.read { try $0.session(world.device, "1")?.id } == second)
            try store.write { try $0.end(second, at: 50) }
            try #expect(store.read { try $0.session(world.device, "1")?.id } == world.session)
            try store.write {
                try $0.end(second, at: 60)
                try $0.end(world.session, at: 70)
            }
            try #expect(store.read { try $0.session(world.device, "1") } == nil)
            try #expect(store.read { try $0.session(second)?.endedAt } == 50)
            try #expect(store.read { try $0.openSessions() }.isEmpty)
            try #expect(store.write { try $0.removeSessions(endedBefore: 70) } == 1)
            try #expect(store.read { try $0.session(second) } == nil)
            try #expect(store.read { try $0.session(world.session) != nil })
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aLargeObjectComesInPieces(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try #expect(store.read { try $0.chunk(world.session) }.isEmpty)
            try #expect(store.read { try $0.chunkLength(world.session) } == 0)
            for piece in [[1, 2], [], [3]] as [[UInt8]] {
                try store.write { try $0.appendChunk(world.session, piece) }
            }
            try #expect(store.read { try $0.chunk(world.session) } == [1, 2, 3])
            try #expect(store.read { try $0.chunkLength(world.session) } == 3)
            try store.write { try $0.clearChunk(world.session) }
            try #expect(store.read { try $0.chunkLength(world.session) } == 0)
            try store.write {
                try $0.appendChunk(world.session, [4])
                try $0.end(world.session, at: 9)
            }
            // It may be resumed.
            try #expect(store.read { try $0.chunkLength(world.session) } == 1)
            #expect(throws: StoreError(.inUse, "")) { try store.write { try $0.appendChunk(SessionRow(99), [1]) } }
        }
    }
}
