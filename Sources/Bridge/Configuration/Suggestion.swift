/// "Did you mean": the known word nearest to a mistyped one.
public enum Suggestion {
    /// The nearest of the known words, when it is near enough to be meant: a third of its length in single edits, at least one.
    public static func nearest(to word: String, among known: [String]) -> String? {
        let folded = fold(word)
        var best: (word: String, distance: Int)?
        for candidate in known {
            let distance = distance(folded, fold(candidate))
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        guard let best, best.distance <= max(1, best.word.count / 3) else { return nil }
        return best.word
    }

    /// A sentence with the nearest word, or with all of them when none is near.
    public static func hint(for word: String, among known: [String]) -> String {
        if let near = nearest(to: word, among: known) { return "did you mean \(near)?" }
        return "known: \(known.joined(separator: ", "))"
    }

    private static func fold(_ word: String) -> [Character] {
        word.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 }
    }

    /// Levenshtein's distance, neighbours swapped counting once.
    static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var before: [Int] = []
        var previous = Array(0...right.count)
        for i in left.indices {
            var current = [i + 1]
            for j in right.indices {
                var cost = min(
                    previous[j + 1] + 1, current[j] + 1, previous[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, before[j - 1] + 1)
                }
                current.append(cost)
            }
            (before, previous) = (previous, current)
        }
        return previous[right.count]
    }
}
