import SyncTypes

/// On which side an item stands that is to be matched.
public enum MatchSide: Int, Hashable, Sendable, Codable, CaseIterable {
    /// The device's: a staged item.
    case device = 0
    /// The server's: a part of a mirrored resource.
    case server = 1
}

extension MatchSide: ColumnValue {}

/// One hash by which two items may be the same. Lower tiers are stronger; the caller numbers them.
public struct MatchKey: Hashable, Sendable {
    /// How strong the key is.
    public var tier: Int
    /// The hash; all 64 bits count.
    public var key: Int64

    /// A key.
    public init(tier: Int, key: Int64) {
        self.tier = tier
        self.key = key
    }

    /// A key from an unsigned hash.
    public init(tier: Int, hash: UInt64) { self.init(tier: tier, key: Int64(bitPattern: hash)) }
}

/// A staged item and the part of a resource that it is taken for.
public struct MatchPair: Hashable, Sendable {
    /// The device's item.
    public var staged: StagedRow
    /// The mirrored resource.
    public var resource: ResourceRow
    /// The part of it.
    public var part: PartKey

    /// A pair.
    public init(staged: StagedRow, resource: ResourceRow, part: PartKey) {
        self.staged = staged
        self.resource = resource
        self.part = part
    }
}
