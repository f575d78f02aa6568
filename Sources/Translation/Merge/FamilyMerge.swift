import Versit

/// The merge of one family: what the device changed, added and removed is carried into a draft of the upstream component.
struct FamilyMerge<Family: PropertyFamily> {
    typealias Value = Family.Value

    private let family: Family
    private let merge: ThreeWayMerge
    private let pairs: FamilyPairs<Family>
    private let hasBase: Bool
    /// Held values that now stand in another's place, as upstream spells them.
    private var movedHeld: Set<Int> = []
    private var usedUpstream: Set<Int> = []
    /// What both sides changed.
    private(set) var conflicts: [FieldConflict] = []
    /// What was taken for the device's loss without being sure.
    private(set) var doubts: [DoubtfulLoss] = []

    init(_ family: Family, _ merge: ThreeWayMerge, _ component: Component) {
        self.family = family
        self.merge = merge
        pairs = FamilyPairs(family, merge, component)
        hasBase = merge.held != nil || merge.sent != nil
        for loss in pairs.losses { doubt(loss.kept, of: loss.full) }
    }

    private mutating func doubt(_ value: Value, of full: Value) {
        guard family.isDoubtful(value, of: full) else { return }
        doubts.append(
            DoubtfulLoss(
                property: family.property, kept: family.description(of: full), dropped: family.description(of: value)))
    }

    /// What the phone changed of what it pairs.held.
    mutating func settleChanged(_ draft: inout Draft) {
        usedUpstream = Set(pairs.held.indices.compactMap(pairs.upstreamIndex))
        for index in pairs.held.indices where pairs.deviceChanged.contains(index) {
            guard let mineIndex = pairs.heldToMine.rightOf[index] else { continue }
            let base = family.base(pairs.held[index], of: pairs.mine[mineIndex], merge.evidence)
            changed(from: base, to: pairs.mine[mineIndex], pairs.upstreamIndex(ofHeld: index), &draft)
        }
    }

    /// What the phone held and has no more.
    mutating func settleRemoved(_ draft: inout Draft) {
        for index in pairs.held.indices where pairs.heldToMine.rightOf[index] == nil && !movedHeld.contains(index) {
            removed(pairs.held[index], pairs.upstreamIndex(ofHeld: index), &draft)
        }
    }

    private func removed(_ base: Value, _ target: Int?, _ draft: inout Draft) {
        // Gone on both sides, or changed upstream: then the change wins.
        guard let target, !pairs.serverChanged.contains(target) else { return }
        guard family.isProven(base, full: pairs.upstream[target].value, among: pairs.held, merge.evidence) else {
            return
        }
        family.remove(pairs.upstream[target], in: &draft)
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
            if !pairs.serverChanged.contains(target) { family.remove(pairs.upstream[target], in: &draft) }
            return
        }
        guard pairs.serverChanged.contains(target) else {
            return family.change(pairs.upstream[target], from: base, to: value, in: &draft)
        }
        if pairs.shown[target] == value { return }
        if family.isLoss(value, of: pairs.upstream[target].value, merge.evidence) {
            return doubt(value, of: pairs.upstream[target].value)
        }
        if let both = family.combined(base: base, mine: value, theirs: pairs.shown[target] ?? base) {
            family.change(pairs.upstream[target], from: pairs.shown[target] ?? base, to: both, in: &draft)
            return
        }
        conflict(value, target, &draft)
    }

    /// Another upstream value that says the same and stays: one that the phone was never sent, that it has in another place, or that
    /// it held in another place and has moved from there.
    private mutating func standsElsewhere(_ value: Value, than target: Int?) -> Int? {
        for index in pairs.upstream.indices where index != target && pairs.says(value, at: index) {
            guard let own = pairs.heldIndex(ofUpstream: index) else {
                if usedUpstream.contains(index) { continue }
                return index
            }
            if pairs.deviceChanged.contains(own) { continue }
            if pairs.heldToMine.rightOf[own] == nil, !movedHeld.insert(own).inserted { continue }
            return index
        }
        return nil
    }

    /// What the phone has that it did not hold.
    mutating func settleNew(_ draft: inout Draft) {
        for index in pairs.mine.indices where pairs.heldToMine.leftOf[index] == nil {
            added(pairs.mine[index], &draft)
        }
    }

    private mutating func added(_ value: Value, _ draft: inout Draft) {
        let free = pairs.upstream.indices.filter { !usedUpstream.contains($0) }
        let same =
            free.first { pairs.says(value, at: $0) }
            ?? free.first { family.isLoss(value, of: pairs.upstream[$0].value, hasBase ? merge.evidence : nil) }
            ?? free.first { index in
                // Nothing is known: what may be a loss of the upstream value is one.
                !hasBase && family.isDoubtful(value, of: pairs.upstream[index].value)
                    && family.isLoss(value, of: pairs.upstream[index].value, merge.evidence)
            }
            ?? free.first { !hasBase && family.isFlattened(value, of: pairs.upstream[$0].value) }
            ?? free.first { pairs.shown[$0] != nil && family.isRelabelled(value, of: pairs.upstream[$0].value) }
            ?? standsElsewhere(value, than: nil)
        if let same {
            usedUpstream.insert(same)
            return doubt(value, of: pairs.upstream[same].value)
        }
        if !family.isRepeatable, let only = pairs.upstream.indices.first {
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
        let theirs = pairs.upstream[target].value
        if !hasBase, let both = family.combined(base: nil, mine: value, theirs: theirs) {
            family.change(pairs.upstream[target], from: theirs, to: both, in: &draft)
            return
        }
        conflicts.append(
            FieldConflict(
                property: family.property, winner: deviceWins ? .device : .server,
                loser: family.description(of: deviceWins ? theirs : value)))
        guard deviceWins else { return }
        family.change(pairs.upstream[target], from: theirs, to: family.filled(value, from: theirs), in: &draft)
    }
}
