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

/// The merge of one family.
private struct FamilyMerge<Family: PropertyFamily> {
    typealias Value = Family.Value

    private let family: Family
    private let merge: ThreeWayMerge
    private let upstream: [Placed<Value>]
    private let shown: [Value?]
    private let sent: [Value]
    private let held: [Value]
    private let mine: [Value]
    private let hasBase: Bool
    /// Upstream to sent, and which of these differ.
    private var upstreamToSent: Pairing
    private var serverChanged: Set<Int> = []
    private var sentToHeld: Pairing
    /// Held to mine, and which of these differ.
    private var heldToMine: Pairing
    private var deviceChanged: Set<Int> = []
    /// Held values that now stand in another's place, as upstream spells them.
    private var movedHeld: Set<Int> = []
    private var usedUpstream: Set<Int> = []
    var conflicts: [FieldConflict] = []
    var doubts: [DoubtfulLoss] = []

    init(_ family: Family, _ merge: ThreeWayMerge, _ component: Component) {
        self.family = family
        self.merge = merge
        upstream = family.upstream(component)
        shown = family.shown(upstream.map(\.value))
        mine = family.device(merge.mine)
        hasBase = merge.held != nil || merge.sent != nil
        held = (merge.held ?? merge.sent).map(family.device) ?? []
        sent = (merge.sent ?? merge.held).map(family.device) ?? []
        upstreamToSent = Pairing(left: upstream.count, right: sent.count)
        sentToHeld = Pairing(left: sent.count, right: held.count)
        heldToMine = Pairing(left: held.count, right: mine.count)
        pairUpstream()
        pairHeld()
        pairMine()
    }

    private mutating func pairUpstream() {
        let (family, shown, sent, upstream) = (family, shown, sent, upstream)
        upstreamToSent.pair { shown[$0] == sent[$1] }
        upstreamToSent.pair { family.isLoss(sent[$1], of: upstream[$0].value, nil) }
        let known = Set(upstream.indices.filter { upstreamToSent.rightOf[$0] != nil })
        upstreamToSent.pair { left, right in shown[left].map { family.affinity($0, sent[right]) } ?? 0 }
        serverChanged = Set(upstream.indices.filter { upstreamToSent.rightOf[$0] != nil }).subtracting(known)
    }

    private mutating func pairHeld() {
        let (family, sent, held) = (family, sent, held)
        sentToHeld.pair { sent[$0] == held[$1] }
        sentToHeld.pair { family.isLoss(held[$1], of: sent[$0], nil) }
        sentToHeld.pair { family.affinity(sent[$0], held[$1]) }
    }

    private mutating func pairMine() {
        let (family, held, mine, evidence) = (family, held, mine, merge.evidence)
        heldToMine.pair { held[$0] == mine[$1] }
        heldToMine.pair { family.isLoss(mine[$1], of: held[$0], evidence) }
        let known = Set(held.indices.filter { heldToMine.rightOf[$0] != nil })
        for index in known { if let kept = heldToMine.rightOf[index] { doubt(mine[kept], of: held[index]) } }
        heldToMine.pair { family.affinity(held[$0], mine[$1]) }
        deviceChanged = Set(held.indices.filter { heldToMine.rightOf[$0] != nil }).subtracting(known)
    }

    private mutating func doubt(_ value: Value, of full: Value) {
        guard family.isDoubtful(value, of: full) else { return }
        doubts.append(
            DoubtfulLoss(
                property: family.property, kept: family.description(of: full), dropped: family.description(of: value)))
    }

    /// The upstream value behind a held one; nil when upstream has none (any more).
    private func upstreamIndex(ofHeld index: Int) -> Int? {
        sentToHeld.leftOf[index].flatMap { upstreamToSent.leftOf[$0] }
    }

    /// What the phone changed of what it held.
    mutating func settleChanged(_ draft: inout Draft) {
        usedUpstream = Set(held.indices.compactMap(upstreamIndex))
        for index in held.indices where deviceChanged.contains(index) {
            guard let mineIndex = heldToMine.rightOf[index] else { continue }
            let base = family.base(held[index], of: mine[mineIndex], merge.evidence)
            changed(from: base, to: mine[mineIndex], upstreamIndex(ofHeld: index), &draft)
        }
    }

    /// What the phone held and has no more.
    mutating func settleRemoved(_ draft: inout Draft) {
        for index in held.indices where heldToMine.rightOf[index] == nil && !movedHeld.contains(index) {
            removed(held[index], upstreamIndex(ofHeld: index), &draft)
        }
    }

    private func removed(_ base: Value, _ target: Int?, _ draft: inout Draft) {
        // Gone on both sides, or changed upstream: then the change wins.
        guard let target, !serverChanged.contains(target) else { return }
        guard family.isProven(base, full: upstream[target].value, among: held, merge.evidence) else { return }
        family.remove(upstream[target], in: &draft)
    }

    private mutating func changed(from base: Value, to value: Value, _ target: Int?, _ draft: inout Draft) {
        guard let target else {
            // Removed upstream, changed here: the change wins.
            added(value, &draft)
            return
        }
        if let same = standsElsewhere(value, than: target) {
            // Once is enough. What somebody else made of the old one stands.
            usedUpstream.insert(same)
            if !serverChanged.contains(target) { family.remove(upstream[target], in: &draft) }
            return
        }
        guard serverChanged.contains(target) else {
            return family.change(upstream[target], from: base, to: value, in: &draft)
        }
        if shown[target] == value { return }
        if family.isLoss(value, of: upstream[target].value, merge.evidence) {
            return doubt(value, of: upstream[target].value)
        }
        if let both = family.combined(base: base, mine: value, theirs: shown[target] ?? base) {
            family.change(upstream[target], from: shown[target] ?? base, to: both, in: &draft)
            return
        }
        conflict(value, target, &draft)
    }

    /// Another upstream value that says the same and stays: one that the phone was never sent, that it has in another place, or that
    /// it held in another place and has moved from there.
    private mutating func standsElsewhere(_ value: Value, than target: Int?) -> Int? {
        for index in upstream.indices where index != target && (shown[index] == value || upstream[index].value == value)
        {
            guard let own = upstreamToSent.rightOf[index].flatMap({ sentToHeld.rightOf[$0] }) else {
                if usedUpstream.contains(index) { continue }
                return index
            }
            if deviceChanged.contains(own) { continue }
            if heldToMine.rightOf[own] == nil, !movedHeld.insert(own).inserted { continue }
            return index
        }
        return nil
    }

    /// What the phone has that it did not hold.
    mutating func settleNew(_ draft: inout Draft) {
        for index in mine.indices where heldToMine.leftOf[index] == nil {
            added(mine[index], &draft)
        }
    }

    private mutating func added(_ value: Value, _ draft: inout Draft) {
        let free = upstream.indices.filter { !usedUpstream.contains($0) }
        let same =
            free.first { shown[$0] == value || upstream[$0].value == value }
            ?? free.first { family.isLoss(value, of: upstream[$0].value, hasBase ? merge.evidence : nil) }
            ?? free.first { index in
                // Nothing is known: what may be a loss of the upstream value is one.
                !hasBase && family.isDoubtful(value, of: upstream[index].value)
                    && family.isLoss(value, of: upstream[index].value, merge.evidence)
            }
            ?? free.first { !hasBase && family.isFlattened(value, of: upstream[$0].value) }
            ?? free.first { shown[$0] != nil && family.isRelabelled(value, of: upstream[$0].value) }
            ?? standsElsewhere(value, than: nil)
        if let same {
            usedUpstream.insert(same)
            return doubt(value, of: upstream[same].value)
        }
        if !family.isRepeatable, let only = upstream.indices.first {
            conflict(value, only, &draft)
            return
        }
        family.add(value, in: &draft)
    }

    private mutating func conflict(_ value: Value, _ target: Int, _ draft: inout Draft) {
        let deviceWins =
            switch merge.rule {
            case .deviceWins: true
            case .serverWins, .duplicate: false
            case .newest: merge.mineIsNewer
            }
        let theirs = upstream[target].value
        if !hasBase, let both = family.combined(base: nil, mine: value, theirs: theirs) {
            family.change(upstream[target], from: theirs, to: both, in: &draft)
            return
        }
        conflicts.append(
            FieldConflict(
                property: family.property, winner: deviceWins ? .device : .server,
                loser: family.description(of: deviceWins ? theirs : value)))
        guard deviceWins else { return }
        family.change(upstream[target], from: theirs, to: family.filled(value, from: theirs), in: &draft)
    }
}
