import Foundation
import Synchronization

/// A program started by a test: always ended by its pid, at the latest when the test process exits.
public final class ChildProcess: Sendable {
    /// The program could not be started.
    public struct LaunchError: Error, CustomStringConvertible {
        /// What to do about it.
        public let description: String
    }

    /// The process id.
    public let pid: pid_t
    /// Where its output goes.
    public let log: String
    /// True once it has been waited for.
    private let isOver = Mutex(false)

    /// Starts a program. `hint` is what to do when it is missing.
    public init(_ program: String, _ arguments: [String], log: String, home: String, hint: String) throws {
        guard access(program, X_OK) == 0 else {
            throw LaunchError(description: "\(program) is not there: \(hint)")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Nothing of ours stays open in it: a test's own listener would seem alive after its end.
        for descriptor in Int32(3)..<256 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        let environment = ["PATH=/usr/bin:/bin", "HOME=\(home)", "LANG=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1"]
        let words = ([program] + arguments).map { strdup($0) }
        let settings = environment.map { strdup($0) }
        defer { (words + settings).forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, program, &actions, nil, words + [nil], settings + [nil])
        guard code == 0 else {
            throw LaunchError(description: "\(program) could not be started: \(String(cString: strerror(code)))")
        }
        pid = child
        self.log = log
        ChildProcess.register(child)
    }

    deinit { stop() }

    /// True while it runs.
    public var isRunning: Bool {
        isOver.withLock { isOver in
            if isOver { return false }
            isOver = waitpid(pid, nil, WNOHANG) == pid
            if isOver { ChildProcess.forget(pid) }
            return !isOver
        }
    }

    /// Ends it: SIGTERM (or the given signal), after fifteen seconds SIGKILL. Returns when it is gone.
    public func stop(signal: Int32 = SIGTERM) {
        isOver.withLock { isOver in
            guard !isOver else { return }
            kill(pid, signal)
            for _ in 0..<1500 {
                isOver = waitpid(pid, nil, WNOHANG) == pid
                if isOver { break }
                usleep(10_000)
            }
            if !isOver {
                kill(pid, SIGKILL)
                waitpid(pid, nil, 0)
                isOver = true
            }
            ChildProcess.forget(pid)
        }
    }

    /// The last lines of its output.
    public var logTail: String {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(20).joined(separator: "\n")
    }

    /// Waits until something accepts connections on the loopback port. Throws with the log when the program ends before.
    public func waitForPort(_ port: UInt16, seconds: Double = 20) async throws {
        try await wait("listened on port \(port)", seconds) { LoopbackPort.accepts(port) ? () : nil }
    }

    /// Waits for a line of its output. Throws with the log when the program ends before.
    public func waitForLine(seconds: Double = 60, _ isIt: (Substring) -> Bool) async throws -> Substring {
        try await wait("said that it is ready", seconds) {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            // The last one may be half written.
            return text.hasSuffix("\n") ? text.split(separator: "\n").first(where: isIt) : nil
        }
    }

    /// Looks again and again, since neither a foreign port nor a file tells when it is ready.
    private func wait<Found>(_ what: String, _ seconds: Double, _ look: () -> Found?) async throws -> Found {
        let step = 0.01
        for _ in 0..<Int(seconds / step) {
            let hasEnded = !isRunning
            if let found = look() { return found }
            guard !hasEnded else { throw LaunchError(description: "pid \(pid) ended before it \(what):\n\(logTail)") }
            try await Task.sleep(for: .seconds(step))
        }
        throw LaunchError(description: "pid \(pid) has not \(what) after \(seconds) s:\n\(logTail)")
    }

    // MARK: Nothing outlives the test process

    private static let running = Mutex<Set<pid_t>>([])
    private static let cleanup: Void = {
        atexit {
            ChildProcess.running.withLock { pids in
                for pid in pids { kill(pid, SIGKILL) }
            }
        }
        return ()
    }()

    private static func register(_ pid: pid_t) {
        _ = cleanup
        running.withLock { _ = $0.insert(pid) }
    }

    private static func forget(_ pid: pid_t) { running.withLock { _ = $0.remove(pid) } }
}
