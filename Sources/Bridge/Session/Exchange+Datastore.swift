import DAVClient
import Mapping
import SyncTypes

extension DeviceProfile {
    /// True for a device that told us that it has no database for tasks; if it also said what its calendar takes (the types, or VTODO
    /// among the values of BEGIN), tasks are in that.
    var holdsTasksInCalendar: Bool {
        let names = datastores.map { DatastoreName(wire: $0.sourceRef).builtInKind }
        guard !datastores.isEmpty, !names.contains(.task),
            !datastores.contains(where: { $0.components.contains("VTODO") && !$0.components.contains("VEVENT") })
        else { return false }
        let calendars = zip(datastores, names).filter { $1 == .event || $0.components.contains("VEVENT") }.map(\.0)
        return calendars.isEmpty || calendars.contains(where: \.takesTasks)
    }
}

extension DatastoreProfile {
    fileprivate var takesTasks: Bool {
        let types = receives + sends
        return (components.isDisjoint(with: ["VEVENT", "VTODO"]) || components.contains("VTODO"))
            && (types.isEmpty || types.contains { ItemFormat($0, kind: .task) != nil })
    }
}

/// Which datastore a device's name stands for (design, "Datastores and accounts").
extension Exchange {
    /// A datastore's row with the collections it shows.
    struct Opened {
        var datastore: DatastoreRecord
        var collections: [CollectionRecord]
    }

    /// The datastore's row with its collections; nil when the account has nothing of that name or kind.
    mutating func datastore(_ name: DatastoreName) async throws -> Opened? {
        let client = try client()
        let catalogue = Catalogue(store: store)
        var all = try await catalogue.collections(of: account, through: client)
        var choice = self.choice(name, from: all)
        if choice == nil {
            // Perhaps it was made upstream since we looked.
            all = try await catalogue.refresh(account, through: client)
            choice = self.choice(name, from: all)
        }
        guard let (chosen, kinds) = choice, let kind = kinds.first else { return nil }
        let row = device.id
        let datastore: DatastoreRecord = try store.write { store in
            if var known = try store.datastore(row, name.canonical) {
                if known.kinds != kinds {
                    known.kinds = kinds
                    try store.update(known)
                }
                if try store.collections(of: known.id).isEmpty {
                    try store.setCollections(known.id, chosen.map(\.id))
                }
                return known
            }
            let id = try store.insert(DatastoreRecord(device: row, name: name.canonical, kind: kind, kinds: kinds))
            try store.setCollections(id, chosen.map(\.id))
            guard let made = try store.datastore(id) else { throw SessionError.deviceForgotten }
            return made
        }
        let shown = try store.read { try $0.collections(of: datastore.id) }
        return Opened(
            datastore: datastore, collections: shown.compactMap { entry in all.first { $0.id == entry.collection } })
    }

    /// The collections a name stands for, with the kinds of items it shows; nil when there are none.
    private func choice(_ name: DatastoreName, from all: [CollectionRecord]) -> ([CollectionRecord], [ItemKind])? {
        guard let kind = name.builtInKind else {
            guard let record = Catalogue.named(name.canonical, in: all) else { return nil }
            return ([record], ItemKind.allCases.filter { record.kinds.contains($0) })
        }
        let kinds = self.kinds(for: kind)
        var picked: [CollectionRecord] = []
        for each in kinds {
            let wish = account.settings[each == kind ? name.canonical : "tasks"]
            for record in Catalogue.selection(for: each, from: all, wish: wish)
            where !picked.contains(where: { $0.id == record.id }) {
                picked.append(record)
            }
        }
        guard picked.contains(where: { $0.kinds.contains(kind) }) else { return nil }
        return (picked, kinds)
    }

    private func kinds(for kind: ItemKind) -> [ItemKind] {
        kind == .event && profile.holdsTasksInCalendar ? [.event, .task] : [kind]
    }
}
