import Foundation
import Synchronization

/// A real CalDAV/CardDAV server on a free loopback port with a private, empty store.
///
/// Ends with `stop()` or with its last reference.
public final class RealServer: Sendable {
    /// Its name for test output: "Radicale".
    public let name: String
    /// "http://127.0.0.1:40123/".
    public let base: String
    /// The port in `base`.
    public let port: UInt16
    /// The first user.
    public let user: String
    /// That user's password; without meaning where the server has no login.
    public let password: String
    /// Its configuration, store and log.
    public let folder: TemporaryFolder
    private let program: String
    private let arguments: [String]
    private let child: Mutex<ChildProcess?>

    init(
        name: String, port: UInt16, user: String, password: String, folder: TemporaryFolder, program: String,
        arguments: [String]
    ) {
        self.name = name
        base = "http://127.0.0.1:\(port)/"
        self.port = port
        self.user = user
        self.password = password
        self.folder = folder
        self.program = program
        self.arguments = arguments
        child = Mutex(nil)
    }

    deinit { stop() }

    /// Starts it, or starts it again on the same port and store after `stop()`.
    public func start() async throws {
        let process = try ChildProcess(
            program, arguments, log: folder.path + "/log", home: folder.path,
            hint: "`make test` installs \(name)")
        child.withLock { $0 = process }
        try await process.waitForPort(port)
    }

    /// Ends the process and waits for its end; SIGKILL for an end like a power cut.
    public func stop(signal: Int32 = SIGTERM) {
        let process = child.withLock { child in
            defer { child = nil }
            return child
        }
        process?.stop(signal: signal)
    }

    /// The last lines of its output.
    public var logTail: String { child.withLock { $0?.logTail ?? "" } }

    /// Starts a server on a fresh port, with another port when somebody else was quicker.
    static func launch(_ make: (UInt16) throws -> RealServer) async throws -> RealServer {
        var last: (any Error)?
        for _ in 0..<3 {
            let server = try make(try LoopbackPort.free())
            do {
                try await server.start()
                return server
            } catch {
                server.stop()
                last = error
                if access(server.program, X_OK) != 0 { break }
            }
        }
        throw last ?? ChildProcess.LaunchError(description: "the server did not start")
    }
}
