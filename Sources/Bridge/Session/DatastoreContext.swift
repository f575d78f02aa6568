import Mapping
import SyncMLFront
import SyncTypes
import Translation
import Versit

/// A datastore's rows and lenses, loaded once a message.
struct DatastoreContext: Sendable {
    /// The row; changed fields are saved with the reply.
    var datastore: DatastoreRecord
    /// The row before this message.
    let original: DatastoreRecord
    /// Its collections, the one for new items first.
    let collections: [CollectionRecord]
    /// What the device has proven to hold.
    var evidence: Evidence
    /// The same before this message.
    let known: Evidence
    /// The device's own words about this datastore.
    let announced: DatastoreProfile?
    /// What the device can do.
    let profile: DeviceProfile
    /// Rules of the device's local time.
    let zone: TimeZoneRules?
    /// Time zone rules by name.
    let zones: ZoneSource
    /// The time of the exchange.
    let now: Int64
    /// The formats that account or device wish for.
    var wish = FormatWish.get
    /// Told of each decision.
    var marks: MarkObserver?
    /// Between which edges the device is to hold events.
    var window = TimeWindow.all
    /// What the device asks for; nil: everything.
    var filter: ItemFilter?

    /// What of its collections it shows.
    var scope: DatastoreScope {
        DatastoreScope(datastore: datastore.id, window: window, filter: filter, zone: zone, zones: zones)
    }

    /// Where a live resource is, as seen from this datastore. One of a kind that it does not hold is as good as gone.
    func place(of head: ResourceHead, _ store: StoreReader) throws -> ServerChange.Place {
        guard !head.isGone, let kind = head.kind, datastore.kinds.contains(kind) else { return .gone }
        guard collections.contains(where: { $0.id == head.collection }) else { return .outside }
        switch try store.verdict(on: head, in: scope) {
        case .matches: return .inside
        case .stays: return .kept
        case .leaves: return .outside
        }
    }

    /// The format in which the device gets items of a kind.
    func format(for kind: ItemKind) -> ItemFormat {
        FormatChoice.format(
            for: kind, datastore: announced, observed: datastore.format, wish: wish, refused: evidence.refusedFormats)
    }

    /// The lens for items of a kind.
    func lens(for kind: ItemKind) -> Lens {
        var profile = profile
        if filter?.withoutAttachments == true { profile.quirks.payload.withheld.insert("ATTACH") }
        return Lens(
            LensContext(
                format: format(for: kind), kind: kind, profile: profile, datastore: announced, zone: zone,
                zones: zones, now: DateTime(secondsSince1970: Int(now)), evidence: evidence))
    }

    /// What an item of this datastore is about.
    func kind(of text: [UInt8]) -> ItemKind {
        if datastore.kind == .event, datastore.kinds.contains(.task), FormatSniffer.isTask(text) { return .task }
        return datastore.kind
    }

    /// Notes what the device has shown it holds, and in which format it speaks.
    mutating func observe(_ text: [UInt8], kind: ItemKind, labelled: ItemFormat) {
        let format = FormatSniffer.format(of: text, kind: kind) ?? labelled
        evidence.observe(text, format: format, quirks: profile.quirks.payload)
        if kind == datastore.kind { datastore.format = format }
    }

    /// Notes that the device refused a text of a kind for its format; true when it gets another format from now on.
    mutating func refusedFormat(of kind: ItemKind) -> Bool {
        let tried = format(for: kind)
        guard wish != .get, !evidence.refusedFormats.contains(tried) else { return false }
        evidence.refused(tried)
        return format(for: kind) != tried
    }

    /// The row with what was learnt.
    func updated() throws -> DatastoreRecord {
        if evidence == known { return datastore }
        var row = datastore
        try row.learn(evidence)
        return row
    }
}
