import Mapping
import SyncTypes
import Translation
import Versit

/// Reads what is needed to see a datastore as its device sees it.
struct DatastoreLoader: Sendable {
    let settings: Settings
    let dependencies: Dependencies
    let account: Account
    let device: Device
    let profile: DeviceProfile
    let now: Int64
    /// What the device's URL wishes for; nil: what is set counts.
    var wish: FormatWish?

    /// The context of a datastore. `deviceName`: the device's own name for it, when a session has told it. Throws
    /// `SessionError.deviceForgotten` when the row is gone. `session`: the one that is open; nil: the device is served what it was
    /// last.
    func load(
        _ row: DatastoreRow, deviceName: String? = nil, collections: [CollectionRow], session: DatastoreSession? = nil
    ) throws -> DatastoreContext {
        let (datastore, shown) = try dependencies.store.read { store in
            guard let datastore = try store.datastore(row) else { throw SessionError.deviceForgotten }
            return (datastore, try collections.compactMap { try store.collection($0) })
        }
        let zone = DeviceSetting.timeZone.value(of: device, account) ?? settings.timeZone
        let name = deviceName.map { DatastoreName(wire: $0).canonical } ?? datastore.name
        let evidence = try datastore.learnt()
        return DatastoreContext(
            datastore: datastore, original: datastore, collections: shown, evidence: evidence, known: evidence,
            announced: profile.datastores.first { $0.sourceRef == deviceName }
                ?? profile.datastores.first { DatastoreName(wire: $0.sourceRef).canonical == name },
            profile: profile, zone: zone.flatMap { dependencies.zones($0) }, zones: dependencies.zones, now: now,
            wish: wish ?? FormatWish(device: device, account: account), marks: dependencies.marks,
            window: session.map { $0.window ?? .all } ?? TimeWindow.of(datastore, device, account, now: now),
            filter: session.map(\.filter) ?? ServedScope(scope: datastore.scope).filter)
    }
}
