import Logging
import Mapping
import SyncMLFront
import SyncTypes

/// What a device would be told if it came now, beyond what it was alerted about already. Writes nothing.
struct DeviceNews: Sendable {
    let settings: Settings
    let dependencies: Dependencies
    let account: Account
    let device: Device

    /// Rows looked at in one go.
    private static let page = 32

    /// A datastore, up to where it was looked through, and whether anything was found.
    struct Found: Sendable {
        let datastore: DatastoreRecord
        let through: [CollectionRow: Int64]
        let isNews: Bool
    }

    /// The device's datastores of which something has changed upstream since it was last served or alerted.
    func find() throws -> [Found] {
        let store = dependencies.store
        return try store.read { try $0.datastores(of: device.id) }.compactMap { datastore in
            guard datastore.lastSyncedAt != nil else { return nil }
            let stretches = try store.read { try Self.stretches(datastore.id, $0) }
            guard !stretches.isEmpty else { return nil }
            let changes = try changes(datastore, shown: stretches.map(\.collection))
            return Found(
                datastore: datastore,
                through: Dictionary(uniqueKeysWithValues: stretches.map { ($0.collection, $0.through) }),
                isNews: try stretches.contains { try isNews($0, changes) })
        }
    }

    /// The revisions of a collection that are not judged yet.
    private struct Stretch {
        let collection: CollectionRow
        let from: Int64
        let through: Int64
    }

    private static func stretches(_ datastore: DatastoreRow, _ store: StoreReader) throws -> [Stretch] {
        try store.collections(of: datastore).compactMap { entry in
            let through = try end(of: entry.collection, store)
            let from = max(entry.checkpoint, entry.alerted)
            return from < through ? Stretch(collection: entry.collection, from: from, through: through) : nil
        }
    }

    /// Up to which revision devices are served now: while vanishings are held, what came after them waits, too.
    static func end(of collection: CollectionRow, _ store: StoreReader) throws -> Int64 {
        let counter = try store.collection(collection)?.counter ?? 0
        return min(counter, try store.hold(of: collection).revision ?? counter)
    }

    private func isNews(_ stretch: Stretch, _ changes: OutgoingChanges) throws -> Bool {
        var after = stretch.from
        while true {
            let rows = try dependencies.store.read {
                try $0.changedResources(
                    changes.session.row, stretch.collection, after: after, through: stretch.through, limit: Self.page)
            }
            for row in rows where try changes.isNews(row.resource) { return true }
            guard let last = rows.last, rows.count == Self.page else { return false }
            after = last.resource.revision
        }
    }

    /// The datastore as a two-way session would see it; its decisions are told to nobody.
    private func changes(_ datastore: DatastoreRecord, shown: [CollectionRow]) throws -> OutgoingChanges {
        var quiet = dependencies
        quiet.marks = nil
        let loader = DatastoreLoader(
            settings: settings, dependencies: quiet, account: account, device: device,
            profile: DeviceKnowledge.profile(of: device, userAgent: nil), now: dependencies.clock())
        let all = try dependencies.store.read { try $0.collections(of: datastore.id).map(\.collection) }
        let deviceName = datastore.deviceURI ?? datastore.name
        return OutgoingChanges(
            store: dependencies.store,
            context: try loader.load(datastore.id, deviceName: datastore.deviceURI, collections: all),
            session: DatastoreSession(
                row: datastore.id, deviceName: deviceName, serverName: datastore.alertName, kind: datastore.kind,
                mode: .twoWay, presentedAnchor: nil, deviceNext: nil, serverNext: Anchor(""), collections: all),
            record: .new, logger: Logger(label: "news", factory: { _ in SwiftLogNoOpLogHandler() }))
    }
}
