import Bridge
import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// A world whose alerts are remembered, and phones of it.
struct AlertScene: Sendable {
    let hook = RecordingHook()
    let world: World

    init(change: (inout Settings) -> Void = { _ in }) throws {
        world = try World(alerts: hook, change: change)
    }

    /// A phone with some stores.
    func phone(
        _ id: String = "phone-1", _ kinds: [ItemKind] = [.contact],
        change: (inout PhoneConfiguration) -> Void = { _ in }
    ) -> SimulatedPhone {
        SimulatedPhone(world, id: id) { configuration in
            configuration.stores = StoreConfiguration.standard(oldFormats: false).filter { store in
                kinds.contains { $0.store == store.name }
            }
            change(&configuration)
        }
    }

    /// A phone that has synced once and is to be alerted; then so much time passes that it may be.
    func alerted(
        _ id: String = "phone-1", _ kinds: [ItemKind] = [.contact],
        change: (inout PhoneConfiguration) -> Void = { _ in }
    ) async throws -> SimulatedPhone {
        var phone = phone(id, kinds, change: change)
        #expect(try await phone.sync().isSuccess)
        try set(id, "alerts=on", "phone=+49 123-4567")
        await settle()
        return phone
    }

    func set(_ id: String, _ assignments: String...) throws {
        try DeviceAdministration(store: world.store).set(id, assignments)
    }

    /// A quarter of an hour passes: the next upkeep asks the server, and nobody was here lately.
    func settle() async {
        // A session that has ended may be open still.
        world.clock.advance(901)
        await world.upkeep()
    }

    /// The alerts so far as device and datastores.
    var told: [String] {
        hook.parcels.map { "\($0.deviceID): \($0.datastores.joined(separator: " "))" }
    }
}
