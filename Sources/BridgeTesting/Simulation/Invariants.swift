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
    /// A yearly series upstream that begins in another year than it did.
    case years
    /// A DELETE upstream that no phone's user asked for.
    case strangeDelete
    /// One sync deleted more upstream than may be without somebody's approval.
    case massDelete
    /// A phone lost most of its items because the server lists them no more, without somebody's approval.
    case massVanish
    /// A backup lacks an item, or wrote upstream.
    case backup
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
        unconditional(seen) + years(seen) + strangeDelete(seen) + massDelete(seen) + touchedLines(seen) + invented(seen)
            + ends(seen) + massVanish(seen) + heldInVain(seen) + seen.backupFaults.map { Violation(.backup, $0) }
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
                let isTold = Field.all(of: item.kind).allSatisfy { field in
                    item.requiredHeads(field).allSatisfy { head in
                        guard let text = head.text else { return true }
                        return seen.isAccounted(Field.token(of: text, field), field, item)
                    }
                }
                let isExcused = mayBeGone || isTold || hasPerished || (item.isRestored && !item.deletions.isEmpty)
                if isExcused || seen.isWaiting(identity) || seen.wasLetGo(identity, item) { continue }
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
                    // A line of it that somebody happened to type as well says that his text was made from it.
                    if item.kind == .note, texts.contains(where: { $0.sharesLine(with: text, in: field) }) { continue }
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
            // A text that the server refused for good waits, or went with its item; what it was typed over stands.
            guard let item = seen.log.items[identity], !seen.wasRefused(identity) else { continue }
            for field in Field.all(of: item.kind) {
                let allowed = item.allowed(field)
                // Everything that was typed over it lost a conflict that has a name.
                let heads = item.heads(field).compactMap(\.text)
                let haveLost =
                    !heads.isEmpty && heads.allSatisfy { seen.hasLost(Field.token(of: $0, field)) }
                // Made again while its new place was hidden.
                if haveLost || item.wasMoved && seen.hadShortListings { continue }
                // A file that was changed and renamed: what had its old name was taken for gone, and somebody wants it back.
                if item.wasMoved && seen.isAnotherFile(identity, item) && seen.log.hadRejections { continue }
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
        func judge(_ place: String, _ texts: [Int: [ItemText]], refused: (Int) -> Int = { _ in 0 }) {
            for (identity, texts) in texts.sorted(by: { $0.key < $1.key }) {
                guard let item = seen.log.items[identity] else { continue }
                // Which of two copies a phone means that never named them nobody can tell.
                if item.copies + item.replants > 1, seen.phones.contains(where: \.model.neverMaps) { continue }
                // Deleted somewhere, or moved away, brought back by a backup, and changed on a third side: nobody can tell which is
                // meant.
                let isRevived =
                    item.isRestored && (!item.deletions.isEmpty || item.wasMoved)
                    || item.wasMoved && seen.hadShortListings
                let revivals = seen.filesMade(of: identity, item) ?? (isRevived ? 1 : 0)
                // Of two alike that were both changed nobody can tell which one the server has: ambiguous is new.
                let ambiguous = item.copies > 1 ? 1 : 0
                let excess =
                    texts.count - item.copies - item.replants - revivals - ambiguous - refused(identity)
                // Brought back by a backup with a mobile or an address that was changed since: two people of one household. Or outside
                // of the phone's window, so that it had left since and the phone's word of it is one of a new event.
                func isStranger() -> Bool {
                    item.isRestored
                        && (isEstranged(texts) || wasEstranged(identity, seen) || seen.leavesPhones(texts))
                }
                if excess > 1 || excess == 1 && !isStranger() {
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
            // A copy that the server refuses stays beside what others have brought.
            judge("on \(phone.name)", Dictionary(grouping: phone.items.map(\.text)) { $0.identity ?? 0 }) {
                seen.isRefused($0, on: phone) ? 1 : 0
            }
        }
        return violations
    }

    /// True when two texts of a contact have mobiles or mail addresses, and none in common.
    private static func isEstranged(_ texts: [ItemText]) -> Bool {
        texts.indices.contains { first in
            texts[..<first].contains { other in
                [Field.cell, .mail].contains { field in
                    let (own, theirs) = (texts[first].values(of: field), other.values(of: field))
                    return !own.isEmpty && !theirs.isEmpty && Set(own).isDisjoint(with: theirs)
                }
            }
        }
    }

    /// True when it was so as the bridge made one of them, whatever became of its mobile since.
    private static func wasEstranged(_ identity: Int, _ seen: Observation) -> Bool {
        let writes = seen.writes.filter { write in
            write.method == "PUT" && write.after.flatMap { ItemText($0).identity } == identity
        }
        let all = writes.flatMap { [$0.before, $0.after].compactMap { $0.map { ItemText($0) } } }
        let made = writes.filter { $0.before == nil }.compactMap { $0.after.map { ItemText($0) } }
        return made.contains { new in all.contains { isEstranged([new, $0]) } }
    }

    /// An item that was deleted by somebody who saw all of it stays away.
    static func undeleted(_ seen: Observation) -> [Violation] {
        let upstream = seen.byIdentity
        return seen.log.items.sorted { $0.key < $1.key }.compactMap { identity, item in
            guard item.isDeletedKnowingly, !item.isRestored, upstream[identity] != nil else { return nil }
            // Where nobody may write nobody deletes; of two alike one may be meant.
            if item.isReadOnly || item.copies > 1 { return nil }
            // Cleared on the phone, taken for its loss and shown again: it deleted less than there was.
            let isShownAgain = Field.all(of: item.kind).contains { field in
                item.heads(field).contains { $0.text == nil }
                    && upstream[identity]?.contains { !$0.values(of: field).isEmpty } == true
            }
            if isShownAgain { return nil }
            return Violation(.undeleted, "item \(identity) was deleted and is upstream")
        }
    }
}
