import Glibc

/// The right to serve one state folder: held by one process at a time, given back when it ends, however it ends.
///
/// Other commands work without it while the server runs. The lock file holds the number of the process.
public final class StateLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock. Throws `alreadyLocked` when another process or object has it, `cannotOpen`.
    public init(_ folder: StateFolder) throws(StoreError) {
        let file = open(folder.lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw PrivateFile.failure(.cannotOpen, "\(folder.lockPath) cannot be opened") }
        do {
            try StateLock.take(file, folder)
        } catch {
            close(file)
            throw error
        }
        descriptor = file
    }

    deinit {
        // A child between fork and exec has the file open, too: closing it here alone would leave the lock to that one.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// flock(2): bound to this opening of the file, so the system gives it back with the process.
    private static func take(_ file: Int32, _ folder: StateFolder) throws(StoreError) {
        let path = folder.lockPath
        try PrivateFile.narrow(path)
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw PrivateFile.failure(.cannotOpen, "\(path) cannot be locked") }
            throw StoreError(
                .alreadyLocked,
                "Another `footbridge serve`\(StateLock.holder(path)) uses the state folder \(folder.path);"
                    + " stop it first, or give this one a folder of its own with --state")
        }
        let line = "\(getpid())\n"
        guard ftruncate(file, 0) == 0, pwrite(file, line, line.utf8.count, 0) == line.utf8.count else {
            throw PrivateFile.failure(.inputOutput, "\(path) cannot be written")
        }
    }

    /// " (process 123)", when the holder has written its number.
    private static func holder(_ path: String) -> String {
        guard let bytes = try? PrivateFile.read(path, limit: 32) else { return "" }
        let digits = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return Int32(digits).map { " (process \($0))" } ?? ""
    }
}
