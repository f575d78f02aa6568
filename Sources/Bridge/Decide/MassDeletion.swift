/// Whether deletions may happen by themselves, or wait for somebody's approval (design, "Guard and journal"). Pure.
///
/// The same rule stands on both sides: a wiped phone must not wipe the account, a server that lists nearly nothing must not
/// wipe the phones.
enum MassDeletion: Hashable, Sendable {
    /// They may happen.
    case allowed
    /// More than ten and more than a quarter of what there was.
    case tooMany
    /// More than half of what there was, which were three or more.
    case mostOfIt

    /// What is to be judged.
    struct Counts: Hashable, Sendable {
        /// Deletions that want to happen now.
        let due: Int
        /// Deletions that happened in the last days without approval.
        let recent: Int
        /// Deletions that wait for approval already.
        let held: Int
        /// Items there are now, the due and the held ones among them.
        let present: Int
        /// Items that are not listed any more and of which nobody has said yet whether they are gone. They count among the three
        /// that a datastore needs for a guard, and not among what is there.
        var doubtful = 0
        /// Further items that a time window or a filter hides. They do not make many deletions few, nor a collection too small for a guard.
        var hidden = 0
    }

    /// Fewer items than that are not guarded.
    static let least = 3
    /// Deletions are remembered so long: a slow trickle is a wipe too.
    static let memorySeconds: Int64 = 7 * 24 * 3600

    /// Decides.
    static func decide(_ counts: Counts) -> MassDeletion {
        let ofShown = decide(counts, of: counts.present)
        return ofShown == .allowed && counts.hidden > 0 ? decide(counts, of: counts.present + counts.hidden) : ofShown
    }

    private static func decide(_ counts: Counts, of present: Int) -> MassDeletion {
        guard counts.due > 0 else { return .allowed }
        let lost = counts.due + counts.recent + counts.held
        let before = present + counts.recent
        if before + counts.doubtful >= least, lost * 2 > before { return .mostOfIt }
        if lost > 10, lost * 4 > before { return .tooMany }
        return .allowed
    }

    /// The rule that holds them, for people; nil when none does.
    var reason: String? {
        switch self {
        case .allowed: nil
        case .tooMany: "more than ten items and more than a quarter"
        case .mostOfIt: "more than half of the items"
        }
    }
}
