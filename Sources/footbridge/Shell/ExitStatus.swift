import ArgumentParser
import Glibc

/// A failure to tell the admin: what is wrong, and what to do.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// How a process ends.
enum ExitStatus {
    /// The command failed.
    static let failed: Int32 = 1
    /// The command was called wrongly.
    static let misused: Int32 = 2

    /// Tells an error, or a help text, where it belongs, and answers the exit code.
    static func report(_ error: any Error) -> Int32 {
        let code = Footbridge.exitCode(for: error)
        switch code {
        case .success:
            Console.say(Footbridge.fullMessage(for: error))
            return 0
        case .validationFailure:
            Console.complain(Footbridge.fullMessage(for: error))
            return misused
        default:
            if error is ExitCode { return code.rawValue }
            Console.complain("footbridge: \(Footbridge.message(for: error))")
            return failed
        }
    }
}
