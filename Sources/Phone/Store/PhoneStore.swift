import SyncTypes

/// Where a phone keeps its items and its memory. All stores of one phone are behind one value.
///
/// The session machine asks in the middle of its work, so every call returns at once; what it throws becomes a status.
public protocol PhoneStore {
    /// What the phone remembers.
    var memory: PhoneMemory { get set }
    /// The LUIDs of all items of a store, in a fixed order.
    func luids(in store: StoreConfiguration) throws(PhoneError) -> [LUID]
    /// The text of one item; nil when there is none.
    func read(_ luid: LUID, in store: StoreConfiguration) throws(PhoneError) -> [UInt8]?
    /// Stores an item, new or not. `PhoneError.full` when there is no room.
    mutating func write(_ text: [UInt8], as luid: LUID, in store: StoreConfiguration) throws(PhoneError)
    /// Removes an item; no error when there is none.
    mutating func remove(_ luid: LUID, in store: StoreConfiguration) throws(PhoneError)
    /// Makes the memory last; called after every message, before the next one leaves.
    mutating func save() throws(PhoneError)
}

/// What the user did to one item since the server last heard of it.
public struct PhoneChange: Hashable, Sendable {
    /// The three kinds.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The server does not know the item.
        case add
        /// The text is another one.
        case replace
        /// The item is gone.
        case delete
    }

    /// The kind.
    public var kind: Kind
    /// The item.
    public var luid: LUID
    /// Digest of the present text; nil for a deleted item.
    public var digest: String?
}

extension PhoneStore {
    /// What differs from the server's knowledge: new and changed items in the store's order, then deleted ones by LUID.
    public func changes(in store: StoreConfiguration) throws(PhoneError) -> [PhoneChange] {
        let known = memory.stores[store.name]?.known ?? [:]
        var present: Set<String> = []
        var changes: [PhoneChange] = []
        for luid in try luids(in: store) {
            guard let text = try read(luid, in: store) else { continue }
            present.insert(luid.rawValue)
            let digest = ContentDigest.of(text)
            guard let old = known[luid.rawValue] else {
                changes.append(PhoneChange(kind: .add, luid: luid, digest: digest))
                continue
            }
            if old != digest { changes.append(PhoneChange(kind: .replace, luid: luid, digest: digest)) }
        }
        let gone = known.keys.filter { !present.contains($0) }.map { LUID($0) }.sorted(by: LUID.phoneOrder)
        return changes + gone.map { PhoneChange(kind: .delete, luid: $0, digest: nil) }
    }

    /// Every item as if the server knew none: what a slow sync sends.
    public func everything(in store: StoreConfiguration) throws(PhoneError) -> [PhoneChange] {
        var changes: [PhoneChange] = []
        for luid in try luids(in: store) {
            guard let text = try read(luid, in: store) else { continue }
            changes.append(PhoneChange(kind: .add, luid: luid, digest: ContentDigest.of(text)))
        }
        return changes
    }
}

extension LUID {
    /// Decimal numbers by value and before everything else, the rest by its bytes.
    static func phoneOrder(_ left: LUID, _ right: LUID) -> Bool {
        switch (Int(left.rawValue), Int(right.rawValue)) {
        case (let a?, let b?): a == b ? left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8) : a < b
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
        }
    }
}
