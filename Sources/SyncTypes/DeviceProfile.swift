/// What a device can do and hold, as values: read from its device information, adjusted by its quirks.
///
/// The engine asks this and never a device's model.
public struct DeviceProfile: Hashable, Sendable, Codable {
    /// Handles date-times in UTC (DevInf UTC, 1.1 and later).
    public var utc: Bool
    /// Understands NumberOfChanges (DevInf SupportNumberOfChanges).
    public var numberOfChanges: Bool
    /// Sends and takes items in chunks (DevInf SupportLargeObjs).
    public var largeObjects: Bool
    /// One entry a database the device announced, in its order.
    public var datastores: [DatastoreProfile]
    /// Deviations, by name.
    public var quirks: Quirks

    /// A profile; the defaults are those of a device that announced nothing.
    public init(
        utc: Bool = false, numberOfChanges: Bool = false, largeObjects: Bool = false,
        datastores: [DatastoreProfile] = [], quirks: Quirks = Quirks()
    ) {
        self.utc = utc
        self.numberOfChanges = numberOfChanges
        self.largeObjects = largeObjects
        self.datastores = datastores
        self.quirks = quirks
    }
}

/// What one database of a device takes and sends (DevInf DataStore and CTCap).
public struct DatastoreProfile: Hashable, Sendable, Codable {
    /// SourceRef as the device wrote it.
    public var sourceRef: String
    /// Types the device can receive, the preferred one first (Rx-Pref, Rx).
    public var receives: [ContentType]
    /// Types the device sends, the preferred one first (Tx-Pref, Tx).
    public var sends: [ContentType]
    /// Bytes a GUID may have (MaxGUIDSize); nil when not announced.
    public var maxGUIDSize: Int?
    /// Property limits by content type's media type, then upper-case property name (CTCap); empty when not announced.
    public var properties: [String: [String: PropertyLimit]]
    /// What its items may be (CTCap, values of BEGIN, upper case): VEVENT, VTODO; empty when not announced.
    public var components: Set<String>

    /// A datastore's profile.
    public init(
        sourceRef: String, receives: [ContentType] = [], sends: [ContentType] = [], maxGUIDSize: Int? = nil,
        properties: [String: [String: PropertyLimit]] = [:], components: Set<String> = []
    ) {
        self.sourceRef = sourceRef
        self.receives = receives
        self.sends = sends
        self.maxGUIDSize = maxGUIDSize
        self.properties = properties
        self.components = components
    }
}

/// What a device announced about one property (DevInf 1.2 Property, 1.1 PropName).
public struct PropertyLimit: Hashable, Sendable, Codable {
    /// Longest value in characters (MaxSize, Size); nil when not announced.
    public var maxSize: Int?
    /// How often it may occur (MaxOccur); nil when not announced.
    public var maxOccur: Int?

    /// A limit.
    public init(maxSize: Int? = nil, maxOccur: Int? = nil) {
        self.maxSize = maxSize
        self.maxOccur = maxOccur
    }
}

/// Named deviations of device families; each has a row in SyncMLFront/Quirks with its culprit and a test.
public struct Quirks: Hashable, Sendable, Codable {
    /// The device counts in local time without zone whatever DevInf says (Siemens, old Nokia).
    public var localTimeOnly = false
    /// It works UTC out by the daylight saving of the day on which it sends (Siemens).
    public var utcOfToday = false
    /// A time without zone is UTC to it, not that of its wall (Nokia 9300 and 9500).
    public var unmarkedUTC = false
    /// Chunks break the device although DevInf claims them (Sony Ericsson W890i).
    public var noLargeObjects = false
    /// Cap for replies in bytes, below what the device announces; nil for none.
    public var maxMessageSize: Int?
    /// Replies with changes stay within so many hundredths of what the device announces (Nokia); nil for all of it.
    public var messageSizePercent: Int?
    /// A picture in chunks is refused with 424 unless its Size is one more than it has (Nokia 3109, 3110, 6111).
    public var countsPicturesLonger = false
    /// Its digests have an empty nonce, whatever nonce it was given (Sony Ericsson M600i, Motorola Z8).
    public var ignoresNonces = false
    /// A RespURI after a session that broke off confuses the device (Sony Ericsson T68i).
    public var loathesRespURIAfterBreak = false
    /// Knows two-way and slow syncs alone (Nokia 7210 Supernova).
    public var isTwoWayOnly = false
    /// Sends the next message of its package only when an Alert 222 asks for it (old Funambol clients).
    public var awaitsNextMessageAlert = false
    /// Any of its messages may bear Final, whatever is still to come (Funambol clients).
    public var mayEndEarly = false
    /// A Replace in a slow sync crashes the device: it comes with the next two-way sync (Nokia 9210).
    public var crashesOnSlowReplace = false
    /// Alarms must be UTC even where the event is local (all Nokia and Sony Ericsson).
    public var alarmsInUTC = false
    /// Asks 200 and ignores a server's 201: answer 200 and treat as slow inside (Siemens S55).
    public var ignoresSlowAlert = false
    /// What its items have to look like and mean.
    public var payload = PayloadQuirks()

    /// No deviation.
    public init() {}
}
