import Phone
import SyncTypes

/// A user who deletes nearly everything, and one who regrets it.
extension Simulation {
    /// Deletes all items of the first kind that has three or more, but one.
    mutating func deleteMost(_ number: Int) -> String {
        let kinds = Dictionary(grouping: phones[number].all.filter { $0.text.identity != nil }, by: \.kind)
        guard
            let (kind, items) = kinds.filter({ $0.value.count >= 3 }).min(by: { $0.key.store < $1.key.store })
        else { return "has too few items to delete most of them" }
        phones[number].discarded = []
        for item in items.dropFirst() {
            guard let identity = item.text.identity else { continue }
            remove(number, kind, item.luid, item.text)
            phones[number].discarded.append(Handset.Discarded(kind: kind, identity: identity, text: item.text))
        }
        return "deletes " + phones[number].discarded.map { "\($0.identity)" }.joined(separator: ", ")
    }

    /// Types what was deleted in again, as new items with one value changed: these must stand, whatever becomes of the old ones. On a
    /// phone that never names its items nobody can tell them from an edit of what it was sent.
    mutating func retype(_ number: Int, _ pick: UInt64) -> String {
        if phones[number].model.habits.maps == .never { phones[number].discarded = [] }
        var words: [String] = []
        for item in phones[number].discarded where phones[number].hasRoom(item.kind) {
            var text = item.text
            let blind = phones[number].model.blind
            guard let field = fields(item.kind, pick, count: 1, blind: blind).first,
                !numbersFull(number, text, field)
            else { continue }
            log.addCopy(of: item.identity)
            log.replant(item.identity, shown: text.shown, blind: blind)
            let value = log.type(
                item.identity, field, seen: text.values(of: field), flavour: flavour(number, pick),
                author: "phone \(number)")
            text.type(value, into: field)
            words.append("\(item.identity) with another \(field)" + plant(number, item.kind, text, item.identity))
        }
        phones[number].discarded = []
        return words.isEmpty ? "has nothing to type again" : "types again " + words.joined(separator: ", ")
    }
}
