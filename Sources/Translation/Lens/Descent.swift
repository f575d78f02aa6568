extension Set {
    /// True for what a text says when it was made from `newer` and not from `older`: it has a value that only `newer` has, and
    /// none that only `older` has.
    func isMade(from newer: Set, notFrom older: Set) -> Bool {
        !isDisjoint(with: newer.subtracting(older)) && isDisjoint(with: older.subtracting(newer))
    }
}
