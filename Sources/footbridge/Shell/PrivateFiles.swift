import Glibc

/// Files and folders for their owner alone.
enum PrivateFiles {
    /// Why something on a disk did not work.
    struct Failure: Error, CustomStringConvertible {
        /// The system's number of it (`errno`).
        let number: Int32
        /// What it was about.
        let path: String

        /// The system's words.
        var description: String { "\(path): \(String(cString: strerror(number)))" }

        /// Of the system's last failure.
        init(_ path: String) {
            number = errno
            self.path = path
        }
    }

    /// Makes a folder that is not there yet.
    static func makeFolder(_ path: String) throws(Failure) {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw Failure(path) }
    }

    /// Writes a whole file. `isDurable`: when this returns, it survives a loss of power.
    static func write(_ bytes: [UInt8], _ file: String, isDurable: Bool = false) throws(Failure) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure(file) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { space in
                Glibc.write(descriptor, space.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(file) }
            written += count
        }
        if isDurable, fsync(descriptor) != 0 { throw Failure(file) }
    }

    /// Makes the names in a folder survive a loss of power.
    static func sync(_ folder: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(folder) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw Failure(folder) }
    }

    /// What is in a folder, in no order; nothing when there is no such folder.
    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { space in
                String(decoding: space.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Size in bytes and last change, seconds since 1970 UTC; nil when there is no such file.
    static func facts(of file: String) -> (bytes: Int, changedAt: Int64)? {
        var facts = stat()
        guard lstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return (Int(facts.st_size), Int64(facts.st_mtim.tv_sec))
    }
}
