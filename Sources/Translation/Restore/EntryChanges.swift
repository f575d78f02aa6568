/// How the entries of one name went from one version to another.
struct EntryChanges {
    /// One difference; an index is nil when the entry came or went.
    struct Change: Hashable {
        /// The index in the old version.
        var from: Int?
        /// The index in the new version.
        var to: Int?
    }

    /// Where each old entry is in the new version, untouched; nil when it was changed or removed.
    private(set) var kept: [Int?]
    /// The differences.
    private(set) var changes: [Change] = []

    /// Compares two versions. `isSingle`: the property is there at most once, so that one value replaces the other.
    init(from old: NamedEntries, to new: NamedEntries, isSingle: Bool) {
        kept = Array(repeating: nil, count: old.contents.count)
        var free: [EntryContent: [Int]] = [:]
        for index in new.contents.indices.reversed() { free[new.contents[index], default: []].append(index) }
        for index in old.contents.indices { kept[index] = free[old.contents[index]]?.popLast() }
        let taken = Set(kept.compactMap { $0 })
        var gone = old.contents.indices.filter { kept[$0] == nil }
        var come = new.contents.indices.filter { !taken.contains($0) }
        // The same kind of number with another value, the same value of another kind; an alarm that is left alone.
        pair(&gone, &come) { old.contents[$0].value != nil && old.contents[$0].head == new.contents[$1].head }
        pair(&gone, &come) { old.contents[$0].value != nil && old.contents[$0].value == new.contents[$1].value }
        let isAlone = gone.count == 1 && come.count == 1
        pair(&gone, &come) { isSingle || (isAlone && old.contents[$0].value == nil && new.contents[$1].value == nil) }
        changes += gone.map { Change(from: $0, to: nil) } + come.map { Change(from: nil, to: $0) }
    }

    /// The change of an old entry; nil when it was kept.
    func change(of index: Int) -> Change? { changes.first { $0.from == index } }

    private mutating func pair(_ gone: inout [Int], _ come: inout [Int], where isMatch: (Int, Int) -> Bool) {
        var rest: [Int] = []
        for old in gone {
            guard let place = come.firstIndex(where: { isMatch(old, $0) }) else {
                rest.append(old)
                continue
            }
            changes.append(Change(from: old, to: come.remove(at: place)))
        }
        gone = rest
    }
}
