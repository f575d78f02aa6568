import DAVClient
import Mapping
import SyncTypes

/// The path of a collection in an account's settings: `contacts=/alice/people/`, where nothing leads there or its home says too
/// little of it, and of a folder of text files: `notes=/remote.php/dav/files/alice/Notes`.
struct CollectionPath: Hashable, Sendable {
    /// With a slash at either end.
    let href: Href

    /// Nil for what is the name of a collection.
    init?(_ word: String) {
        guard word.hasPrefix("/") else { return nil }
        let path = word.hasSuffix("/") ? word : word + "/"
        href = path.contains("%") ? Href(path) : Href(path: path)
    }

    /// A path with all that it is to hold.
    struct Wish: Sendable {
        let path: CollectionPath
        var kinds: Set<ItemKind>
    }

    /// The collections that an account names by their paths, each once.
    static func wished(by account: Account) -> [Wish] {
        var wishes: [Wish] = []
        for kind in ItemKind.allCases {
            let list = account.settings[AccountSetting.collections(of: kind).rawValue] ?? ""
            for path in AccountSetting.names(in: list).compactMap(CollectionPath.init) {
                if let index = wishes.firstIndex(where: { $0.path == path }) {
                    wishes[index].kinds.insert(kind)
                } else {
                    wishes.append(Wish(path: path, kinds: [kind]))
                }
            }
        }
        return wishes
    }

    /// True for the path of this collection, with or without the final slash.
    func names(_ other: Href) -> Bool {
        other == href || Href(other.rawValue + "/") == href
    }
}

extension CollectionPath.Wish {
    /// The collection as the server describes it. A plain folder holds notes, and a calendar whatever components it is wished for: what
    /// it says of these is advice. Nil: nothing lies there.
    func collection(through client: DAVClient) async throws(DAVError) -> CollectionInfo? {
        guard var info = try await client.collectionInfo(at: path.href) else { return nil }
        if info.isPlainCollection {
            if kinds.contains(.note) { info.kinds = [.note] }
        } else if !info.kinds.isDisjoint(with: [.event, .task, .note]) {
            info.kinds.formUnion(kinds.subtracting([.contact]))
        }
        // The settings find it by this path.
        info.href = path.href
        return info
    }
}
