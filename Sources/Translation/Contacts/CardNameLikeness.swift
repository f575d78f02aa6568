/// A name as it is compared with one that may be the same: swapped, folded into FN, cut, without accents.
struct CardNameLikeness {
    /// How alike two names are.
    enum Degree: Int, Comparable {
        /// What is left names nobody for certain: most letters are gone, or a whole part of the name.
        case vague = 1
        /// All that both say agrees.
        case likely = 5
        /// Given and family names are the same.
        case same = 10

        static func < (left: Degree, right: Degree) -> Bool { left.rawValue < right.rawValue }
    }

    /// The family and the given name.
    private let parts: [Skeleton]
    private let words: [Skeleton]
    private let middle: [Skeleton]
    private let others: [Skeleton]
    /// The orders in which the name is written in one line, each with the characters up to the second of its two parts.
    private let lines: [(text: Skeleton, first: Int)]

    /// A name by its components: family, given, middle, prefix, suffix.
    init(_ components: [String]) {
        func part(_ index: Int) -> String { index < components.count ? components[index] : "" }
        func skeletons(_ texts: [String]) -> [Skeleton] { texts.flatMap(CardName.words).map(Skeleton.init) }
        parts = [part(0), part(1)].map(Skeleton.init)
        words = skeletons([part(0), part(1)])
        middle = skeletons([part(2)])
        others = middle + skeletons([part(3), part(4)])
        func line(_ head: [Int], _ tail: [Int]) -> (text: Skeleton, first: Int) {
            let beginning = Skeleton(head.map(part).joined(separator: " "))
            return (Skeleton((head + tail).map(part).joined(separator: " ")), beginning.scalars.count + 1)
        }
        lines = [line([3, 1, 2], [0, 4]), line([3, 0], [1, 2, 4]), line([1], [0]), line([0], [1])]
    }

    /// True when there is no name.
    var isEmpty: Bool { words.isEmpty }

    /// How alike they are; nil when they name two.
    func degree(to other: CardNameLikeness) -> Degree? {
        guard !isEmpty, !other.isEmpty else { return nil }
        if !middle.isEmpty, !other.middle.isEmpty, !Self.agree(middle, other.middle) { return nil }
        let known = min(letters, other.letters)
        if words.map(\.text).sorted() == other.words.map(\.text).sorted() { return known < 3 ? .vague : .same }
        if covers(other), other.covers(self) { return known < 3 ? .vague : .likely }
        if hasParts(cutOf: other) || other.hasParts(cutOf: self) { return .likely }
        return [lineDegree(cutOf: other), other.lineDegree(cutOf: self)].compactMap(\.self).max()
    }

    /// Letters that are known.
    private var letters: Int { words.reduce(0) { $0 + $1.scalars.count { $0 != "?" && $0 != "\u{FFFD}" } } }

    /// Initials stand for their names.
    private static func agree(_ own: [Skeleton], _ theirs: [Skeleton]) -> Bool {
        own.contains { word in
            theirs.contains { other in
                let isInitial = min(word.scalars.count, other.scalars.count) == 1
                return word.isSame(as: other) || (isInitial && word.scalars.first == other.scalars.first)
            }
        }
    }

    /// True when each word of the other's given and family name is a word of this one, each of them once.
    private func covers(_ other: CardNameLikeness) -> Bool {
        var left = words + others
        return other.words.allSatisfy { word in
            guard let index = left.firstIndex(where: { $0.isSame(as: word) }) else { return false }
            left.remove(at: index)
            return true
        }
    }

    /// True when given and family name, in either order, are the other's or cuts of them. A company has one part only.
    private func hasParts(cutOf other: CardNameLikeness) -> Bool {
        func isCut(_ own: Skeleton, _ full: Skeleton) -> Bool {
            own.isSame(as: full) || own.isCut(of: full, least: TextPatch.shortestCut)
        }
        guard parts[1].isEmpty == other.parts[1].isEmpty, parts[0].isEmpty == other.parts[0].isEmpty else {
            return false
        }
        return [other.parts, other.parts.reversed()].contains { isCut(parts[0], $0[0]) && isCut(parts[1], $0[1]) }
    }

    /// Letters of the second part of a name that tell a person from others of the first one.
    private static let leastRest = 3

    /// How sure it is that the name in one line is the beginning of the other's: vague when it ends in the first part.
    private func lineDegree(cutOf other: CardNameLikeness) -> Degree? {
        let ends = lines.flatMap { own in
            other.lines.compactMap { full -> Degree? in
                guard own.text.isCut(of: full.text, least: TextPatch.shortestCut) else { return nil }
                return own.text.scalars.count >= full.first + Self.leastRest ? .likely : .vague
            }
        }
        return ends.max()
    }
}
