import Foundation

/// The names inside a phone's folder, and the small file work on them.
///
///     DIR/contacts/1.vcf              one file = one item, its name = the LUID
///     DIR/.phone/configuration.json   for the owner alone: it holds the password
///     DIR/.phone/state.json           anchors, nonce, what the server knows
public struct PhoneFolder: Hashable, Sendable {
    /// The folder.
    public let path: String

    /// Names a folder; nothing is created.
    public init(_ path: String) {
        var trimmed = path
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        self.path = trimmed
    }

    /// DIR/.phone
    public var hiddenFolder: String { path + "/.phone" }
    /// DIR/.phone/configuration.json
    public var configurationFile: String { hiddenFolder + "/configuration.json" }
    /// DIR/.phone/state.json
    public var stateFile: String { hiddenFolder + "/state.json" }
    /// DIR/name
    public func folder(of store: StoreConfiguration) -> String { path + "/" + store.name }

    /// True when the folder has been set up as a phone.
    public var isSetUp: Bool { FileManager.default.fileExists(atPath: configurationFile) }

    /// Reads the configuration. `PhoneError.configuration` says what to do when there is none.
    public func configuration() throws(PhoneError) -> PhoneConfiguration {
        guard isSetUp else {
            throw PhoneError(.configuration, "\(path) is no phone yet: run \"footbridge phone \(path) setup\" first")
        }
        let bytes = try PhoneFolder.read(configurationFile)
        do {
            return try JSONDecoder().decode(PhoneConfiguration.self, from: Data(bytes))
        } catch {
            throw PhoneError(.configuration, "\(configurationFile) cannot be understood: \(error)")
        }
    }

    /// Creates the folders that are missing and writes the configuration, readable by the owner alone.
    ///
    /// A phone that is set up again forgets what it had agreed on under settings that are no longer true.
    public func setUp(_ configuration: PhoneConfiguration) throws(PhoneError) {
        try configuration.validate()
        if let old = try? self.configuration(), old != configuration {
            var store = try FolderStore(self)
            store.memory.adapt(from: old, to: configuration)
            try store.save()
        }
        try PhoneFolder.makeFolder(hiddenFolder, mode: 0o700)
        for store in configuration.stores { try PhoneFolder.makeFolder(folder(of: store), mode: 0o755) }
        try PhoneFolder.write(PhoneFolder.json(configuration), to: configurationFile, mode: 0o600)
    }

    static func makeFolder(_ path: String, mode: Int) throws(PhoneError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
        } catch {
            throw PhoneError(.storage, "the folder \(path) cannot be made: \(error.localizedDescription)")
        }
    }

    static func read(_ path: String) throws(PhoneError) -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw PhoneError(.storage, "\(path) cannot be read: \(error.localizedDescription)")
        }
    }

    /// Writes beside the file and renames, so that a reader sees the old content or the new one.
    static func write(_ bytes: [UInt8], to path: String, mode: Int) throws(PhoneError) {
        do {
            let name = path.split(separator: "/").last.map(String.init) ?? "file"
            let folder = path.dropLast(name.count)
            let temporary = "\(folder).\(name).new"
            try? FileManager.default.removeItem(atPath: temporary)
            guard
                FileManager.default.createFile(
                    atPath: temporary, contents: nil, attributes: [.posixPermissions: mode]),
                let handle = FileHandle(forWritingAtPath: temporary)
            else { throw PhoneError(.storage, "\(temporary) cannot be made") }
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
            try handle.close()
            guard rename(temporary, path) == 0 else {
                throw PhoneError(.storage, "\(temporary) cannot be renamed to \(path)")
            }
        } catch let error as PhoneError {
            throw error
        } catch {
            throw PhoneError(.storage, "\(path) cannot be written: \(error.localizedDescription)")
        }
    }

    static func json(_ value: some Encodable) throws(PhoneError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(value)) + [0x0A]
        } catch {
            throw PhoneError(.storage, "a value cannot be written as JSON: \(error)")
        }
    }
}
