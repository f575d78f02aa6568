import Mapping
import SyncTypes
import Translation
import Versit

/// What of its collections a datastore shows its device: the account's window, and what the device itself asks for.
struct DatastoreScope: Sendable {
    /// The datastore.
    let datastore: DatastoreRow
    /// Between which edges the device is to hold events: the setting `window`.
    let window: TimeWindow
    /// What the device wants; nil: everything.
    let filter: ItemFilter?
    /// Rules of the device's local time.
    let zone: TimeZoneRules?
    /// Time zone rules by name.
    let zones: ZoneSource

    /// True when it leaves nothing out.
    var isAll: Bool { window == .all && filter == nil }
}

extension StoreReader {
    /// What a datastore's scope says of a live resource. Its body is only read for a filter that looks at what items say.
    func verdict(on head: ResourceHead, in scope: DatastoreScope) throws -> ItemFilter.Verdict {
        guard scope.window.contains(head) else { return .leaves }
        return try verdict(on: head, of: scope.filter, in: scope)
    }

    /// What a device's filter alone says of it.
    func verdict(
        on head: ResourceHead, of filter: ItemFilter?, in scope: DatastoreScope
    ) throws -> ItemFilter.Verdict {
        guard let filter else { return .matches }
        return try filter.judge(head.kind, firstStart: head.firstStart, lastEnd: head.lastEnd) {
            let body = try resource(head.id).flatMap { try? UpstreamBody($0.body) }
            return ItemFilter.Item(
                kind: head.kind, firstStart: head.firstStart, lastEnd: head.lastEnd,
                fields: body.flatMap { body in
                    head.kind.map { ItemFields(body, kind: $0, zone: scope.zone, zones: scope.zones) }
                },
                names: try links(scope.datastore, head.id).compactMap { $0.luid?.rawValue })
        }
    }

    /// A link that has just come to rest, its item outside of the scope: no edge will pass over it any more, so it stays open and is
    /// judged with the next changes that are sent.
    func keepingOpen(_ link: Link, outside scope: DatastoreScope) throws -> Link {
        guard !scope.isAll, link.isAtRest, let id = link.resource, let head = try head(id),
            try verdict(on: head, in: scope) == .leaves
        else { return link }
        var link = link
        link.showAgain()
        return link
    }
}

extension Link {
    /// True when both sides have the item and nothing is on its way between them.
    fileprivate var isAtRest: Bool {
        state == .linked && luid != nil && offered == nil && pending == nil && !pendingDelete
    }
}
