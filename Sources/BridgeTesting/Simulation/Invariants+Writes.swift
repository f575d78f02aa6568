import SyncTypes

/// What was written upstream, write by write.
extension Invariants {
    /// Every write says what it expects to find.
    static func unconditional(_ seen: Observation) -> [Violation] {
        seen.writes.filter { !$0.isConditional }.map {
            Violation(.unconditional, "step \($0.step): \($0.method) \($0.href) without a condition")
        }
    }

    /// Only what a phone's user deleted is deleted.
    static func strangeDelete(_ seen: Observation) -> [Violation] {
        seen.writes.compactMap { write in
            guard write.method == "DELETE", let before = write.before, write.after == nil else { return nil }
            guard let identity = ItemText(before).identity, let item = seen.log.items[identity] else {
                return Violation(.strangeDelete, "step \(write.step): \(write.href)")
            }
            // Taken off a phone, too: one that never told so is asked, and somebody approves what it seems to have deleted.
            if item.isRestored || !item.hidden.isEmpty || item.deletions.contains(where: \.isOnPhone) { return nil }
            // Nor does a restored phone tell whether its user or the backup took it off.
            if item.isMissed, write.step >= seen.approvedFrom { return nil }
            return Violation(.strangeDelete, "step \(write.step): item \(identity), which no phone deleted")
        }
    }

    /// Until somebody approves, no sync removes more than half of a datastore that had three or more members, nor more than
    /// ten and a quarter of it. What the administrator takes back is approved by that.
    static func massDelete(_ seen: Observation) -> [Violation] {
        let deletions = seen.writes.filter {
            $0.method == "DELETE" && $0.before != nil && $0.after == nil && $0.step < seen.approvedFrom && !$0.isHidden
                && !seen.administratorSteps.contains($0.step)
        }
        func folder(_ write: UpstreamLog.Write) -> String {
            write.href.canonical.split(separator: "/").dropLast().joined(separator: "/")
        }
        let groups = Dictionary(grouping: deletions) { "step \($0.step): \(folder($0))" }
        return groups.sorted { $0.key < $1.key }.compactMap { place, writes in
            var (gone, present) = (0, 0)
            // A sync and its retries: what the first of them put there is there for the next.
            for sync in Set(writes.map(\.sync)).sorted() {
                let deleted = writes.filter { $0.sync == sync }
                let earlier = seen.writes.prefix {
                    $0.sync != sync || $0.method != "DELETE" || folder($0) != folder(writes[0])
                }
                // What the same sync had made before does not count.
                let made = earlier.filter {
                    $0.sync == sync && $0.before == nil && $0.after != nil && folder($0) == folder(writes[0])
                }
                let own = Set(made.map(\.href.canonical))
                present = gone + deleted[0].present - made.count
                gone += deleted.count { !own.contains($0.href.canonical) }
            }
            if seen.upkeepSteps.contains(writes[0].step) { gone = min(gone, mostByOnePhone(writes, seen)) }
            let isTooMuch = (present >= 3 && gone * 2 > present) || (gone > 10 && gone * 4 > present)
            return isTooMuch ? Violation(.massDelete, "\(place): \(gone) of \(present)") : nil
        }
    }

    /// Upkeep carries out what several phones deleted while the server was away, each within its own bounds: how many of them no other
    /// phone than one has deleted.
    private static func mostByOnePhone(_ writes: [UpstreamLog.Write], _ seen: Observation) -> Int {
        let authors = writes.map { write in
            let item = write.before.flatMap { ItemText($0).identity }.flatMap { seen.log.items[$0] }
            return Set((item?.deletions ?? []).filter(\.isOnPhone).map(\.author))
        }
        return Set(authors.joined()).map { author in authors.count { $0 == [author] } }.max() ?? writes.count
    }

    /// A PUT changes lines of fields that somebody typed into on a phone, and no others.
    static func touchedLines(_ seen: Observation) -> [Violation] {
        var violations: [Violation] = []
        for write in seen.writes where write.method == "PUT" {
            guard let before = write.before, let after = write.after, before != after else { continue }
            let (old, new) = (ItemText(before), ItemText(after))
            guard let identity = old.identity, let item = seen.log.items[identity] else { continue }
            for line in Observation.difference(old, new) where !Observation.bookkeeping.contains(line.name) {
                guard let field = Observation.field(of: line, item.kind) else {
                    // Typed again on a phone, under the same name or for a refresh: what the new words lack is meant to go.
                    if item.replants > 0 { continue }
                    // What a phone shows after a state was lost, or for a refresh, is as good as typed, and stands for what was.
                    if item.unrestored.contains(line.name) || item.unrestored.contains("URL") && isOrphan(line, new) {
                        continue
                    }
                    // A copy typed on a phone that never maps looks like an edit of the item that it was sent.
                    if item.copies > 1, seen.phones.contains(where: \.model.neverMaps) { continue }
                    if item.isRestored, new.lines.contains(where: { $0.name == line.name }) { continue }
                    violations.append(
                        Violation(.touchedLines, "step \(write.step): item \(identity): \(line.written.prefix(80))"))
                    continue
                }
                // A copy typed word by word is typed.
                if item.copies > 1 { continue }
                let isTyped = item.values[field]?.contains { $0.author != "third party" } ?? false
                if isTyped || item.restored[field] != nil { continue }
                violations.append(
                    Violation(
                        .touchedLines,
                        "step \(write.step): \(field) of \(identity), which no phone changed: \(line.written.prefix(80))"
                    ))
            }
        }
        return violations
    }

    /// True for the label of an address that is not there any more: it goes with its line.
    private static func isOrphan(_ line: ItemText.Line, _ text: ItemText) -> Bool {
        line.name == "X-ABLABEL" && !text.lines.contains { $0.name == "URL" }
    }
}
