/// Gathers what comes one by one and hands it on in batches.
struct Batches<Item> {
    /// Items of one batch at most.
    static var size: Int { 256 }

    private var batch: [Item] = []

    mutating func add(_ item: Item, _ take: ([Item]) throws -> Void) rethrows {
        batch.append(item)
        if batch.count == Batches.size { try flush(take) }
    }

    /// Hands on what is left.
    mutating func flush(_ take: ([Item]) throws -> Void) rethrows {
        guard !batch.isEmpty else { return }
        defer { batch.removeAll(keepingCapacity: true) }
        try take(batch)
    }
}
