import Mapping
import SyncTypes
import Translation

/// Copies that a device has cut, flattened or spelt anew, beyond what a fingerprint survives.
///
/// Each item that is left is compared with all that share a trace with it, also with what has been linked. It proposes itself to
/// the one it is most like, if that is one alone and still free; each of those takes the item most like it.
extension SlowSyncMatching {
    /// Proposes and links until nobody waits for a twin. Answers how many were linked.
    func linkLikely() throws -> Int {
        var count = 0
        while true {
            try store.write { try $0.clearProposals(session.row, tier: Self.scores) }
            let proposed = try propose()
            guard proposed > 0 else { return count }
            try store.write {
                try $0.settleProposals(session.row, tier: Self.scores, twins: Tier.identical.rawValue)
            }
            let linked = try linkPairs(as: .likely)
            count += linked
            // Of items alike word by word each waits for the one before it.
            guard linked > 0, linked < proposed else { return count }
        }
    }

    /// The pairs that each staged item wants; how many.
    private func propose() throws -> Int {
        var count = 0
        var after: StagedRow?
        while true {
            let page = try store.read { try $0.stagedItems(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return count }
            try store.write { store in
                for staged in page {
                    guard let (candidate, score) = try best(for: staged, store) else { continue }
                    let pair = MatchPair(staged: staged.id, resource: candidate.resource, part: candidate.part)
                    try store.propose(pair, session.row, score: score, tier: Self.scores)
                    count += 1
                }
            }
            after = last.id
        }
    }

    /// What an item is most like; nil when it is like nothing, as much like two that differ, or most like what is taken.
    private func best(for staged: StagedItem, _ store: StoreReader) throws -> (MatchCandidate, Int)? {
        let candidates = try store.candidates(
            session.row, for: staged.id, tier: Tier.likely.rawValue, free: Tier.identical.rawValue)
        guard candidates.contains(where: { !$0.isTaken }) else { return nil }
        let lens = context.lens(for: context.kind(of: staged.text))
        var best: (all: [(candidate: MatchCandidate, view: [UInt8])], score: Int) = ([], 0)
        for candidate in candidates {
            guard let view = try view(of: candidate.resource, candidate.part, store),
                let score = lens.likeness(of: staged.text, to: view), score >= best.score
            else { continue }
            if score > best.score { best = ([], score) }
            best.all.append((candidate, view))
        }
        guard let first = best.all.first, best.all.allSatisfy({ lens.isSame($0.view, first.view) }),
            let free = best.all.first(where: { !$0.candidate.isTaken })
        else { return nil }
        return (free.candidate, best.score)
    }
}
