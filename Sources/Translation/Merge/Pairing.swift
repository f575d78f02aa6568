/// Pairs the values of two lists, best first, each used once.
struct Pairing {
    /// For each left index its right index.
    private(set) var rightOf: [Int?]
    /// For each right index its left index.
    private(set) var leftOf: [Int?]

    /// Nothing paired yet.
    init(left: Int, right: Int) {
        rightOf = Array(repeating: nil, count: left)
        leftOf = Array(repeating: nil, count: right)
    }

    /// Pairs what is still free and fits, in order. Returns the left indices it paired.
    @discardableResult
    mutating func pair(where fits: (Int, Int) -> Bool) -> [Int] {
        var paired: [Int] = []
        for left in rightOf.indices where rightOf[left] == nil {
            for right in leftOf.indices where leftOf[right] == nil && fits(left, right) {
                rightOf[left] = right
                leftOf[right] = left
                paired.append(left)
                break
            }
        }
        return paired
    }

    /// Pairs what is still free by descending score; 0 never; ties in order.
    mutating func pair(by score: (Int, Int) -> Int) {
        var candidates: [(score: Int, left: Int, right: Int)] = []
        for left in rightOf.indices where rightOf[left] == nil {
            for right in leftOf.indices where leftOf[right] == nil {
                let score = score(left, right)
                if score > 0 { candidates.append((score, left, right)) }
            }
        }
        candidates.sort { ($1.score, $0.left, $0.right) < ($0.score, $1.left, $1.right) }
        for candidate in candidates where rightOf[candidate.left] == nil && leftOf[candidate.right] == nil {
            rightOf[candidate.left] = candidate.right
            leftOf[candidate.right] = candidate.left
        }
    }
}
