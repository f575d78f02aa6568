import Mapping
import SyncMLFront
import SyncTypes

/// `footbridge device alert`: an alert made when somebody asks for it, whatever `alerts=` says.
public struct AlertAdministration: Sendable {
    let settings: Settings
    let dependencies: Dependencies

    /// Alerts of the store's devices.
    public init(settings: Settings, dependencies: Dependencies) {
        self.settings = settings
        self.dependencies = dependencies
    }

    /// Makes an alert about some datastores, or about all that the device has synced.
    ///
    /// Throws `AdministrationError` `.notFound` or `.ambiguous`, or an `AlertError`.
    public func parcel(
        for id: String, datastores names: [String] = [], mode: AlertedMode = .twoWay,
        userInterface: NotificationPackage.UserInterface = .background
    ) throws -> AlertParcel {
        let (account, device, all) = try dependencies.store.read { store in
            let device = try DeviceAdministration.device(id, in: store)
            guard let account = try store.account(device.account) else {
                throw AdministrationError(.notFound, "the account of device \(id) is gone")
            }
            return (account, device, try store.datastores(of: device.id))
        }
        let chosen = try names.isEmpty ? all.filter { $0.lastSyncedAt != nil } : names.map { try find($0, in: all, id) }
        return try AlertComposer(settings: settings, random: dependencies.random)
            .parcel(device, of: account, about: chosen, mode, userInterface)
    }

    private func find(_ name: String, in all: [DatastoreRecord], _ id: String) throws -> DatastoreRecord {
        let canonical = DatastoreName(wire: name).canonical
        guard let found = all.first(where: { $0.name == canonical || $0.name == name.lowercased() }) else {
            throw AdministrationError(
                .notFound,
                "device \(id) has no datastore \(name); \(Suggestion.hint(for: name, among: all.map(\.name)))")
        }
        return found
    }

    /// Delivers an alert, and notes that the device was told of everything there is. Throws `AdministrationError` `.notPossible`
    /// without a way to deliver, or an `AlertError`.
    public func deliver(_ parcel: AlertParcel, to id: String) async throws {
        guard let hook = dependencies.alerts else {
            throw AdministrationError(
                .notPossible,
                "no way to deliver alerts is configured: set alerts.url or alerts.command, or see the bytes by --show")
        }
        try await hook.deliver(parcel)
        try dependencies.store.write { store in
            let device = try DeviceAdministration.device(id, in: store)
            for datastore in try store.datastores(of: device.id) where parcel.datastores.contains(datastore.name) {
                try store.noteAlert(datastore.id, at: dependencies.clock())
                for entry in try store.collections(of: datastore.id) {
                    let through = try DeviceNews.end(of: entry.collection, store)
                    try store.setAlerted(datastore.id, entry.collection, through)
                }
            }
        }
    }
}
