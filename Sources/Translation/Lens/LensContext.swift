import SyncTypes
import Versit

/// For whom a lens translates: one datastore of one device at one time.
public struct LensContext: Sendable {
    /// The text format the device wants.
    public var format: ItemFormat
    /// What the datastore holds.
    public var kind: ItemKind
    /// What the device can do.
    public var profile: DeviceProfile
    /// What the datastore announced; nil when the device did not say.
    public var datastore: DatastoreProfile?
    /// The device's local time; nil: UTC.
    public var zone: TimeZoneRules?
    /// Rules of the zones that upstream names without defining.
    public var zones: ZoneSource
    /// The present, UTC: for REV, DTSTAMP and LAST-MODIFIED.
    public var now: DateTime
    /// What this device has itself returned so far.
    public var evidence: Evidence

    /// A context.
    public init(
        format: ItemFormat, kind: ItemKind, profile: DeviceProfile, datastore: DatastoreProfile? = nil,
        zone: TimeZoneRules? = nil, zones: ZoneSource = .none, now: DateTime, evidence: Evidence = Evidence()
    ) {
        self.format = format
        self.kind = kind
        self.profile = profile
        self.datastore = datastore
        self.zone = zone
        self.zones = zones
        self.now = now
        self.evidence = evidence
    }
}
