import Glibc

/// The folder that holds everything the process keeps: the database, the key and the lock.
///
/// A folder made here has mode 0700, a file made here 0600. Rights that are narrower stay; those of files that are wider
/// are taken away; those of a folder that existed are left to its owner.
public struct StateFolder: Hashable, Sendable {
    /// The folder's path, without a final slash.
    public let path: String

    /// The SQLite file, for `Store(file:)`.
    public var databasePath: String { path + "/footbridge.sqlite" }
    /// The key that seals passwords.
    public var keyPath: String { path + "/key" }
    /// The file that `StateLock` locks.
    public var lockPath: String { path + "/lock" }

    /// Names a folder and makes it, with the folders above it, when it is not there. Throws `cannotOpen`.
    public init(_ path: String) throws(StoreError) {
        var trimmed = Substring(path)
        while trimmed.count > 1, trimmed.last == "/" { trimmed = trimmed.dropLast() }
        guard !trimmed.isEmpty else { throw StoreError(.cannotOpen, "The state folder has no name") }
        self.path = String(trimmed)
        try StateFolder.makeFolder(self.path)
    }

    /// The key, made by the caller's closure when there is none. Two processes that start at once get the same.
    ///
    /// Throws `cannotOpen`, `inputOutput`, `unsafePermissions`, or what `make` throws.
    public func key(orMake make: () throws -> [UInt8]) throws -> [UInt8] {
        if let key = try PrivateFile.read(keyPath, limit: 4096) { return key }
        try DirectoryLock.hold(over: keyPath) {
            if try PrivateFile.read(keyPath, limit: 4096) == nil { try PrivateFile.createOnce(keyPath, try make()) }
        }
        guard let key = try PrivateFile.read(keyPath, limit: 4096) else {
            throw StoreError(.cannotOpen, "The key file \(keyPath) has vanished")
        }
        return key
    }

    private static func makeFolder(_ path: String) throws(StoreError) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw StoreError(.cannotOpen, "\(path) is not a folder")
            }
            return
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
        }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw PrivateFile.failure(.cannotOpen, "The folder \(path) cannot be made")
        }
    }
}
