import Foundation
import SyncTypes

/// A phone as a folder: one file is one item, and whatever the user does to the files is found at the next sync.
///
/// Files with another extension than the store's format, hidden files and folders are not items; `ignored(in:)` lists
/// them.
public struct FolderStore: PhoneStore, Sendable {
    /// What the phone remembers; written by `save()`.
    public var memory: PhoneMemory
    /// Where the files are.
    public let folder: PhoneFolder
    private var savedMemory: PhoneMemory?

    /// Opens a folder that was set up. `PhoneError.storage` when its state cannot be read.
    public init(_ folder: PhoneFolder) throws(PhoneError) {
        self.folder = folder
        guard FileManager.default.fileExists(atPath: folder.stateFile) else {
            memory = PhoneMemory()
            return
        }
        let bytes = try PhoneFolder.read(folder.stateFile)
        do {
            memory = try JSONDecoder().decode(PhoneMemory.self, from: Data(bytes))
        } catch {
            throw PhoneError(
                .storage,
                "\(folder.stateFile) cannot be understood; remove it and the next sync is a slow one: \(error)")
        }
        savedMemory = memory
    }

    /// The LUIDs of a store: its files' names without extension.
    public func luids(in store: StoreConfiguration) throws(PhoneError) -> [LUID] {
        try names(in: store).compactMap { FolderStore.luid(of: $0, in: store) }.sorted(by: LUID.phoneOrder)
    }

    /// Visible files of the store's folder that are no items.
    public func ignored(in store: StoreConfiguration) throws(PhoneError) -> [String] {
        try names(in: store).filter { !$0.hasPrefix(".") && FolderStore.luid(of: $0, in: store) == nil }.sorted()
    }

    /// One file's content.
    public func read(_ luid: LUID, in store: StoreConfiguration) throws(PhoneError) -> [UInt8]? {
        let path = path(of: luid, in: store)
        guard FolderStore.isName(luid.rawValue), FileManager.default.fileExists(atPath: path) else { return nil }
        return try PhoneFolder.read(path)
    }

    /// Writes one file at once, never half.
    public mutating func write(_ text: [UInt8], as luid: LUID, in store: StoreConfiguration) throws(PhoneError) {
        guard FolderStore.isName(luid.rawValue) else {
            throw PhoneError(.storage, "\"\(luid)\" cannot be the name of a file")
        }
        try PhoneFolder.makeFolder(folder.folder(of: store), mode: 0o755)
        try PhoneFolder.write(text, to: path(of: luid, in: store), mode: 0o644)
    }

    /// Removes one file.
    public mutating func remove(_ luid: LUID, in store: StoreConfiguration) throws(PhoneError) {
        let path = path(of: luid, in: store)
        guard FolderStore.isName(luid.rawValue), FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw PhoneError(.storage, "\(path) cannot be removed: \(error.localizedDescription)")
        }
    }

    /// Writes the memory when it has changed.
    public mutating func save() throws(PhoneError) {
        guard memory != savedMemory else { return }
        try PhoneFolder.makeFolder(folder.hiddenFolder, mode: 0o700)
        try PhoneFolder.write(PhoneFolder.json(memory), to: folder.stateFile, mode: 0o600)
        savedMemory = memory
    }

    private func path(of luid: LUID, in store: StoreConfiguration) -> String {
        "\(folder.folder(of: store))/\(luid.rawValue).\(store.format.fileExtension)"
    }

    private func names(in store: StoreConfiguration) throws(PhoneError) -> [String] {
        let path = folder.folder(of: store)
        guard FileManager.default.fileExists(atPath: path) else {
            // A folder that is gone (a stick not mounted, a slip of the hand) is no wish to delete every item.
            guard memory.stores[store.name]?.known.isEmpty ?? true else {
                throw PhoneError(.storage, "the folder \(path) is gone; make it again, empty, to delete all its items")
            }
            return []
        }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw PhoneError(.storage, "\(path) cannot be listed: \(error.localizedDescription)")
        }
    }

    private static func luid(of name: String, in store: StoreConfiguration) -> LUID? {
        let suffix = "." + store.format.fileExtension
        guard !name.hasPrefix("."), name.hasSuffix(suffix), name.count > suffix.count else { return nil }
        return LUID(String(name.dropLast(suffix.count)))
    }

    /// A LUID becomes a file name: it may not lead out of the folder.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.utf8.contains(0)
    }
}
