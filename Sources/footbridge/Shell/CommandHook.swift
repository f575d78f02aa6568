import Bridge
import Foundation

/// A program that delivers alerts: run directly, without a shell, its output thrown away.
struct CommandHook: AlertHook {
    let command: [AlertTemplate]
    /// Seconds after which it is stopped.
    let patience: Int

    /// Seconds between the request to end and the end.
    private static let grace = 5

    func deliver(_ parcel: AlertParcel) async throws(AlertError) {
        let words = try parcel.arguments(command)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        // The bridge's own settings are none of its business, and may hold secrets.
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix(ConfigurationKey.prefix) }
        process.environment = inherited.merging(parcel.environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        switch await CommandHook.run(process, patience: patience) {
        case .ended(0): return
        case .ended(let status):
            throw AlertError(.refused, "\(words[0]) ended with \(status)")
        case .killed:
            throw AlertError(.timedOut, "\(words[0]) took more than \(patience) s and was stopped")
        case .notStarted(let reason):
            throw AlertError(.unreachable, "\(words[0]) cannot be run: \(reason)")
        }
    }

    private enum Outcome: Sendable {
        case ended(Int32)
        case killed
        case notStarted(String)
    }

    private enum Event: Sendable {
        case ended(Int32)
        case stopped, cancelled
    }

    private static func run(_ process: Process, patience: Int) async -> Outcome {
        let ended = AsyncStream<Int32> { stream in
            process.terminationHandler = { process in
                stream.yield(
                    process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus)
                stream.finish()
            }
        }
        do {
            try process.run()
        } catch {
            return .notStarted(error.localizedDescription)
        }
        let number = process.processIdentifier
        return await withTaskGroup(of: Event.self) { group in
            group.addTask {
                for await status in ended { return .ended(status) }
                return .cancelled
            }
            group.addTask { await stop(number, after: patience) }
            var status: Int32 = -1
            var wasStopped = false
            for await event in group {
                switch event {
                case .ended(let number):
                    status = number
                    group.cancelAll()
                case .stopped: wasStopped = true
                case .cancelled: break
                }
            }
            return wasStopped ? .killed : .ended(status)
        }
    }

    /// Asks a program to end when its time is over, and ends it when it does not. Cancelled when it has ended.
    private static func stop(_ number: Int32, after patience: Int) async -> Event {
        guard (try? await Task.sleep(for: .seconds(patience))) != nil else { return .cancelled }
        kill(number, SIGTERM)
        guard (try? await Task.sleep(for: .seconds(grace))) != nil else { return .stopped }
        kill(number, SIGKILL)
        return .stopped
    }
}
