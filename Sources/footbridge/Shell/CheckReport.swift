import Bridge
import Synchronization

/// Prints the lines of a check as they come, or all at once as JSON.
final class CheckReport: Sendable {
    private let isJSON: Bool
    private let lines = Mutex<[CheckLine]>([])

    init(isJSON: Bool) { self.isJSON = isJSON }

    var hasFailed: Bool { lines.withLock { $0.contains { $0.status == .fail } } }

    func add(_ line: CheckLine) {
        lines.withLock { $0.append(line) }
        if !isJSON { Console.say(Table.visible(line.description)) }
    }

    func finish() throws {
        if isJSON { Console.say(try JSON.text(lines.withLock { $0 })) }
    }
}
