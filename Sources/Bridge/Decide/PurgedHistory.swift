import SyncTypes

/// Phones throw their past away by themselves, and that is nobody's wish to lose it. Pure.
enum PurgedHistory {
    /// Seconds after an event's last end from which its deletion on a device only takes it off that device.
    static let age: Int64 = 30 * 24 * 3600

    /// True when an item is history at a time; `lastEnd` nil: it is at no time, `.max`: it never ends.
    static func contains(_ kind: ItemKind?, lastEnd: Int64?, now: Int64) -> Bool {
        guard kind == .event, let lastEnd, lastEnd < now else { return false }
        return now - lastEnd > age
    }
}
