import Bridge
import Mapping
import Phone
import SyncTypes

/// What the world learns from a session: which typings were acknowledged, which deletions were told.
extension Simulation {
    /// What a session made of deletions that were under way, and of typings that a one-way sync wrote over.
    mutating func note(
        _ number: Int, before: HandsetStore, after: HandsetStore, _ report: PhoneReport,
        fromServer: Set<String>
    ) {
        let modes = Dictionary(uniqueKeysWithValues: report.stores.map { ($0.name, SyncMode(alertCode: $0.used)) })
        phones[number].untold.removeAll { deletion in
            guard after.memory.stores[deletion.store]?.known[deletion.luid] == nil else { return false }
            if modes[deletion.store]??.startsOver ?? true { log.forgetDeletion(deletion.identity, deletion.index) }
            return true
        }
        for (store, items) in before.items
        where modes[store] == .oneWayFromServer || modes[store] == .refreshFromServer || fromServer.contains(store) {
            for (luid, bytes) in items where after.items[store]?[luid] != bytes {
                guard let identity = phones[number].reading(bytes).identity else { continue }
                log.perish(identity, of: "phone \(number)")
            }
        }
    }

    /// A phone that has never finished a sync, or names what it was sent late or never, or that was restored from a backup, is
    /// only known by what its items say. One that was changed so that it has no number or address in common with the item
    /// upstream may be another person of that name: both stay.
    mutating func noteStrangers(_ number: Int) {
        let phone = phones[number]
        let fields = Field.numbers + [.mail]
        let items = phone.all
        let alike = items.reduce(into: [:]) { $0[$1.text.identity, default: 0] += 1 }
        var members: [ItemKind: [Int?: [ReadTexts.Reading]]] = [:]
        for item in items {
            let isNew = phone.store.memory.stores[item.kind.store]?.lastAnchor == nil
            // A note has no other sign than its words: each edit before the phone was understood may be one of its own.
            var most = item.kind == .note && phone.mapsLate ? 3 : 2
            // When the state was lost, no phone is known by anything else, nor is what its user typed twice.
            let twins = alike[item.text.identity] ?? 1
            if stateLosses > 0 { most += phones.count + twins - 2 }
            guard let identity = item.text.identity, let known = log.items[identity], known.copies < most,
                isNew || phone.mapsLate || known.isRestored || (item.kind == .note && !isNamed(item.luid, of: phone)),
                let folder = collections[item.kind]
            else { continue }
            if members[item.kind] == nil {
                members[item.kind] = Dictionary(
                    grouping: server.members(of: folder).values.map { phone.reading($0) }, by: \.identity)
            }
            let there = (members[item.kind]?[identity] ?? []).map(\.text)
            let isStrange = there.contains { other in
                switch item.kind {
                case .contact:
                    let own = Set(fields.flatMap { item.text.values(of: $0) })
                    let theirs = Set(fields.flatMap { other.values(of: $0) })
                    return own.isDisjoint(with: theirs) && !(own.isEmpty && theirs.isEmpty)
                case .event: return item.text.values(of: .start) != other.values(of: .start)
                case .note: return item.text.values(of: .details) != other.values(of: .details)
                case .task: return false
                }
            }
            // Of two that were typed alike and that nobody knows any more, either may be the one upstream.
            let isTwin = stateLosses > 0 && twins > 1
            // Deleted upstream, and edited on more phones than one: each of them brings back its own note.
            let isOrphan = item.kind == .note && there.isEmpty && !known.deletions.isEmpty
            if isStrange || isOrphan || (isTwin && !there.isEmpty) { log.addCopy(of: identity) }
        }
    }

    /// Looks, by plain SQL, whether the bridge has been told of a note by its name: not where the session broke off before.
    private func isNamed(_ luid: String, of phone: Handset) -> Bool {
        let query = """
            SELECT link.luid AS luid FROM link
            JOIN datastore ON datastore.id = link.datastore JOIN device ON device.id = datastore.device
            WHERE datastore.kind = 'note' AND device.device_id = '\(phone.deviceID)' AND link.luid = '\(luid)'
            """
        return ((try? database.read { try $0.inspect(query) }) ?? []).isEmpty == false
    }

    /// Looks, by plain SQL, whether a device has an item again whose deletion is still held.
    mutating func noteHeldInVain() {
        let query = """
            SELECT device.device_id AS device, link.luid AS luid FROM held_deletion h
            JOIN link ON link.datastore = h.datastore AND link.resource = h.resource
                AND link.part_uid = h.part_uid AND link.part_recurrence = h.part_recurrence
            JOIN datastore ON datastore.id = h.datastore JOIN device ON device.id = datastore.device
            WHERE h.is_approved = 0 AND link.luid IS NOT NULL AND link.state = 'linked' AND link.pending_delete = 0
            """
        for row in (try? database.read { try $0.inspect(query) }) ?? [] {
            heldInVain.append("step \(story.step): \(row["device"].text ?? "") \(row["luid"].text ?? "")")
        }
    }

    /// Remembers which typed values the bridge has acknowledged: the phone believes the server knows the item as it is.
    /// `except`: what was to come from the server alone, so that nobody took what the phone said.
    mutating func noteAcknowledged(_ number: Int, except fromServer: Set<String>) {
        let phone = phones[number]
        for kind in phone.kinds where !fromServer.contains(kind.store) {
            guard let store = phone.configuration.stores.first(where: { $0.name == kind.store }) else { continue }
            let open = Set(((try? phone.store.changes(in: store)) ?? []).map(\.luid.rawValue))
            for luid in phone.store.names(kind.store) where !open.contains(luid) {
                guard let bytes = phone.store.items[kind.store]?[luid] else { continue }
                let reading = phone.reading(bytes)
                for value in reading.shown.values.joined() {
                    if let typed = log.typed[value] {
                        log.acknowledge(typed.serial, of: typed.item, to: "phone \(number)")
                    }
                }
                let identity = reading.identity ?? 0
                for (field, values) in log.items[identity]?.values ?? [:] where reading.shown[field] == nil {
                    for value in values where value.text == nil && value.author == "phone \(number)" {
                        log.acknowledge(value.serial, of: identity, to: "phone \(number)")
                    }
                }
            }
        }
    }
}

extension Handset {
    /// True for a phone that goes slow before it has named what it was sent.
    fileprivate var mapsLate: Bool {
        switch model.habits.maps {
        case .never, .nextSession: true
        case .withStatuses, .lastMessage: false
        }
    }
}
