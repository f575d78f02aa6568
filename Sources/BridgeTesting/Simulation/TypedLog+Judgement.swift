/// What the typed values of an item demand of a world at rest.
extension TypedLog.Item {
    /// The values nobody typed over.
    public func heads(_ field: Field) -> [TypedLog.Value] {
        let all = values[field] ?? []
        let replaced = Set(all.flatMap(\.replaced))
        return all.filter { !replaced.contains($0.serial) }
    }

    /// The heads that must be found somewhere: not those that died with a phone, or with the item before somebody's eyes.
    public func requiredHeads(_ field: Field) -> [TypedLog.Value] {
        heads(field).filter { !isDead($0.serial, field) }
    }

    /// The values that may stand: the heads, and what only dead values have replaced.
    public func allowed(_ field: Field) -> Set<Int> {
        let all = values[field] ?? []
        // An item that was gone comes back with what some other phone still shows.
        let wasGone = wasRemoved || deletions.contains { !$0.isOnPhone }
        if replants > 0 || copies > 1 || wasGone { return Set(all.map(\.serial)) }
        // What a phone has never shown to keep, it cannot clear, and of several values in one field it may know only one: the
        // others come back to it.
        let texts = Set(all.filter { $0.text != nil }.map(\.serial))
        let replaced = Set(
            all.filter { value in
                let isCertain = value.text != nil && texts.intersection(value.replaced).count <= 1
                return !isDead(value.serial, field) && (isCertain || value.author == TypedLog.thirdParty)
            }
            .flatMap(\.replaced))
        return Set(all.map(\.serial)).subtracting(replaced).union(unsure)
    }

    /// What was there when the item went, went with it: what its deleter saw, and what his phone cannot show.
    private func isDead(_ serial: Int, _ field: Field) -> Bool {
        perished.contains(serial)
            || deletions.contains { deletion in
                guard !deletion.isOnPhone || wasRemoved else { return false }
                return deletion.seen.contains(serial) || deletion.blind.contains(field) && serial <= deletion.after
            }
    }

    /// True when somebody deleted it in sight of everything that was typed into it, and of every clearing.
    public var isDeletedKnowingly: Bool {
        deletions.contains { deletion in
            !deletion.isMoot
                && Field.all(of: kind).allSatisfy { field in
                    heads(field).allSatisfy { value in
                        value.text == nil
                            ? value.author == deletion.author && value.serial <= deletion.after
                            : deletion.seen.contains(value.serial)
                    }
                        && !hasUnseenClearing(field, deletion)
                }
        }
    }

    /// True when somebody else has cleared a field into which the deleter then typed: whether he saw it empty for that, or for a clearing
    /// of his own, nobody can tell.
    private func hasUnseenClearing(_ field: Field, _ deletion: TypedLog.Deletion) -> Bool {
        let all = values[field] ?? []
        return all.contains { clearing in
            guard clearing.text == nil, clearing.author != deletion.author else { return false }
            return !all.contains {
                $0.serial > clearing.serial && $0.author != deletion.author && deletion.seen.contains($0.serial)
            }
        }
    }

    /// True when its deleters together saw all that they could see, but for values that lost a conflict.
    public func mayBeGone(_ hasLost: (TypedLog.Value, Field) -> Bool) -> Bool {
        guard !deletions.isEmpty else { return false }
        let seen = deletions.reduce(into: Set<Int>()) { $0.formUnion($1.seen) }
        let blind = deletions.reduce(into: Set<Field>()) { $0.formUnion($1.blind) }
        return Field.all(of: kind).allSatisfy { field in
            blind.contains(field)
                || requiredHeads(field).allSatisfy { value in
                    value.text == nil || seen.contains(value.serial) || hasLost(value, field)
                }
        }
    }
}

extension TypedLog {
    /// Counts what people did to items; it only grows.
    var acts: Int {
        items.values.reduce(serial + touches) { $0 + $1.deletions.count + $1.replants + $1.copies }
    }
}
