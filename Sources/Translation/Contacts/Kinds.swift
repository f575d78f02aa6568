/// Words that say of what kind a value is: in order and each once, so that few of them are compared without hashing.
struct Kinds: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// The words, sorted.
    private(set) var words: [String] = []

    init(_ words: [String]) {
        for word in words { insert(word) }
    }

    init(arrayLiteral elements: String...) { self.init(elements) }

    var isEmpty: Bool { words.isEmpty }

    func contains(_ word: String) -> Bool { words.contains(word) }

    mutating func insert(_ word: String) {
        let place = words.firstIndex { $0 >= word } ?? words.endIndex
        if place == words.endIndex || words[place] != word { words.insert(word, at: place) }
    }

    func union(_ word: String) -> Kinds {
        var both = self
        both.insert(word)
        return both
    }

    func isSubset(of other: Kinds) -> Bool { words.allSatisfy(other.contains) }

    func isDisjoint(with other: Kinds) -> Bool { !words.contains(where: other.contains) }

    func subtracting(_ other: Kinds) -> Kinds {
        var rest = self
        rest.words.removeAll(where: other.contains)
        return rest
    }
}
