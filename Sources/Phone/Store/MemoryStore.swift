import SyncTypes

/// A phone in memory: a value, so that a copy is a backup and an assignment a restore.
public struct MemoryStore: PhoneStore, Hashable, Sendable, Codable {
    /// What the phone remembers.
    public var memory = PhoneMemory()
    /// All items: by store name, then LUID.
    public var items: [String: [String: [UInt8]]] = [:]
    /// How many items a store takes before it says it is full; nil for no limit.
    public var capacity: Int?
    /// How many times the memory was made to last.
    public private(set) var saves = 0

    /// An empty phone.
    public init(capacity: Int? = nil) { self.capacity = capacity }

    /// The LUIDs of a store, numbers first and in order.
    public func luids(in store: StoreConfiguration) throws(PhoneError) -> [LUID] {
        (items[store.name] ?? [:]).keys.map { LUID($0) }.sorted(by: LUID.phoneOrder)
    }

    /// One text.
    public func read(_ luid: LUID, in store: StoreConfiguration) throws(PhoneError) -> [UInt8]? {
        items[store.name]?[luid.rawValue]
    }

    /// Stores a text; `PhoneError.full` beyond the capacity.
    public mutating func write(_ text: [UInt8], as luid: LUID, in store: StoreConfiguration) throws(PhoneError) {
        let held = items[store.name] ?? [:]
        if let capacity, held[luid.rawValue] == nil, held.count >= capacity {
            throw PhoneError(.full, "\(store.name) holds \(capacity) items and no more")
        }
        items[store.name, default: [:]][luid.rawValue] = text
    }

    /// Removes a text.
    public mutating func remove(_ luid: LUID, in store: StoreConfiguration) throws(PhoneError) {
        items[store.name]?[luid.rawValue] = nil
    }

    /// The phone itself makes another text of an item, as if it had always held that: its own loss, no user's edit.
    public mutating func lose(_ store: String, _ luid: String, _ text: String) {
        items[store]?[luid] = Array(text.utf8)
        memory.stores[store]?.known[luid] = ContentDigest.of(Array(text.utf8))
    }

    /// Counts; memory lasts as long as the value.
    public mutating func save() throws(PhoneError) { saves += 1 }

    /// A user's own writing, as text.
    public subscript(store: String, luid: String) -> String? {
        get { items[store]?[luid].map { String(decoding: $0, as: UTF8.self) } }
        set { items[store, default: [:]][luid] = newValue.map { Array($0.utf8) } }
    }
}
