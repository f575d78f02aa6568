/// How many members one listing, or all pages of one report, may name: a server whose replies do not end must fill neither memory
/// nor disk.
struct MemberCount {
    /// The limit.
    let most: Int
    private var count = 0

    init(most: Int) { self.most = most }

    /// One more. Throws `.tooLarge` beyond the limit.
    mutating func add(of answer: Upstream.Answer) throws(DAVError) {
        count += 1
        guard count <= most else { throw DAVError(.tooLarge, "\(answer.call): more than \(most) members") }
    }
}
