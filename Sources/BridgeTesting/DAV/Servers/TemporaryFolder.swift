import Foundation

/// A private folder that goes away with its owner; in memory where the system has such a place.
public final class TemporaryFolder: Sendable {
    /// Absolute path without a final slash, mode 0700.
    public let path: String

    /// Makes the folder.
    public init(_ name: String) throws {
        let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : FileManager.default.temporaryDirectory.path
        var template = Array("\(parent)/footbridge-\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw ChildProcess.LaunchError(description: "no folder could be made in \(parent)")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a text file into it and returns its path.
    public func write(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}
