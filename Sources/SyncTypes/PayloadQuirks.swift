/// What items have to look like for a device family, and what its own items mean otherwise than they say.
///
/// None of these loses anything upstream: a device cannot remove what it was not shown. Each has a row in SyncMLFront/Quirks.
/// Properties are named in upper case, with their component in front where others have them, too: "NOTE", "VEVENT.STATUS".
public struct PayloadQuirks: Hashable, Sendable, Codable {
    /// Properties that break it: not shown, taken when it sends them.
    public var withheld: Set<String>
    /// Properties that mean something else to it: neither shown nor taken.
    public var ignored: Set<String>
    /// TYPE values (upper case) on which it aborts or loses the value: left out, the value is shown.
    public var withheldTypes: Set<String>
    /// Properties that it wants behind all others, in this order.
    public var last: [String]
    /// How much it keeps of a property of a contact, whatever it announced.
    public var limits: [String: PropertyLimit]
    /// Only one value of a property may be the preferred one.
    public var takesOnePreferred: Bool
    /// A property that is not in a text stays on the device as it was; `-` empties it.
    public var clearsByDash: Bool
    /// The street of an address stands where its extension belongs, and the other way round.
    public var swapsStreet: Bool
    /// An event without DESCRIPTION is refused: it gets a lone `-`.
    public var needsDescription: Bool
    /// A yearly event is `YD1`.
    public var yearlyByDay: Bool
    /// It reads no line that goes on in the next one.
    public var neverFolds: Bool
    /// Its calendar begins with this year; nil: with any.
    public var firstYear: Int?
    /// It writes `X-` before the names of categories.
    public var marksCategories: Bool
    /// Mobile numbers are `CELL;HOME` or `CELL;WORK` to it, never `CELL` alone.
    public var pairsMobiles: Bool

    /// Some deviations; none by default.
    public init(
        withheld: Set<String> = [], ignored: Set<String> = [], withheldTypes: Set<String> = [], last: [String] = [],
        limits: [String: PropertyLimit] = [:], takesOnePreferred: Bool = false, clearsByDash: Bool = false,
        swapsStreet: Bool = false, needsDescription: Bool = false, yearlyByDay: Bool = false,
        neverFolds: Bool = false, firstYear: Int? = nil, marksCategories: Bool = false, pairsMobiles: Bool = false
    ) {
        self.withheld = withheld
        self.ignored = ignored
        self.withheldTypes = withheldTypes
        self.last = last
        self.limits = limits
        self.takesOnePreferred = takesOnePreferred
        self.clearsByDash = clearsByDash
        self.swapsStreet = swapsStreet
        self.needsDescription = needsDescription
        self.yearlyByDay = yearlyByDay
        self.neverFolds = neverFolds
        self.firstYear = firstYear
        self.marksCategories = marksCategories
        self.pairsMobiles = pairsMobiles
    }

    /// Takes over the deviations of another row about the same device; its order and limits come last.
    public mutating func add(_ other: PayloadQuirks) {
        withheld.formUnion(other.withheld)
        ignored.formUnion(other.ignored)
        withheldTypes.formUnion(other.withheldTypes)
        last += other.last.filter { !last.contains($0) }
        limits.merge(other.limits) { $1 }
        takesOnePreferred = takesOnePreferred || other.takesOnePreferred
        clearsByDash = clearsByDash || other.clearsByDash
        swapsStreet = swapsStreet || other.swapsStreet
        needsDescription = needsDescription || other.needsDescription
        yearlyByDay = yearlyByDay || other.yearlyByDay
        neverFolds = neverFolds || other.neverFolds
        firstYear = other.firstYear ?? firstYear
        marksCategories = marksCategories || other.marksCategories
        pairsMobiles = pairsMobiles || other.pairsMobiles
    }
}
