import Glibc

/// One process at a time opens a database, since the first one turns on WAL mode and makes the schema, or makes the key:
/// a lock on the folder itself, which leaves no file behind.
enum DirectoryLock {
    /// Waits for the lock on the folder of a file and runs a body under it.
    static func hold<T>(over path: String, _ body: () throws -> T) throws -> T {
        let descriptor = open(PrivateFile.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PrivateFile.failure(.cannotOpen, "The folder of \(path) cannot be opened") }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw PrivateFile.failure(.cannotOpen, "The folder of \(path) cannot be locked")
            }
        }
        return try body()
    }
}
