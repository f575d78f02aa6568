import SyncTypes

/// What a measurement of matching counts.
public struct MatchingTally: Sendable {
    /// What became of one item of the phone.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// A copy that was linked to its own original.
        case found
        /// A copy that was taken for a new item.
        case missed
        /// An item that was linked to something else: two became one.
        case wrong
        /// A stranger that stayed one.
        case apart
    }

    /// Counts by outcome.
    public struct Row: Hashable, Sendable {
        private var counts: [Outcome: Int] = [:]

        /// So many of an outcome.
        public subscript(outcome: Outcome) -> Int {
            get { counts[outcome, default: 0] }
            set { counts[outcome] = newValue }
        }

        /// Items that stand upstream, or were taken for one that does.
        public var copies: Int { self[.found] + self[.missed] + self[.wrong] }
        /// Found copies among all; 1 when there are none.
        public var recall: Double { copies == 0 ? 1 : Double(self[.found]) / Double(copies) }
    }

    /// By loss. A copy counts in the row of each of its losses.
    public private(set) var byLoss: [PhoneLoss: Row] = [:]
    /// By kind of item.
    public private(set) var byKind: [ItemKind: Row] = [:]
    /// All items.
    public private(set) var all = Row()
    /// The copies that only the phone's own losses made.
    public private(set) var byPhone = Row()
    /// Resources upstream that stand there a second time, by kind.
    public private(set) var doubled: [ItemKind: Int] = [:]

    mutating func add(_ outcome: Outcome, _ entry: MatchingCorpus.Entry) {
        all[outcome] += 1
        byKind[entry.kind, default: Row()][outcome] += 1
        guard outcome != .apart, entry.upstream != nil else { return }
        for loss in entry.losses { byLoss[loss, default: Row()][outcome] += 1 }
        if entry.losses.allSatisfy(\.isByPhone) { byPhone[outcome] += 1 }
    }

    mutating func add(doubled count: Int, _ kind: ItemKind) { doubled[kind, default: 0] += count }

    /// Right links among all links to items upstream; 1 when there are none.
    public var precision: Double {
        let links = all[.found] + all[.wrong]
        return links == 0 ? 1 : Double(all[.found]) / Double(links)
    }

    /// The least recall of copies that a phone's own losses made.
    public static let leastRecall = 0.99

    /// True when nothing was merged wrongly and enough of the copies were found.
    public var isGood: Bool { all[.wrong] == 0 && byPhone.recall >= Self.leastRecall }
}
