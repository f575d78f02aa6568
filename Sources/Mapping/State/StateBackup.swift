import GRDB
import Glibc

/// `footbridge backup`: the state in one file, made while the server runs.
///
/// The key is not in it: passwords in a backup are sealed, and a backup alone opens none. Whoever wants to restore them on
/// another machine keeps a copy of the key file too, somewhere else.
extension Store {
    /// Writes everything, as of one moment, into a new file with mode 0600, which is there whole or not at all.
    ///
    /// - Parameter replaces: true: a file of that name is replaced. False: it is an error.
    ///
    /// Throws `cannotOpen` when the file exists, is the store's own or cannot be made; `diskFull`, `inputOutput`.
    public func backUp(to path: String, replaces: Bool = false) throws {
        if let own = (connections as? DatabasePool)?.path, Store.isSameFile(own, path) {
            throw StoreError(.cannotOpen, "\(path) is the state itself, not a place for a backup of it")
        }
        guard replaces || access(path, F_OK) != 0 else { throw Store.exists(path) }
        let draft = "\(path).\(getpid()).partial"
        defer { StateCopy.remove(draft) }
        do {
            try StateCopy.make(of: connections, at: draft)
        } catch {
            throw StoreError.translated(error)
        }
        if replaces {
            guard rename(draft, path) == 0 else { throw PrivateFile.failure(.cannotOpen, "\(path) cannot be made") }
        } else if link(draft, path) != 0 {
            // link(2) never replaces, whoever made the file meanwhile.
            throw errno == EEXIST
                ? Store.exists(path) : PrivateFile.failure(.cannotOpen, "\(path) cannot be made")
        }
        try PrivateFile.syncFolder(of: path)
    }

    /// Looks through the whole file for damage. Throws `corrupt`, with what to do.
    public func requireSound() throws {
        do {
            let faults = try connections.read { try String.fetchAll($0, sql: "PRAGMA quick_check(1)") }
            guard faults == ["ok"] else { throw StoreError(.corrupt, "The state is damaged; \(Store.cure)") }
        } catch let error as DatabaseError {
            throw StoreError(.corrupt, "\(StoreError(error).reason); \(Store.cure)")
        }
    }

    /// What to do about a damaged state file.
    static let cure = """
        bring a backup back with `footbridge restore FILE`, or move the file and its -wal and -shm away to start anew: \
        phones then compare everything once, nothing is lost or doubled, and stored accounts have to be added again
        """

    private static func exists(_ path: String) -> StoreError {
        StoreError(.cannotOpen, "\(path) exists already, and a backup never replaces a file unasked")
    }

    private static func isSameFile(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard stat(one, &first) == 0, stat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
}
