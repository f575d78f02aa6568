/// Words that say of what kind a value is, each once. Those that cards have are bits, so that most sets of them cost no memory.
struct Kinds: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// One bit for each word of `common`.
    private var known: UInt32 = 0
    /// The others, sorted.
    private var others: [String] = []

    /// Sorted.
    private static let common = [
        "BBS", "CAR", "CELL", "FAX", "HOME", "ISDN", "MODEM", "MSG", "PAGER", "TEXT", "TEXTPHONE", "VIDEO", "WORK",
    ]

    init(_ words: [String]) {
        for word in words { insert(word) }
    }

    init(arrayLiteral elements: String...) { self.init(elements) }

    /// The words, sorted.
    var words: [String] {
        let bits = Self.common.indices.filter { known & 1 << $0 != 0 }.map { Self.common[$0] }
        return others.isEmpty ? bits : (bits + others).sorted()
    }

    var isEmpty: Bool { known == 0 && others.isEmpty }

    private static func bit(_ word: String) -> UInt32? { common.firstIndex(of: word).map { 1 << $0 } }

    mutating func insert(_ word: String) {
        if let bit = Self.bit(word) {
            known |= bit
            return
        }
        let place = others.firstIndex { $0 >= word } ?? others.endIndex
        if place == others.endIndex || others[place] != word { others.insert(word, at: place) }
    }

    func contains(_ word: String) -> Bool { Self.bit(word).map { known & $0 != 0 } ?? others.contains(word) }

    func union(_ word: String) -> Kinds {
        var both = self
        both.insert(word)
        return both
    }

    func isSubset(of other: Kinds) -> Bool { known & ~other.known == 0 && others.allSatisfy(other.others.contains) }

    func isDisjoint(with other: Kinds) -> Bool {
        known & other.known == 0 && !others.contains(where: other.others.contains)
    }

    func subtracting(_ other: Kinds) -> Kinds {
        var rest = self
        rest.known &= ~other.known
        rest.others.removeAll(where: other.others.contains)
        return rest
    }
}
