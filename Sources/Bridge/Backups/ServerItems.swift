import DAVClient
import Mapping
import SyncTypes
import Translation

/// What a server has in some collections, by what its items are recognised by; read from the server itself and not from the mirror,
/// which is another process's to keep.
struct ServerItems {
    private static let batch = 50

    private let lens: Lens
    private var identical: Set<UInt64> = []
    private var uids: Set<String> = []
    /// The texts, as the lens shows them, by weaker signs.
    private var likes: [String: [[UInt8]]] = [:]

    /// Nothing yet. `lens`: how both sides are seen.
    init(seenBy lens: Lens) { self.lens = lens }

    /// Reads a collection. What cannot be read or shown is passed over.
    mutating func read(_ collection: CollectionRecord, kind: ItemKind, client: DAVClient, store: Store) async throws {
        let remote = client.collection(collection)
        var members: [Member] = []
        try await remote.list { members += $0 }
        var missing: [Href] = []
        for member in members {
            let known = try store.read { try $0.resource(collection.id, member.href) }
            if let known, !known.isGone, let etag = member.etag, known.etag == etag {
                note(known.body, kind)
            } else {
                missing.append(member.href)
            }
        }
        while !missing.isEmpty {
            let answers = try await remote.fetch(Array(missing.prefix(Self.batch)))
            missing.removeFirst(min(Self.batch, missing.count))
            for case .found(let resource) in answers { note(resource.body, kind) }
        }
    }

    /// An item that is there from now on, as a device shows it.
    mutating func note(_ text: [UInt8]) {
        let keys = lens.matchKeys(of: text)
        identical.insert(keys.identical)
        if let uid = keys.uid { uids.insert(uid) }
        for sign in Set(keys.fingerprints) { likes[sign, default: []].append(text) }
    }

    /// Why an item is there already, in words; nil when it is not.
    func reason(whyHas text: [UInt8]) -> String? {
        let keys = lens.matchKeys(of: text)
        if identical.contains(keys.identical) { return "the server has the same" }
        if let uid = keys.uid, uids.contains(uid) { return "the server has an item of its UID" }
        let isLike = keys.fingerprints.contains { sign in
            likes[sign]?.contains { !lens.contradicts(text, $0) } ?? false
        }
        return isLike ? "the server has one that is most likely a newer state of it" : nil
    }

    private mutating func note(_ body: [UInt8], _ kind: ItemKind) {
        guard let body = try? UpstreamBody(body), let outline = try? ResourceReader.parts(of: body, kind: kind),
            outline.kind == kind
        else { return }
        if !outline.uid.isEmpty { uids.insert(outline.uid) }
        for part in outline.parts {
            if let view = try? lens.view(of: part, in: body, held: nil) { note(view.text) }
        }
    }
}
