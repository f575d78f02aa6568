import Foundation
import Synchronization

/// A real CalDAV/CardDAV server on a free loopback port with a private, empty store, for `alice` and `bob`.
///
/// `Tests/RealPeerTests/serve.py` knows how each is started. Ends with `stop()` or with its last reference.
public final class RealServer: Sendable {
    /// What it says of itself when it answers.
    private struct Announcement: Decodable {
        var name: String
        var url: String
        var user: String
        var password: String
    }

    /// Its name and version for test output: "Radicale 3.1.8".
    public let name: String
    /// The DAV root: "http://127.0.0.1:40123/".
    public let base: String
    /// The first user.
    public let user: String
    /// That user's password; without meaning where the server has no login.
    public let password: String
    /// Its configuration, store and logs.
    public let folder: TemporaryFolder
    private let arguments: [String]
    private let child: Mutex<ChildProcess?>

    private static let script = URL(filePath: #filePath).appending(path: "../../../../../Tests/RealPeerTests/serve.py")
        .standardized.path

    /// Starts a server by its name in `serve.py --list`, on a fresh port, with another port when somebody else was quicker.
    public init(_ name: String) async throws {
        folder = try TemporaryFolder(name)
        var last: (any Error)?
        for _ in 0..<3 {
            let arguments = [RealServer.script, name, folder.path, String(try LoopbackPort.free())]
            do {
                let (process, announcement) = try await RealServer.launch(arguments, folder)
                (self.name, base) = (announcement.name, announcement.url)
                (user, password) = (announcement.user, announcement.password)
                self.arguments = arguments
                child = Mutex(process)
                return
            } catch {
                last = error
            }
        }
        throw last ?? ChildProcess.LaunchError(description: "\(name) did not start")
    }

    deinit { stop() }

    /// Starts it again on the same port and store after `stop()`.
    public func start() async throws {
        let (process, _) = try await RealServer.launch(arguments, folder)
        child.withLock { $0 = process }
    }

    /// Ends its processes and waits for their end.
    public func stop() {
        let process = child.withLock { child in
            defer { child = nil }
            return child
        }
        process?.stop()
    }

    private static func launch(
        _ arguments: [String], _ folder: TemporaryFolder
    ) async throws -> (ChildProcess, Announcement) {
        let log = folder.path + "/log"
        try? FileManager.default.removeItem(atPath: log)
        let process = try ChildProcess(
            "/usr/bin/python3", arguments, log: log, home: folder.path,
            hint: "Scripts/install-dependencies.sh installs python3")
        let line = try await process.waitForLine { $0.hasPrefix("{") }
        return (process, try JSONDecoder().decode(Announcement.self, from: Data(line.utf8)))
    }
}
