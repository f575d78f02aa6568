import SyncTypes

/// A part rendered for one device.
public struct View: Hashable, Sendable {
    /// The bytes to send.
    public var text: [UInt8]
    /// Their format.
    public var format: ItemFormat

    /// A rendered part.
    public init(text: [UInt8], format: ItemFormat) {
        self.text = text
        self.format = format
    }
}

/// Which side's value stays when both changed the same property (design section 5).
public enum ConflictRule: String, Hashable, Sendable, Codable, CaseIterable {
    /// The phone's value.
    case deviceWins = "device-wins"
    /// The upstream value.
    case serverWins = "server-wins"
    /// The value of the text with the later REV or LAST-MODIFIED; the phone's when that is unknown.
    case newest
    /// The upstream value stays in this resource; the caller keeps the phone's text as an item of its own.
    case duplicate
}

/// A property that both sides changed, and what became of it.
public struct FieldConflict: Hashable, Sendable {
    /// A side of the bridge.
    public enum Side: String, Hashable, Sendable, Codable, CaseIterable {
        /// The phone.
        case device
        /// The upstream resource.
        case server
    }

    /// The property's name, upper case.
    public var property: String
    /// Whose value is in the result.
    public var winner: Side
    /// The value that is not, for the journal.
    public var loser: String

    /// A settled conflict.
    public init(property: String, winner: Side, loser: String) {
        self.property = property
        self.winner = winner
        self.loser = loser
    }
}

/// A value of the phone that counts as its own loss of a larger one, and may be its user's all the same.
public struct DoubtfulLoss: Hashable, Sendable {
    /// The property's name, upper case.
    public var property: String
    /// What stays upstream, for the journal: "9000 bytes".
    public var kept: String
    /// What the phone sent, for the journal.
    public var dropped: String

    /// A doubt.
    public init(property: String, kept: String, dropped: String) {
        self.property = property
        self.kept = kept
        self.dropped = dropped
    }
}

/// What a phone's text made of an upstream resource.
public struct PutResult: Hashable, Sendable {
    /// The resource's new body.
    public var body: [UInt8]
    /// False: `body` is what went in, byte for byte, and there is nothing to write upstream.
    public var changed: Bool
    /// The properties both sides changed.
    public var conflicts: [FieldConflict]
    /// The phone's values that were not taken over, since they may be what it leaves of larger ones.
    public var doubts: [DoubtfulLoss]

    /// A result.
    public init(body: [UInt8], changed: Bool, conflicts: [FieldConflict] = [], doubts: [DoubtfulLoss] = []) {
        self.body = body
        self.changed = changed
        self.conflicts = conflicts
        self.doubts = doubts
    }
}

/// What a phone's text is compared by when it has to find its resource.
public struct MatchKeys: Hashable, Sendable {
    /// Hash of the canonical content: equal for texts between which `isSame` holds.
    public var identical: UInt64
    /// The UID the text carries, with RECURRENCE-ID behind a slash where it has one.
    public var uid: String?
    /// Weaker signs, each enough when it is unique: name and number, start and summary, the text.
    public var fingerprints: [String]
    /// What the item is called, where that is enough among the few that a device was sent and never named.
    public var name: String?
    /// What it is called together with one more thing that is said of it: enough among those few when its time has changed.
    public var details: [String]
    /// What is left of most copies, however a device has cut, flattened or spelt them: it leads to items that may be the same and
    /// proves nothing; `Lens.likeness` judges.
    public var traces: [String]

    /// A set of keys.
    public init(
        identical: UInt64, uid: String? = nil, fingerprints: [String] = [], name: String? = nil, details: [String] = [],
        traces: [String] = []
    ) {
        self.identical = identical
        self.uid = uid
        self.fingerprints = fingerprints
        self.name = name
        self.details = details
        self.traces = traces
    }
}

/// What an upstream resource holds.
public struct ResourceOutline: Hashable, Sendable {
    /// What it is about.
    public var kind: ItemKind
    /// The UID of its card or component; empty when it has none.
    public var uid: String
    /// The pieces that can be items of their own on a device; the resource itself first.
    public var parts: [PartKey]
    /// Start of the first occurrence in seconds since 1970 UTC; nil when the item is at no time.
    public var firstStart: Int64?
    /// End of the last occurrence; nil when the item is at no time, `.max` when it never ends.
    public var lastEnd: Int64?
    /// One line for tables and the journal.
    public var summary: String

    /// An outline.
    public init(
        kind: ItemKind, uid: String, parts: [PartKey], firstStart: Int64? = nil, lastEnd: Int64? = nil, summary: String
    ) {
        self.kind = kind
        self.uid = uid
        self.parts = parts
        self.firstStart = firstStart
        self.lastEnd = lastEnd
        self.summary = summary
    }
}
