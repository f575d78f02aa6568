import Translation
import Versit

/// What taking one change back means for what lies upstream now: a decision without effects.
enum UndoPlan: Hashable, Sendable {
    /// The resource is written again, as it was.
    case create([UInt8])
    /// The resource is rewritten; some of it may have to stay.
    case rewrite([UInt8], changes: [String], conflicts: [ResourceMerge.Conflict])
    /// The resource is removed.
    case remove
    /// All is as before.
    case nothing(String)
    /// Later changes touched everything the change had touched.
    case conflict([ResourceMerge.Conflict])
    /// The resource was made by the change, and somebody has changed it since.
    case changedSince
    /// The resource was changed, and somebody has removed it since.
    case removedSince
    /// It cannot be done.
    case refused(String)

    /// - Parameters:
    ///   - before: the text before the change; nil when there was none.
    ///   - after: the text after it; nil when there was none any more.
    ///   - current: the text now; nil when nothing lies there.
    static func decide(before: [UInt8]?, after: [UInt8]?, current: [UInt8]?, now: DateTime) -> UndoPlan {
        switch (before, after, current) {
        case (nil, nil, _): return .refused("its texts are not kept any more (journal.days, journal.size)")
        case (nil, .some, nil): return .nothing("it is gone already")
        case (nil, let after?, let current?):
            return ResourceMerge.isSame(after, current) ? .remove : .changedSince
        case (let before?, nil, nil): return .create(before)
        case (.some, .some, nil): return .removedSince
        case (let before?, _, let current?):
            if ResourceMerge.isSame(before, current) { return .nothing("it is as it was before already") }
            do {
                let merge = try ResourceMerge(base: after, mine: before, theirs: current, now: now)
                if merge.isChanged {
                    return .rewrite(merge.body, changes: merge.changes, conflicts: merge.conflicts)
                }
                if merge.conflicts.isEmpty { return .nothing("all that the change touched is as before already") }
                return .conflict(merge.conflicts)
            } catch {
                return .refused(error.reason)
            }
        }
    }
}
