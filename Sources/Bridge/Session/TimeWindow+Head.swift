import Mapping
import SyncTypes

extension TimeWindow {
    /// The window of a datastore at a time: what its device is set to, else what the account is. One without events has none.
    static func of(_ datastore: DatastoreRecord, _ device: Device, _ account: Account, now: Int64) -> TimeWindow {
        guard datastore.kinds.contains(.event) else { return .all }
        return (DeviceSetting.window.value(of: device, account).flatMap { WindowDays($0) } ?? .all).edges(now: now)
    }

    /// True when a resource belongs on the device.
    func contains(_ head: ResourceHead) -> Bool {
        contains(head.kind, firstStart: head.firstStart, lastEnd: head.lastEnd)
    }
}

extension StoreReader {
    /// A page of the resources that a crossing concerns, in the order of the bound that the edge has passed.
    func heads(
        of collection: CollectionRow, _ crossing: TimeWindow.Crossing, after: BoundPlace? = nil, limit: Int
    ) throws -> [ResourceHead] {
        switch crossing.edge {
        case .lastEnd: try heads(of: collection, endingIn: crossing.times, after: after, limit: limit)
        case .firstStart: try heads(of: collection, startingIn: crossing.times, after: after, limit: limit)
        }
    }
}

extension ResourceHead {
    /// Its place in the order of a crossing.
    func place(in crossing: TimeWindow.Crossing) -> BoundPlace {
        switch crossing.edge {
        case .lastEnd: BoundPlace(bound: lastEnd ?? .min, resource: id)
        case .firstStart: BoundPlace(bound: firstStart ?? .min, resource: id)
        }
    }
}
