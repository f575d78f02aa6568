import Mapping
import SyncTypes
import Translation

/// Links of sessions of which the device does not know that they came to their end: an item that it does not mention again may
/// have left it untold (design, "Anchors"). It is asked for by a Replace of what the device held; one that has it not says so.
struct DoubtfulLinks: Sendable {
    let store: Store
    let context: DatastoreContext
    let session: DatastoreSession
    let record: SessionRow

    /// Links looked at in one go.
    private static let page = 64

    /// Which links are in doubt.
    struct Range: Hashable, Sendable, Codable {
        /// Those touched in this session and later ones.
        let since: SessionRow
        /// True when the device may also lack what it was sent: it names the anchor before the last one, as after a restored
        /// backup.
        let includesOurs: Bool
    }

    /// The range for the anchor that a device names.
    static func range(last: Anchor?, of datastore: DatastoreRecord) -> Range? {
        guard let last else { return nil }
        if last == datastore.clientAnchor {
            return datastore.openSince.map { Range(since: $0, includesOurs: datastore.openIncludesOurs) }
        }
        return datastore.previousOpenSince.map { Range(since: $0, includesOurs: true) }
    }

    /// Looks what must wait for the device's answers, before anything goes upstream. Answers new items of this package with the
    /// words of one that it did not mention: that one may have left and come back under another name. Deletions of an
    /// interrupted session that the device does not repeat wait too: it may know that they were taken, or have been restored.
    func hold() throws -> [LinkRow: LinkRow] {
        var doubtful: [UInt64: LinkRow] = [:]
        try forEach { link in
            if link.pendingDelete { return try ask(for: link) }
            guard let text = link.pending ?? link.held else { return }
            doubtful[context.lens(for: context.kind(of: text)).matchKeys(of: text).identical] = link.id
        }
        var twins: [LinkRow: LinkRow] = [:]
        var after: LinkRow?
        while !doubtful.isEmpty {
            let page = try store.read { try $0.openLinks(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return twins }
            for new in page where new.resource == nil && new.touchedIn == record {
                guard let text = new.pending else { continue }
                let key = context.lens(for: context.kind(of: text)).matchKeys(of: text).identical
                if let old = doubtful.removeValue(forKey: key) { twins[new.id] = old }
            }
            after = last.id
        }
        return twins
    }

    /// What is still not mentioned is shown again, and what had left is told to leave again. Called when the device's changes are
    /// upstream.
    func ask() throws {
        guard let range = session.doubts else { return }
        if range.includesOurs { try bidFarewell(since: range.since) }
        try forEach { link in
            // What is on its way to the device goes out again anyway, unless it only asked and was not answered. A text that still
            // waits is asked for when it is upstream.
            guard !link.pendingDelete, range.includesOurs || link.heldFromDevice || link.pending != nil,
                !link.isOffered || isRepetition(link)
            else { return }
            try ask(for: link)
        }
    }

    /// True when the view on its way is what the device was sent before.
    private func isRepetition(_ link: Link) -> Bool {
        guard let offered = link.offered, let sent = link.sent else { return false }
        return context.lens(for: context.kind(of: sent)).isSame(offered, sent)
    }

    private func ask(for link: Link) throws {
        var link = link
        link.ask()
        try store.write { [link] in try $0.update(link) }
    }

    private func bidFarewell(since first: SessionRow) throws {
        try store.write { store in
            for luid in try store.departures(from: session.row, since: first, before: record) {
                _ = try store.insert(
                    Link(
                        datastore: session.row, resource: nil, part: PartKey(uid: ""), luid: luid,
                        guid: try store.allocateGUID(session.row), state: .deleting))
            }
        }
    }

    private func forEach(_ visit: (Link) throws -> Void) throws {
        guard let range = session.doubts else { return }
        var after: LinkRow?
        while true {
            let page = try store.read {
                try $0.unmentionedLinks(session.row, since: range.since, before: record, after: after, limit: Self.page)
            }
            guard let last = page.last else { return }
            for link in page { try visit(link) }
            after = last.id
        }
    }

    /// The device does not have an item in doubt, and its twin is it.
    static func rename(_ old: LinkRow, to new: LinkRow, _ store: StoreWriter) throws {
        guard var link = try store.link(old), let twin = try store.link(new), let text = twin.pending else { return }
        try store.remove(new)
        link.luid = twin.luid
        link.touchedIn = twin.touchedIn
        link.held = text
        link.heldFromDevice = true
        // What others changed in it meanwhile is still to be shown.
        link.showAgain()
        try store.update(link)
    }
}
