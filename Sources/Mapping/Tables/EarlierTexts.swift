import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum EarlierTextSQL {
    static let keep = "INSERT INTO earlier_text (link, format, text) VALUES (?, ?, ?)"
    static let ofLink = "SELECT format, text FROM earlier_text WHERE link = ? ORDER BY id"
    static let count = "SELECT count(*) FROM earlier_text WHERE link = ?"
    static let dropNewest =
        "DELETE FROM earlier_text WHERE id = (SELECT max(id) FROM earlier_text WHERE link = ?)"
    static let forget = """
        DELETE FROM earlier_text WHERE link = ?1 AND id <= coalesce(
            (SELECT max(id) FROM earlier_text WHERE link = ?1 AND text = ?2), \(Int64.max))
        """
}

extension StoreReader {
    /// The texts that a device sent before the one that waits on a link, oldest first: each is an edit of the one before it. Those
    /// of another format than the link's are left out.
    public func earlierTexts(_ link: Link) throws -> [[UInt8]] {
        let all: [(format: ItemFormat?, text: [UInt8])] = try rows(EarlierTextSQL.ofLink, [link.id]) {
            (try $0.next(), try $0.next())
        }
        return all.filter { $0.format == link.pendingFormat }.map(\.text)
    }
}

extension StoreWriter {
    /// So many texts of one item are kept: the first ones and the last.
    private static let mostEarlierTexts = 16

    /// A newer text takes the place of the one that waits, which is kept. What a new item was before it is anywhere proves nothing.
    public func update(_ link: Link, behind before: Link) throws {
        if before.resource != nil { try keepEarlier(before) }
        try update(link)
    }

    /// Keeps the text that waits on a link, before a newer one takes its place.
    public func keepEarlier(_ link: Link) throws {
        guard let text = link.pending else { return }
        if let count: Int = try value(EarlierTextSQL.count, [link.id]), count >= Self.mostEarlierTexts {
            try execute(EarlierTextSQL.dropNewest, [link.id])
        }
        try execute(EarlierTextSQL.keep, [link.id, link.pendingFormat, text])
    }

    /// One of the texts of a link is upstream, and with it those before it. All go when it is not among them.
    public func forgetEarlier(_ link: LinkRow, through text: [UInt8]) throws {
        try execute(EarlierTextSQL.forget, [link, text])
    }
}
