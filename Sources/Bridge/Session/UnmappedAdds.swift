import Mapping
import SyncTypes
import Translation

/// Adds of ours whose names the device never told. An item that it sends under an unknown name may be one of them.
struct UnmappedAdds: Sendable {
    let store: Store
    let datastore: DatastoreRow
    let lens: Lens
    /// The device changes the item: it is one that we should know.
    let isEdit: Bool
    /// The device may send as its own what it has acknowledged. Otherwise a new item like it is one more, typed on purpose.
    let mayRepeat: Bool
    /// The device keeps the UIDs it is sent: an item without one is no Add that had one, however alike they are.
    let keepsUIDs: Bool

    private static let page = 64

    /// The Add that a text answers: the same text, else the only one that it can be an edit of, be it one that changed every
    /// address.
    func answered(by text: [UInt8]) throws -> Link? {
        var edits: [Link] = []
        var strangers: [Link] = []
        var namesakes: [Link] = []
        var keys: MatchKeys?
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.openLinks(datastore, after: after, limit: Self.page) }
            for link in page {
                guard let sent = link.unmappedText, mayRepeat || link.state == .offered else { continue }
                let own = keys ?? lens.matchKeys(of: text)
                keys = own
                let theirs = lens.matchKeys(of: sent)
                if keepsUIDs, own.uid == nil, theirs.uid != nil { continue }
                if lens.isSame(sent, text) { return link }
                // The UID came from us: whatever the user changed, it is this one.
                if let uid = own.uid, uid == theirs.uid { return link }
                guard own.sharesFingerprint(with: theirs) else {
                    if isEdit, lens.isClose(text, to: sent) { namesakes.append(link) }
                    continue
                }
                if lens.contradicts(text, sent) { strangers.append(link) } else { edits.append(link) }
            }
            guard let last = page.last else {
                let likely = [edits, strangers, namesakes].first { !$0.isEmpty } ?? []
                return likely.count == 1 ? likely[0] : nil
            }
            after = last.id
        }
    }
}

extension MatchKeys {
    /// True when one of the weaker signs is common to both.
    fileprivate func sharesFingerprint(with other: MatchKeys) -> Bool {
        !Set(fingerprints).isDisjoint(with: other.fingerprints)
    }
}
