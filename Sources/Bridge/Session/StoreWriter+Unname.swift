import Mapping

extension StoreWriter {
    /// The device's name for a link stands for something else now. The link goes, unless its text is not upstream yet: that
    /// exists nowhere else, so it stays and waits without a name.
    func unname(_ link: Link) throws {
        guard link.pending != nil else { return try remove(link.id) }
        var kept = link
        kept.luid = nil
        try update(kept)
    }
}
