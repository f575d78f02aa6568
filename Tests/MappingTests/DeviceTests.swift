import Mapping
import SyncTypes
import Testing

@Suite struct DeviceTests {
    @Test(arguments: StoreKind.allCases)
    func everyFieldComesBack(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var device = Sample.device(world.account, "sc-pim-1")
            device.nonce = [1, 0, 2]
            device.manufacturer = "Nokia"
            device.model = "6230i"
            device.softwareVersion = "V 03.60"
            device.information = Array("<DevInf/>".utf8)
            device.profile = [123]
            device.settings = ["timezone": "Europe/Prague"]
            device.version = "1.1"
            device.serverURI = "http://bridge.example/syncml"
            device.id = try store.write { try $0.insert(device) }
            try #expect(store.read { try $0.device(device.id) } == device)
            try #expect(store.read { try $0.device(world.account, DeviceID("sc-pim-1")) } == device)
            try #expect(store.read { try $0.device(world.account, DeviceID("SC-PIM-1")) } == nil)
            try #expect(store.read { try $0.devices(of: world.account).map(\.id) } == [world.device, device.id])
            try #expect(store.read { try $0.devices().count } == 2)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func uniqueWithinItsAccountOnly(_ kind: StoreKind) throws {
        try kind.world { store, world in
            #expect(throws: StoreError(.duplicate, "")) {
                try store.write { _ = try $0.insert(Sample.device(world.account)) }
            }
            #expect(throws: StoreError(.inUse, "")) {
                try store.write { _ = try $0.insert(Sample.device(AccountRow(99))) }
            }
            let second = try store.write { try World($0, name: "ladi") }
            #expect(second.device != world.device)
        }
    }

    /// A session's old copy of the record must not take the fence back.
    @Test(arguments: StoreKind.allCases)
    func fencesCountUpAndUpdatesLeaveThem(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var stale = try #require(try store.read { try $0.device(world.device) })
            try #expect(store.write { try $0.nextFence(world.device) } == 1)
            try #expect(store.write { try $0.nextFence(world.device) } == 2)
            stale.model = "E51"
            stale.firstSeen = 0
            stale.lastSeen = 2_000
            try store.write { try $0.update(stale) }
            let device = try #require(try store.read { try $0.device(world.device) })
            #expect(device.generation == 2)
            #expect(device.model == "E51")
            #expect(device.firstSeen == 1_000)
            #expect(device.lastSeen == 2_000)
            try store.read { try $0.requireFence(world.device, 2) }
            #expect(throws: StoreError(.fenced, "")) { try store.read { try $0.requireFence(world.device, 1) } }
            #expect(throws: StoreError(.notFound, "")) { try store.read { try $0.requireFence(DeviceRow(9), 1) } }
            #expect(throws: StoreError(.notFound, "")) { try store.write { _ = try $0.nextFence(DeviceRow(9)) } }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func nonce(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write { try $0.setNonce(world.device, []) }
            try #expect(store.read { try $0.device(world.device)?.nonce } == [])
            try store.write { try $0.setNonce(world.device, nil) }
            try #expect(store.read { try $0.device(world.device)?.nonce == nil })
            #expect(throws: StoreError(.notFound, "")) { try store.write { try $0.setNonce(DeviceRow(9), [1]) } }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func forgettingADeviceKeepsTheMirrorAndTheJournal(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let resource = try store.write { writer in
                let resource = try writer.saved(Sample.resource(world.collection, "a"))
                try writer.insert(Sample.link(world.datastore, resource.id, guid: 1, luid: "1"))
                try writer.append(
                    JournalEntry(at: 1, account: world.account, device: world.device, action: .created))
                try writer.remove(world.device)
                return resource
            }
            try #expect(store.read { try $0.device(world.device) } == nil)
            try #expect(store.read { try $0.links(of: resource.id) }.isEmpty)
            try #expect(store.read { try $0.resource(resource.id) } == resource)
            try #expect(store.read { try $0.entries(device: world.device, limit: 9).count } == 1)
            let next = try store.write { try $0.insert(Sample.device(world.account)) }
            #expect(next > world.device, "the number of a forgotten device never names another")
        }
    }
}
