import Versit

/// A value of an upstream component and where it stands.
struct Placed<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The value in full.
    var value: Value
    /// Index of its entry in the component; nil for a value that is shown though no property holds it yet (an N made from FN).
    var place: Int?
}

/// Properties that are merged together, both directions side by side: TEL with all its types, or RRULE with EXDATE.
///
/// `Value` is what both sides' lines mean; `==` on it is "the same for the user", whatever the spelling.
protocol PropertyFamily: Sendable {
    /// The meaning of one property, or of one element of a list property.
    associatedtype Value: Hashable & Sendable

    /// The name for conflicts and evidence, upper case.
    var property: String { get }
    /// True for a keyed set, false when there can be one value only.
    var isRepeatable: Bool { get }

    /// The values of an upstream component, in their order.
    func upstream(_ component: Component) -> [Placed<Value>]
    /// The values in a text of the device, in their order.
    func device(_ component: Component) -> [Value]
    /// What the device is shown of upstream values, as it would be read back from the view; nil: nothing. Same count.
    func shown(_ values: [Value]) -> [Value?]

    /// True when `kept` can be what this device leaves of `full`: shortened, parts missing, rewritten by habit. With evidence:
    /// true only for losses it does not refute. Without: for any loss a device may cause.
    func isLoss(_ kept: Value, of full: Value, _ evidence: Evidence?) -> Bool
    /// True when a value that counts as a loss of `full` may be the user's own all the same: it is to be kept on record.
    func isDoubtful(_ kept: Value, of full: Value) -> Bool
    /// True when `kept` is `full` with plainer letters: "Muller" for "Müller". Where nothing is known of what the device held, it is
    /// taken for the device's doing.
    func isFlattened(_ kept: Value, of full: Value) -> Bool
    /// True when `value` is `other` under another label: one number, once as of work and once as of home. Where the device was not
    /// known to have it, upstream's label stands: what a device has only some places for stands where there was room.
    func isRelabelled(_ value: Value, of other: Value) -> Bool
    /// True for values that may be alike and belong to different others, as labels do through their groups.
    var hasGroups: Bool { get }
    /// True when two equal values belong to the same other one: of several, these are paired first.
    func isOfOneGroup(_ value: Value, _ other: Value) -> Bool
    /// What the device had of a held value when its user made `mine` of it: a beginning, where the device may have cut the rest off.
    func base(_ held: Value, of mine: Value, _ evidence: Evidence) -> Value
    /// How likely two different values are versions of one; 0: not.
    func affinity(_ a: Value, _ b: Value) -> Int
    /// True when the device has proven that it can hold a value as it showed it and as it is upstream, beside the others of
    /// its text.
    func isProven(_ value: Value, full: Value, among all: [Value], _ evidence: Evidence) -> Bool
    /// The result of two changes that do not touch each other; nil: they do. `base` nil: nothing is known, and only what one
    /// of them lacks may be filled in.
    func combined(base: Value?, mine: Value, theirs: Value) -> Value?
    /// The phone's value that wins a conflict, with what it lacks taken from the upstream one.
    func filled(_ mine: Value, from theirs: Value) -> Value
    /// The value for the journal.
    func description(of value: Value) -> String

    /// Carries the phone's change of a value to its upstream property, at the granularity the phone held: what `base` did not
    /// show stays.
    func change(_ upstream: Placed<Value>, from base: Value, to mine: Value, in draft: inout Draft)
    /// Removes a value upstream.
    func remove(_ upstream: Placed<Value>, in draft: inout Draft)
    /// Adds a value upstream.
    func add(_ value: Value, in draft: inout Draft)
}

extension PropertyFamily {
    /// All of everything.
    func shown(_ values: [Value]) -> [Value?] { values }
    /// No losses.
    func isLoss(_ kept: Value, of full: Value, _ evidence: Evidence?) -> Bool { kept == full }
    /// No letters.
    func isFlattened(_ kept: Value, of full: Value) -> Bool { false }
    /// None.
    var hasGroups: Bool { false }
    /// No groups.
    func isOfOneGroup(_ value: Value, _ other: Value) -> Bool { true }
    /// No labels.
    func isRelabelled(_ value: Value, of other: Value) -> Bool { false }
    /// What is lost leaves no doubt.
    func isDoubtful(_ kept: Value, of full: Value) -> Bool { false }
    /// All of it.
    func base(_ held: Value, of mine: Value, _ evidence: Evidence) -> Value { held }
    /// Single values are always versions of each other; repeatable ones only by their own rule.
    func affinity(_ a: Value, _ b: Value) -> Int { isRepeatable ? 0 : 1 }
    /// By name, count and nothing else.
    func isProven(_ value: Value, full: Value, among all: [Value], _ evidence: Evidence) -> Bool {
        evidence.proves(property, total: all.count)
    }
    /// Never.
    func combined(base: Value?, mine: Value, theirs: Value) -> Value? { nil }
    /// The phone's value alone.
    func filled(_ mine: Value, from theirs: Value) -> Value { mine }
    /// The value's own description.
    func description(of value: Value) -> String { String(describing: value) }
}
