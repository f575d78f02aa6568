import Mapping
import Phone
import SyncTypes

/// What people do on their phones. Each typing goes into the log.
extension Simulation {
    /// A user's action on a phone; answers what was done, for the transcript.
    mutating func use(_ number: Int, _ action: Plan.UserAction, _ pick: UInt64) -> String {
        let author = "phone \(number)"
        let items = phones[number].all.filter { $0.text.identity != nil }
        let chosen = items.isEmpty ? nil : items[Int(pick % UInt64(items.count))]
        switch action {
        case .add: return add(number, pick)
        case .edit, .editSeveral: return edit(number, chosen, pick, count: action == .edit ? 1 : 3)
        case .editTwin:
            let both = items.filter { $0.text.identity == twin?.identity }
            return edit(number, both.isEmpty ? nil : both[Int(pick % UInt64(both.count))], pick, count: 1)
        case .clear:
            guard let chosen, let identity = chosen.text.identity else { return "nothing to clear" }
            let shown = chosen.text.shown.keys.filter { !$0.isNeeded }.sorted()
            guard !shown.isEmpty else { return "nothing to clear" }
            let field = shown[Int((pick >> 8) % UInt64(shown.count))]
            var text = chosen.text
            log.clear(identity, field, seen: text.values(of: field), author: author)
            text.type(nil, into: field)
            write(number, chosen.kind, chosen.luid, text)
            return "clears \(field) of \(identity) as \(chosen.luid)"
        case .delete:
            guard let chosen, let identity = chosen.text.identity else { return "nothing to delete" }
            remove(number, chosen.kind, chosen.luid, chosen.text)
            return "deletes \(identity) as \(chosen.luid)"
        case .addTwice:
            guard let chosen, let identity = chosen.text.identity, log.items[identity]?.copies == 1 else {
                return add(number, pick)
            }
            return "would add \(identity) twice"
        case .deleteAndAddAgain:
            guard let chosen, let identity = chosen.text.identity else { return "nothing to delete" }
            return "deletes and adds again \(identity)" + replant(number, chosen.kind, chosen.luid, chosen.text)
        case .addCopy:
            guard let chosen, let identity = chosen.text.identity, log.items[identity]?.copies == 1,
                phones[number].hasRoom(chosen.kind)
            else { return "has nothing to type once more" }
            log.addCopy(of: identity)
            return "types \(identity) once more" + plant(number, chosen.kind, chosen.text, identity)
        case .deleteMany:
            let kinds = Dictionary(grouping: items, by: \.kind).filter { $0.value.count >= 22 }
            guard let kind = kinds.keys.sorted(by: { $0.store < $1.store }).first, let many = kinds[kind] else {
                return "has too few items to delete many"
            }
            for item in many.prefix(11) { remove(number, kind, item.luid, item.text) }
            return "deletes " + many.prefix(11).map { "\($0.text.identity ?? 0)" }.joined(separator: ", ")
        case .deleteMost: return deleteMost(number)
        case .retype: return retype(number, pick)
        case .makeRoom:
            phones[number].store.capacity = nil
            return "has room for everything now"
        case .makeBackup:
            phones[number].backup = phones[number].store
            return "makes a backup"
        case .restoreBackup: return restore(number)
        case .wipe:
            abandon(number)
            phones[number].store = HandsetStore(phones[number].model)
            return "is wiped"
        case .swap:
            abandon(number)
            phones[number].swaps += 1
            phones[number].deviceID = "phone-\(number)-\(phones[number].swaps)"
            phones[number].store = HandsetStore(phones[number].model)
            phones[number].backup = nil
            return "is another phone now"
        }
    }

    private mutating func edit(
        _ number: Int, _ chosen: (kind: ItemKind, luid: String, text: ItemText)?, _ pick: UInt64, count: Int
    ) -> String {
        guard let chosen, let identity = chosen.text.identity else { return "nothing to edit" }
        var text = chosen.text
        // What the phone dropped of this item nobody can type into.
        let blind = phones[number].lost(chosen.kind, chosen.luid).filter { text.values(of: $0).isEmpty }
        let fields = fields(chosen.kind, pick >> 8, count: count, blind: blind)
        var words: [String] = []
        let isDoubtful = phones[number].unstamped.contains(chosen.luid)
        for field in fields where !numbersFull(number, text, field) {
            if isDoubtful { log.doubt(identity, field, seen: text.values(of: field)) }
            let value = log.type(
                identity, field, seen: text.values(of: field), flavour: flavour(number, pick),
                author: "phone \(number)")
            text.type(value, into: field)
            words.append("\(field)=\(value.prefix(40).debugDescription)")
        }
        write(number, chosen.kind, chosen.luid, text)
        return "edits \(identity) as \(chosen.luid): \(words.joined(separator: ", "))"
    }

    private mutating func add(_ number: Int, _ pick: UInt64) -> String {
        let kind = plan.kinds[Int(pick % UInt64(plan.kinds.count))]
        guard phones[number].hasRoom(kind) else { return "has no room for another item" }
        let identity = log.add(kind)
        var text = ItemText.onPhone(phones[number].format(kind), kind, identity: identity)
        var words: [String] = []
        let fields = fields(kind, pick >> 8, count: 1 + Int(pick >> 4 % 4), blind: phones[number].model.blind)
        for field in Set(fields + (kind == .event ? [.start] : [])).sorted() {
            if numbersFull(number, text, field) { continue }
            let value = log.type(identity, field, seen: [], flavour: flavour(number, pick), author: "phone \(number)")
            text.type(value, into: field)
            words.append("\(field)=\(value.prefix(40).debugDescription)")
        }
        let luid = phones[number].store.newName(kind.store)
        write(number, kind, luid, text)
        return "adds \(identity) as \(luid): \(words.joined(separator: ", "))"
    }

    /// A phone of short notes lets nobody type a long one.
    func flavour(_ number: Int, _ pick: UInt64) -> UInt64 {
        phones[number].model.longestNote == nil ? pick >> 16 : 3
    }

    func numbersFull(_ number: Int, _ text: ItemText, _ field: Field) -> Bool {
        guard let most = phones[number].model.mostNumbers, Field.numbers.contains(field) else { return false }
        return text.lines.filter { $0.name == "TEL" }.count >= most && text.values(of: field).isEmpty
    }

    /// The phone's own keyboard: what its model cannot hold was refused while typing.
    mutating func write(_ number: Int, _ kind: ItemKind, _ luid: String, _ text: ItemText) {
        phones[number].store.items[kind.store, default: [:]][luid] = text.bytes
    }

    mutating func remove(_ number: Int, _ kind: ItemKind, _ luid: String, _ text: ItemText) {
        phones[number].store.items[kind.store]?[luid] = nil
        if let identity = text.identity, phones[number].model.habits.deletesSoftly == true {
            log.hide(identity, from: "phone \(number)")
            log.perish(identity, of: "phone \(number)")
        } else if let identity = text.identity {
            log.delete(
                identity, shown: text.seen, blind: phones[number].lost(kind, luid), isOnPhone: true,
                author: "phone \(number)")
            log.perish(identity, of: "phone \(number)")
            let index = (log.items[identity]?.deletions.count ?? 1) - 1
            // Who never told the names of what it was sent cannot say by a name that it goes.
            if phones[number].model.habits.maps == .never { log.forgetDeletion(identity, index) }
            // What a window leaves out, or what is history, leaves only the phone, and cannot be deleted from there.
            if isLoose(text, on: number) { loosen(identity, on: number) }
            // Nor who may have deleted what stood there before: then the change upstream wins.
            if phones[number].unheard.contains(luid) { log.forgetDeletion(identity, index) }
            phones[number].untold.append(
                Handset.Untold(
                    store: kind.store, luid: luid, identity: identity,
                    index: index))
        }
        phones[number].store.lost["\(kind.store)/\(luid)"] = nil
    }

    /// The user deletes an item and types the same one in again: it is another item now, of the same words.
    private mutating func replant(_ number: Int, _ kind: ItemKind, _ luid: String, _ text: ItemText) -> String {
        guard let identity = text.identity else { return "" }
        log.replant(identity, shown: text.shown, blind: phones[number].lost(kind, luid))
        if plan.window != nil, kind == .event || isLoose(text, on: number) {
            log.hide(identity, from: "phone \(number)")
        }
        // Where deleting means to take an item off this phone, the old one stays upstream.
        if phones[number].model.habits.deletesSoftly == true { log.hide(identity, from: "phone \(number)") }
        phones[number].store.items[kind.store]?[luid] = nil
        phones[number].store.lost["\(kind.store)/\(luid)"] = nil
        return plant(number, kind, text, identity)
    }

    /// The words of an item under a new name, as the phone's own editor writes them.
    mutating func plant(_ number: Int, _ kind: ItemKind, _ text: ItemText, _ identity: Int) -> String {
        let name = phones[number].store.newName(kind.store)
        var fresh = ItemText.onPhone(phones[number].format(kind), kind, identity: identity)
        for (field, values) in text.shown.sorted(by: { $0.key < $1.key }) {
            if let value = values.first { fresh.type(value, into: field) }
        }
        write(number, kind, name, fresh)
        return " as \(name)"
    }

    /// What a phone had not told anybody goes with its memory.
    private mutating func abandon(_ number: Int) {
        for deletion in phones[number].untold { log.forgetDeletion(deletion.identity, deletion.index) }
        phones[number].untold = []
        log.perish(of: "phone \(number)")
    }

    private mutating func restore(_ number: Int) -> String {
        guard let backup = phones[number].backup, !sharesAnchor(backup, number) else { return "has no backup" }
        abandon(number)
        var before: [Int: Set<String>] = [:]
        for item in phones[number].all {
            if let identity = item.text.identity {
                before[identity, default: []].formUnion(item.text.lines.map(\.name))
            }
        }
        phones[number].store = backup
        for item in phones[number].all {
            guard let identity = item.text.identity else { continue }
            let lost = before[identity]?.subtracting(item.text.lines.map(\.name))
            log.restore(identity, shown: item.text.shown, without: lost ?? [])
        }
        let kept = Set(phones[number].all.compactMap(\.text.identity))
        for identity in before.keys where !kept.contains(identity) { log.miss(identity) }
        return "is restored from its backup"
    }

    /// True when the phone has been wiped since, and its new life has come to an anchor of the backup by a clock that was set back:
    /// nobody can tell the one from the other.
    private func sharesAnchor(_ backup: HandsetStore, _ number: Int) -> Bool {
        let query = """
            SELECT datastore.kind AS kind, client_anchor, server_anchor
            FROM datastore JOIN device ON device.id = datastore.device
            WHERE device.device_id = '\(phones[number].deviceID)'
            """
        return ((try? database.read { try $0.inspect(query) }) ?? []).contains { row in
            guard let name = row["kind"].text.flatMap({ ItemKind(rawValue: $0) })?.store,
                let memory = backup.memory.stores[name], let anchor = memory.lastAnchor
            else { return false }
            return row["client_anchor"].text == anchor && row["server_anchor"].text != memory.serverAnchor
                && phones[number].store.memory.stores[name]?.lastAnchor != anchor
        }
    }

    /// Some fields of a kind, the first by chance and the others after it.
    func fields(_ kind: ItemKind, _ pick: UInt64, count: Int, blind: Set<Field>) -> [Field] {
        let all = Field.all(of: kind).filter { !blind.contains($0) }
        guard !all.isEmpty else { return [] }
        let first = Int(pick % UInt64(all.count))
        return (0..<min(count, all.count)).map { all[(first + $0) % all.count] }
    }
}
