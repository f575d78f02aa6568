import Phone
import SyncTypes

/// The memory of a simulated phone: what is written into it comes back as its model keeps it. A value, so that a copy is
/// a backup.
struct HandsetStore: PhoneStore, Sendable {
    var memory = PhoneMemory()
    /// By store name, then LUID.
    var items: [String: [String: [UInt8]]] = [:]
    /// Fields of which an item lost something when it was written, by "store/LUID".
    var lost: [String: Set<Field>] = [:]
    var model: HandsetModel
    var capacity: Int?

    init(_ model: HandsetModel) {
        self.model = model
        capacity = model.capacity
    }

    func luids(in store: StoreConfiguration) throws(PhoneError) -> [LUID] { names(store.name).map { LUID($0) } }

    /// LUIDs in a fixed order.
    func names(_ store: String) -> [String] {
        (items[store] ?? [:]).keys.map { (number: Int($0), name: $0) }.sorted { left, right in
            switch (left.number, right.number) {
            case (let a?, let b?) where a != b: a < b
            case (_?, nil): true
            case (nil, _?): false
            case (_, _): left.name < right.name
            }
        }.map(\.name)
    }

    func read(_ luid: LUID, in store: StoreConfiguration) throws(PhoneError) -> [UInt8]? {
        items[store.name]?[luid.rawValue]
    }

    mutating func write(_ text: [UInt8], as luid: LUID, in store: StoreConfiguration) throws(PhoneError) {
        let held = items[store.name] ?? [:]
        if let capacity, held[luid.rawValue] == nil, held.count >= capacity {
            throw PhoneError(.full, "\(store.name) is full")
        }
        let taken = try model.maker?.taken(text, over: held[luid.rawValue]) ?? text
        let kept = model.keep(taken)
        items[store.name, default: [:]][luid.rawValue] = kept.bytes
        lost["\(store.name)/\(luid.rawValue)"] = kept.lost.isEmpty ? nil : kept.lost
    }

    mutating func remove(_ luid: LUID, in store: StoreConfiguration) throws(PhoneError) {
        items[store.name]?[luid.rawValue] = nil
        lost["\(store.name)/\(luid.rawValue)"] = nil
    }

    mutating func save() throws(PhoneError) {}

    /// A name for an item that the phone's user makes.
    mutating func newName(_ store: String) -> String {
        let known = memory.stores[store]?.known ?? [:]
        let taken = Set(names(store)).union(known.keys)
        switch model.names {
        case .reusing:
            var number = 1
            while taken.contains(String(number)) { number += 1 }
            return String(number)
        case .counting, .large:
            let highest = taken.compactMap { Int($0) }.max() ?? 0
            let start = max(memory.stores[store]?.lastNumber ?? 0, highest)
            let next = start + (model.names == .large ? 268_435_457 : 1)
            memory.stores[store, default: StoreMemory()].lastNumber = next
            return String(next)
        }
    }
}
