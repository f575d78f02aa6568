import DAVClient
import Mapping
import SyncTypes

/// The path of a folder of text files in an account's settings: `notes=/remote.php/dav/files/alice/Notes`.
struct FolderPath: Hashable, Sendable {
    /// With a slash at either end.
    let href: Href

    /// Nil for what is the name of a collection.
    init?(_ word: String) {
        guard word.hasPrefix("/") else { return nil }
        let path = word.hasSuffix("/") ? word : word + "/"
        href = path.contains("%") ? Href(path) : Href(path: path)
    }

    /// The folders that an account's notes are in.
    static func wished(by account: Account) -> [FolderPath] {
        let words = (account.settings[AccountSetting.notes.rawValue] ?? "").split(separator: ",")
        return words.compactMap { FolderPath(String($0)) }
    }

    /// True for the path of this folder, with or without the final slash.
    func names(_ other: Href) -> Bool {
        other == href || Href(other.rawValue + "/") == href
    }

    /// The folder as the server describes it: one that holds notes. A calendar at that path is what it is. Nil: nothing lies there.
    func folder(through client: DAVClient) async throws(DAVError) -> CollectionInfo? {
        guard var info = try await client.collectionInfo(at: href) else { return nil }
        if info.isPlainCollection { info.kinds = [.note] }
        // The settings find it by this path.
        info.href = href
        return info
    }
}
