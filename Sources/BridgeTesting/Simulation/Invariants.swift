import SyncTypes

/// The promises, each by the name under which a violation is reported.
public enum Invariant: String, Hashable, Sendable, CaseIterable {
    /// Something typed is neither upstream nor in the journal as the loser of a conflict nor waiting.
    case lost
    /// The same of a value that the bridge had acknowledged.
    case acknowledged
    /// A value that somebody had typed over stands again.
    case stale
    /// A text nobody typed.
    case invented
    /// More of an item, or of a value, than was typed.
    case doubled
    /// An item that somebody deleted in sight of all of it is back.
    case undeleted
    /// A phone does not show what upstream has.
    case views
    /// A sync after the last still moved something.
    case moves
    /// A line upstream changed that nobody typed into.
    case touchedLines
    /// A PUT or DELETE without a condition.
    case unconditional
    /// A DELETE upstream that no phone's user asked for.
    case strangeDelete
    /// One sync deleted more upstream than may be without somebody's approval.
    case massDelete
    /// A session did not end.
    case ends
    /// The mirror is not what the server has.
    case mirror
    /// A link's *held* is not what the phone holds.
    case held
    /// The world itself failed.
    case world
}

/// All promises as functions of what can be seen; none of them changes anything.
public enum Invariants {
    /// What holds at every moment.
    public static func always(_ seen: Observation) -> [Violation] {
        unconditional(seen) + strangeDelete(seen) + massDelete(seen) + touchedLines(seen) + invented(seen) + ends(seen)
    }

    /// What holds when faults have ended and every phone has synced twice.
    public static func atRest(_ seen: Observation) -> [Violation] {
        always(seen) + lost(seen) + stale(seen) + doubled(seen) + undeleted(seen) + views(seen) + moves(seen)
            + mirror(seen) + held(seen)
    }

    // MARK: - What was typed

    /// Every value nobody typed over stands upstream, or is accounted for.
    static func lost(_ seen: Observation) -> [Violation] {
        let upstream = seen.byIdentity
        var violations: [Violation] = []
        for (identity, item) in seen.log.items.sorted(by: { $0.key < $1.key }) {
            let texts = upstream[identity] ?? []
            if texts.isEmpty {
                let hasPerished = Field.all(of: item.kind).allSatisfy { item.requiredHeads($0).isEmpty }
                let mayBeGone = item.mayBeGone { value, field in
                    seen.isAccounted(Field.token(of: value.text ?? "", field), field, item)
                }
                let isExcused = mayBeGone || hasPerished || (item.isRestored && !item.deletions.isEmpty)
                if isExcused || seen.isWaiting(identity) { continue }
                let serials = item.values.values.joined().map(\.serial)
                let isKnown = serials.contains { seen.log.acknowledged.contains($0) }
                violations.append(Violation(isKnown ? .acknowledged : .lost, "item \(identity) is nowhere upstream"))
                continue
            }
            for field in Field.all(of: item.kind) {
                let standing = Set(texts.flatMap { $0.values(of: field) }.map { Field.token(of: $0, field) })
                for head in item.requiredHeads(field) {
                    guard let text = head.text else { continue }
                    let token = Field.token(of: text, field)
                    if standing.contains(token) || seen.isAccounted(token, field, item) { continue }
                    let kind: Invariant = seen.log.acknowledged.contains(head.serial) ? .acknowledged : .lost
                    let now = standing.sorted().joined(separator: ", ")
                    violations.append(
                        Violation(kind, "\(field) of \(identity): \(token) by \(head.author); upstream has [\(now)]"))
                }
            }
        }
        return violations
    }

    /// No value stands that somebody typed over, unless a backup brought it back.
    static func stale(_ seen: Observation) -> [Violation] {
        var violations: [Violation] = []
        for (identity, texts) in seen.byIdentity.sorted(by: { $0.key < $1.key }) {
            guard let item = seen.log.items[identity] else { continue }
            for field in Field.all(of: item.kind) {
                let allowed = item.allowed(field)
                let restored = item.restored[field] ?? []
                for text in texts.flatMap({ $0.values(of: field) }) {
                    guard let typed = seen.log.find(text, field), typed.item == identity else { continue }
                    if allowed.contains(typed.serial) || restored.contains(typed.serial) { continue }
                    violations.append(
                        Violation(.stale, "\(field) of \(identity): \(text.prefix(40)) was typed over, and stands"))
                }
            }
        }
        return violations
    }

    /// Upstream says nothing that nobody typed.
    static func invented(_ seen: Observation) -> [Violation] {
        var violations: [Violation] = []
        for (path, resource) in seen.upstream.sorted(by: { $0.key < $1.key }) {
            guard let identity = resource.text.identity, let item = seen.log.items[identity] else {
                violations.append(Violation(.invented, "\(path) is an item nobody made"))
                continue
            }
            for field in Field.all(of: item.kind) {
                for text in resource.text.values(of: field) {
                    let typed = seen.log.find(text, field)
                    if typed?.item == identity, seen.isFaithful(text, field) { continue }
                    violations.append(
                        Violation(.invented, "\(field) of \(identity): \(text.debugDescription) was never typed"))
                }
            }
        }
        return violations
    }

    /// Each item and each value stands once, upstream and on each phone.
    static func doubled(_ seen: Observation) -> [Violation] {
        var violations: [Violation] = []
        func judge(_ place: String, _ texts: [Int: [ItemText]]) {
            for (identity, texts) in texts.sorted(by: { $0.key < $1.key }) {
                guard let item = seen.log.items[identity] else { continue }
                if texts.count > item.copies + item.replants {
                    violations.append(Violation(.doubled, "item \(identity) is \(texts.count) times \(place)"))
                }
                for text in texts {
                    for field in Field.all(of: item.kind) {
                        let values = text.values(of: field)
                        let isDoubled = field.isRepeatable ? Set(values).count < values.count : values.count > 1
                        if isDoubled {
                            violations.append(
                                Violation(.doubled, "\(field) of \(identity) \(place): \(values.map { $0.prefix(30) })")
                            )
                        }
                    }
                }
            }
        }
        judge("upstream", seen.byIdentity)
        for phone in seen.phones {
            judge("on \(phone.name)", Dictionary(grouping: phone.items.map(\.text)) { $0.identity ?? 0 })
        }
        return violations
    }

    /// An item that was deleted by somebody who saw all of it stays away.
    static func undeleted(_ seen: Observation) -> [Violation] {
        let upstream = seen.byIdentity
        return seen.log.items.sorted { $0.key < $1.key }.compactMap { identity, item in
            guard item.isDeletedKnowingly, !item.isRestored, upstream[identity] != nil else { return nil }
            return Violation(.undeleted, "item \(identity) was deleted and is upstream")
        }
    }

    // MARK: - Both sides agree

    /// Each phone shows what upstream has, as far as its model can.
    static func views(_ seen: Observation) -> [Violation] {
        var violations: [Violation] = []
        let upstream = seen.byIdentity
        for phone in seen.phones {
            let here = Dictionary(grouping: phone.items) { $0.text.identity ?? 0 }
            for identity in Set(here.keys).union(upstream.keys).sorted() {
                let there = upstream[identity] ?? []
                let items = here[identity] ?? []
                if items.count < there.count, phone.isFull { continue }
                guard items.count == there.count else {
                    violations.append(
                        Violation(.views, "\(phone.name) has \(items.count) of \(identity), upstream \(there.count)"))
                    continue
                }
                guard items.count == 1, let item = items.first, let text = there.first else { continue }
                for field in Field.all(of: item.kind) {
                    let shown = item.text.values(of: field)
                    let real = text.values(of: field)
                    if phone.agrees(shown, real, field, isLossy: item.lost.contains(field)) { continue }
                    violations.append(
                        Violation(
                            .views,
                            "\(field) of \(identity): \(phone.name) shows \(shown.map { $0.prefix(60) }), upstream has \(real.map { $0.prefix(60) })"
                        ))
                }
            }
        }
        return violations
    }

    /// When all is said, nobody has anything to say.
    static func moves(_ seen: Observation) -> [Violation] { seen.movedAtRest.map { Violation(.moves, $0) } }

    /// Every session comes to its end.
    static func ends(_ seen: Observation) -> [Violation] { seen.endless.map { Violation(.ends, $0) } }

    /// The mirror is what the server has, byte for byte.
    static func mirror(_ seen: Observation) -> [Violation] {
        Set(seen.mirror.keys).union(seen.upstream.keys).sorted().compactMap { path in
            let isSame = seen.mirror[path] == seen.upstream[path]?.bytes
            return isSame ? nil : Violation(.mirror, "the mirror of \(path) differs")
        }
    }

    /// Each item of a phone has a link, and the link knows what the phone holds.
    static func held(_ seen: Observation) -> [Violation] {
        var violations: [Violation] = []
        for phone in seen.phones {
            let links = seen.links.filter { $0.device == phone.deviceID && $0.luid != nil && $0.state == "linked" }
            for item in phone.items {
                let matching = links.filter { $0.luid == item.luid && $0.kind == item.kind.rawValue }
                guard matching.count == 1, let link = matching.first, let held = link.held else {
                    violations.append(Violation(.held, "\(phone.name) \(item.luid) has \(matching.count) links"))
                    continue
                }
                if link.pending != nil || link.isPendingDelete { continue }
                let text = ItemText(held)
                let isSame =
                    link.isHeldFromDevice
                    ? text == item.text
                    : Field.all(of: item.kind).allSatisfy { field in
                        phone.agrees(
                            item.text.values(of: field), text.values(of: field), field,
                            isLossy: item.lost.contains(field))
                    }
                if !isSame { violations.append(Violation(.held, "\(phone.name) \(item.luid): held is another text")) }
            }
            for link in links
            where !phone.items.contains(where: { $0.luid == link.luid && $0.kind.rawValue == link.kind }) {
                violations.append(Violation(.held, "\(phone.name) does not have \(link.luid ?? ""), which is linked"))
            }
        }
        return violations
    }

    // MARK: - What was written upstream

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
            if item.isRestored || item.deletions.contains(where: \.isOnPhone) { return nil }
            return Violation(.strangeDelete, "step \(write.step): item \(identity), which no phone deleted")
        }
    }

    /// Until somebody approves, no sync removes more than half of a collection that had three or more members, nor more than
    /// ten and a quarter of it.
    static func massDelete(_ seen: Observation) -> [Violation] {
        let deletions = seen.writes.filter {
            $0.method == "DELETE" && $0.before != nil && $0.after == nil && $0.step < seen.approvedFrom
        }
        func folder(_ write: UpstreamLog.Write) -> String {
            write.href.canonical.split(separator: "/").dropLast().joined(separator: "/")
        }
        let groups = Dictionary(grouping: deletions) { "step \($0.step): \(folder($0))" }
        return groups.sorted { $0.key < $1.key }.compactMap { place, writes in
            let (count, present) = (writes.count, writes[0].present)
            let isTooMuch = (present >= 3 && count * 2 > present) || (count > 10 && count * 4 > present)
            return isTooMuch ? Violation(.massDelete, "\(place): \(count) of \(present)") : nil
        }
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
                    violations.append(
                        Violation(.touchedLines, "step \(write.step): item \(identity): \(line.written.prefix(80))"))
                    continue
                }
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
}
