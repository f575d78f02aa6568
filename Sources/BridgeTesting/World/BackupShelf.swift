import Bridge
import Synchronization

/// Files of `?backup` in memory.
public final class BackupShelf: BackupKeeper {
    private struct State {
        var files: [BackupOwner: [BackupFileName: [UInt8]]] = [:]
        var isFull = false
    }

    private let state = Mutex(State())

    /// Empty.
    public init() {}

    /// From now on there is room, or none.
    public func setFull(_ isFull: Bool) { state.withLock { $0.isFull = isFull } }

    /// As `BackupKeeper.nextNumber`.
    public func nextNumber(of owner: BackupOwner, stem: String) -> Int {
        let names = state.withLock { $0.files[owner]?.keys.filter { $0.stem == stem } ?? [] }
        return (names.map(\.number).max() ?? 0) + 1
    }

    /// As `BackupKeeper.keep`.
    public func keep(_ text: [UInt8], as name: BackupFileName, of owner: BackupOwner) throws(BackupError) {
        let isFull = state.withLock { state in
            if !state.isFull { state.files[owner, default: [:]][name] = text }
            return state.isFull
        }
        if isFull { throw BackupError(.full, "no space left on device") }
    }

    /// A device's files by name, of every account.
    public func files(of device: String) -> [String: [UInt8]] {
        let all = state.withLock { $0.files }
        var found: [String: [UInt8]] = [:]
        for (owner, files) in all where owner.device == device {
            for (name, text) in files { found["\(name)"] = text }
        }
        return found
    }
}
