import Glibc

/// Files that only their owner may read.
enum PrivateFile {
    /// The files that SQLite keeps beside a database in WAL mode (https://www.sqlite.org/tempfiles.html).
    static let companions = ["", "-wal", "-shm", "-journal"]

    /// Makes an empty database file with mode 0600, whose -wal and -shm SQLite then makes with the same, or takes others'
    /// rights from the files that are there.
    ///
    /// An existing file is never opened here: closing it would drop the locks that this process has on it.
    static func prepare(database path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            defer { close(descriptor) }
            guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else {
                throw failure(.cannotOpen, "The database \(path) cannot be made")
            }
            return try syncFolder(of: path)
        }
        guard errno == EEXIST else { throw failure(.cannotOpen, "The database \(path) cannot be made") }
        for suffix in companions { try narrow(path + suffix) }
    }

    /// The bytes of a file, nil when it does not exist. Others' rights to it are taken away first.
    static func read(_ path: String, limit: Int) throws(StoreError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(.cannotOpen, "\(path) cannot be read")
        }
        defer { close(descriptor) }
        try narrow(path)
        var bytes = [UInt8](repeating: 0, count: limit)
        var length = 0
        while length < limit {
            let count = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress?.advanced(by: length), limit - length)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(.inputOutput, "\(path) cannot be read") }
            if count == 0 { break }
            length += count
        }
        return Array(bytes[..<length])
    }

    /// Makes a file with these bytes at once, whole and durable; one that exists meanwhile is left as it is.
    static func createOnce(_ path: String, _ bytes: [UInt8]) throws(StoreError) {
        let draft = "\(path).\(getpid())"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(.cannotOpen, "\(path) cannot be made") }
        defer {
            close(descriptor)
            unlink(draft)
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(.inputOutput, "\(path) cannot be written") }
            rest = rest.dropFirst(count)
        }
        guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else {
            throw failure(.inputOutput, "\(path) cannot be written")
        }
        guard link(draft, path) == 0 || errno == EEXIST else {
            throw failure(.cannotOpen, "\(path) cannot be made")
        }
        try syncFolder(of: path)
    }

    /// Takes the rights of group and others from a file; no right is ever added. A file that is not there is fine.
    static func narrow(_ path: String) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFREG else { throw StoreError(.cannotOpen, "\(path) is not a file") }
        let wide = status.st_mode & 0o7777
        guard wide & ~0o600 != 0 else { return }
        guard chmod(path, wide & 0o600) == 0 else {
            throw failure(.unsafePermissions, "\(path) can be read by others and that cannot be changed")
        }
    }

    /// An error with the system's own words behind it.
    static func failure(_ code: StoreError.Code, _ sentence: String) -> StoreError {
        StoreError(code, "\(sentence): \(String(cString: strerror(errno)))")
    }

    /// The folder a file is in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes a new or changed name in a folder durable.
    static func syncFolder(of path: String) throws(StoreError) {
        let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(.inputOutput, "The folder of \(path) cannot be written") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(.inputOutput, "The folder of \(path) cannot be written") }
    }
}
