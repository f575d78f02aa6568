import Mapping
import SyncTypes

/// What `footbridge device approve` and `reject` did.
public struct GuardDecision: Hashable, Sendable, Codable {
    /// The device's own name.
    public var deviceID: String
    /// Deletions of the device, by datastore.
    public var deletions: [String: Int]
    /// Items that vanished at the server, by collection.
    public var vanished: [String: Int]

    /// True when nothing was waiting.
    public var isEmpty: Bool { deletions.isEmpty && vanished.isEmpty }
}

extension DeviceAdministration {
    /// Lets everything happen that waits because of a device: its own deletions, and vanishings in the collections it shows.
    ///
    /// A running server carries the deletions out within a minute, else the device's next session does; vanishings reach each
    /// device with its next session. Throws `.notFound` or `.ambiguous`.
    public func approve(_ id: String, now: Int64) throws -> GuardDecision {
        try decide(id, now: now, word: "approved") { store, datastore in
            try store.approveHeldDeletions(datastore)
        } vanishings: { hold in
            hold.answer = .approved(hold.count)
        }
    }

    /// Undoes everything that waits because of a device: it gets its items back with its next session, and what vanished at the
    /// server is written there again. Throws `.notFound` or `.ambiguous`.
    public func reject(_ id: String, now: Int64) throws -> GuardDecision {
        try decide(id, now: now, word: "rejected") { store, datastore in
            var count = 0
            while case let page = try store.heldDeletions(datastore, limit: 64), !page.isEmpty {
                for deletion in page { try store.giveBack(deletion) }
                count += page.count
            }
            return count
        } vanishings: { hold in
            hold.answer = .rejected
        }
    }

    private func decide(
        _ id: String, now: Int64, word: String, deletions: (StoreWriter, DatastoreRow) throws -> Int,
        vanishings: (inout CollectionHold) -> Void
    ) throws -> GuardDecision {
        try store.write { store in
            let device = try DeviceAdministration.device(id, in: store)
            var decision = GuardDecision(deviceID: device.deviceID.rawValue, deletions: [:], vanished: [:])
            for datastore in try store.datastores(of: device.id) {
                let count = try deletions(store, datastore.id)
                if count > 0 { decision.deletions[datastore.name] = count }
                for entry in try store.collections(of: datastore.id) {
                    var hold = try store.hold(of: entry.collection)
                    guard hold.count > 0, let record = try store.collection(entry.collection) else { continue }
                    vanishings(&hold)
                    try store.setHold(hold, of: record.id)
                    decision.vanished[record.displayName] = hold.count
                }
            }
            let told =
                decision.deletions.sorted { $0.key < $1.key }.map { "\($0.value) deletions in \($0.key)" }
                + decision.vanished.sorted { $0.key < $1.key }.map { "\($0.value) vanished from \($0.key)" }
            if !told.isEmpty {
                _ = try store.append(
                    JournalEntry(
                        at: now, account: device.account, device: device.id, action: .note,
                        summary: told.joined(separator: ", "), detail: "\(word) by the administrator"))
            }
            return decision
        }
    }
}
