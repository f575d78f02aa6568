import Versit

/// Merges one device text into one upstream component, family by family (design section 5).
///
/// Two comparisons meet: the phone's text against what it held, and what the device would be shown of the upstream component
/// now against what was last sent. The middle, *sent* against *held*, is the device's own habit and nobody's edit.
struct ThreeWayMerge {
    /// The last view sent, parsed; nil: unknown, `held` stands in.
    var sent: Component?
    /// What the phone held, parsed; nil: unknown.
    var held: Component?
    /// What the phone sent.
    var mine: Component
    /// What the device has proven.
    var evidence: Evidence
    /// Which side wins.
    var rule: ConflictRule
    /// True when both texts are the same one.
    var isHeldAsSent = false
    /// For `ConflictRule.newest`: the phone's text is the later one.
    var mineIsNewer: Bool

    /// Carries the phone's changes of one family into the draft; returns what both sides changed.
    func apply(_ family: some PropertyFamily, to draft: inout Draft) -> [FieldConflict] {
        var doubts: [DoubtfulLoss] = []
        return apply(family, to: &draft, &doubts)
    }

    /// The same, and what it took for the device's loss without being sure.
    func apply(
        _ family: some PropertyFamily, to draft: inout Draft, _ doubts: inout [DoubtfulLoss]
    ) -> [FieldConflict] {
        var run = FamilyMerge(family, self, draft.component)
        run.settleChanged(&draft)
        run.settleNew(&draft)
        run.settleRemoved(&draft)
        doubts += run.doubts
        return run.conflicts
    }
}
