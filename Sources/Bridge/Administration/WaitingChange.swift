import Mapping
import SyncTypes

/// A change of a device that is acknowledged and not at the server yet, as `device show` tells it.
public struct WaitingChange: Hashable, Sendable, Codable {
    /// How many are told.
    static let most = 20

    /// What a person calls the item.
    public var item: String
    /// Seconds since 1970 UTC; nil: its session is not over.
    public var since: Int64?
    /// True when the server has refused the item: it is tried again when the device changes it.
    public var isRefused: Bool
    /// Why, in the server's words where it has said any.
    public var reason: String

    init(_ link: Link, kind: ItemKind, in store: StoreReader) throws {
        item = ItemName.of(
            text: link.pending ?? [], kind: kind, of: try link.resource.flatMap { try store.resource($0) })
        since = link.pendingSince
        isRefused = PendingReason.isFinal(link.pendingReason)
        reason = link.pendingReason ?? "waiting: its session goes on"
    }
}
