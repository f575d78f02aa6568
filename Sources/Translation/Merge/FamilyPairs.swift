import Versit

/// Which values of one family are the same on upstream's side, in what was sent, in what the device held and in what it has now.
struct FamilyPairs<Family: PropertyFamily> {
    typealias Value = Family.Value

    let upstream: [Placed<Value>]
    /// What the device would be shown of upstream's values.
    let shown: [Value?]
    let sent: [Value]
    let held: [Value]
    let mine: [Value]
    /// Upstream to sent, and which of these differ.
    private(set) var upstreamToSent: Pairing
    private(set) var serverChanged: Set<Int> = []
    private(set) var sentToHeld: Pairing
    /// Held to mine, and which of these differ.
    private(set) var heldToMine: Pairing
    private(set) var deviceChanged: Set<Int> = []
    /// Values of the device that are held ones or losses of them.
    private(set) var losses: [(kept: Value, full: Value)] = []

    init(_ family: Family, _ merge: ThreeWayMerge, _ component: Component) {
        upstream = family.upstream(component)
        shown = family.shown(upstream.map { $0.value })
        mine = family.device(merge.mine)
        held = (merge.held ?? merge.sent).map(family.device) ?? []
        sent = merge.isHeldAsSent ? held : (merge.sent ?? merge.held).map(family.device) ?? []
        upstreamToSent = Pairing(left: upstream.count, right: sent.count)
        sentToHeld = Pairing(left: sent.count, right: held.count)
        heldToMine = Pairing(left: held.count, right: mine.count)
        pairUpstream(family)
        pairHeld(family)
        pairMine(family, merge.evidence)
    }

    private mutating func pairUpstream(_ family: Family) {
        let (shown, sent, upstream) = (shown, sent, upstream)
        if family.hasGroups {
            upstreamToSent.pair { left, right in
                shown[left].map { $0 == sent[right] && family.isOfOneGroup($0, sent[right]) } ?? false
            }
        }
        upstreamToSent.pair { shown[$0] == sent[$1] }
        upstreamToSent.pair { family.isLoss(sent[$1], of: upstream[$0].value, nil) }
        let same = upstreamToSent.rightOf
        upstreamToSent.pair { left, right in shown[left].map { family.affinity($0, sent[right]) } ?? 0 }
        for index in upstream.indices where same[index] == nil && upstreamToSent.rightOf[index] != nil {
            serverChanged.insert(index)
        }
    }

    private mutating func pairHeld(_ family: Family) {
        let (sent, held) = (sent, held)
        if family.hasGroups { sentToHeld.pair { sent[$0] == held[$1] && family.isOfOneGroup(sent[$0], held[$1]) } }
        sentToHeld.pair { sent[$0] == held[$1] }
        sentToHeld.pair { family.isLoss(held[$1], of: sent[$0], nil) }
        sentToHeld.pair { family.affinity(sent[$0], held[$1]) }
    }

    private mutating func pairMine(_ family: Family, _ evidence: Evidence) {
        let (held, mine) = (held, mine)
        if family.hasGroups { heldToMine.pair { held[$0] == mine[$1] && family.isOfOneGroup(held[$0], mine[$1]) } }
        heldToMine.pair { held[$0] == mine[$1] }
        heldToMine.pair { family.isLoss(mine[$1], of: held[$0], evidence) }
        let same = heldToMine.rightOf
        losses = held.indices.compactMap { index in same[index].map { (mine[$0], held[index]) } }
        heldToMine.pair { family.affinity(held[$0], mine[$1]) }
        for index in held.indices where same[index] == nil && heldToMine.rightOf[index] != nil {
            deviceChanged.insert(index)
        }
    }

    /// True when upstream's value at an index, or what the device would be shown of it, is a value.
    func says(_ value: Value, at index: Int) -> Bool { shown[index] == value || upstream[index].value == value }

    /// The upstream value behind a held one; nil when upstream has none (any more).
    func upstreamIndex(ofHeld index: Int) -> Int? {
        sentToHeld.leftOf[index].flatMap { upstreamToSent.leftOf[$0] }
    }

    /// What the device held of an upstream value; nil: nothing.
    func heldIndex(ofUpstream index: Int) -> Int? {
        upstreamToSent.rightOf[index].flatMap { sentToHeld.rightOf[$0] }
    }
}
