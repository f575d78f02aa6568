import ArgumentParser
import Bridge

/// `footbridge undo`: takes back what a device did at the server.
struct UndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Takes back a change, all of a session, or an undo.",
        discussion: """
            TARGET is what `footbridge history` shows: 12 is one entry, s7 all that session 7 changed at the server, u3 all \
            that undo 3 did.

            Later changes survive: only what the undone change touched goes back, and what somebody has changed again since \
            stays and is named. The phones get the result at their next sync.

            Exit code 0 when all of it is undone, 1 when something could not be.

            Examples:
              footbridge history --account ann
              footbridge undo s7 --dry-run
              footbridge undo s7
              footbridge undo u1
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "Entry (12), session (s7) or undo (u3).")
    var target: String

    @Flag(help: "Only tell what would happen.")
    var dryRun = false

    @Flag(help: "Take the upstream password from the first line of standard input.")
    var passwordStdin = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if UndoTarget(target) == nil {
            throw ValidationError("\(target) is neither an entry (12), a session (s7) nor an undo (u3).")
        }
    }

    func run() async throws {
        let place = try Workplace.open(common, makesState: false)
        defer { place.close() }
        guard let target = UndoTarget(target) else { throw ValidationError("\(target) cannot be undone.") }
        let password = passwordStdin ? try Console.secret("password at the server") : nil
        let undo = Undo(settings: place.settings, dependencies: place.dependencies)
        let report = try await undo.run(target, isDryRun: dryRun, password: password)
        Console.say(json ? try JSON.text(report) : UndoCommand.text(report))
        if !report.isComplete { throw ExitCode(ExitStatus.failed) }
    }

    private static func text(_ report: UndoReport) -> String {
        var table = Table(["ENTRY", "ITEM", report.isDryRun ? "WOULD BE" : "IS", "DETAIL"])
        for line in report.lines {
            table.add(["\(line.entry)", line.summary, words(line.outcome), detail(line)])
        }
        var lines = [table.text]
        if report.isDryRun { lines.append("nothing was written") }
        if let step = report.step { lines.append("footbridge undo u\(step) takes this back") }
        return lines.joined(separator: "\n")
    }

    private static func words(_ outcome: UndoLine.Outcome) -> String {
        switch outcome {
        case .restored: "restored"
        case .changed: "changed back"
        case .removed: "removed"
        case .nothing: "unchanged"
        case .conflict: "in conflict"
        case .failed: "not undone"
        case .untried: "not tried"
        }
    }

    private static func detail(_ line: UndoLine) -> String {
        var parts: [String] = []
        if !line.properties.isEmpty { parts.append(line.properties.joined(separator: ", ")) }
        if !line.conflicts.isEmpty {
            let names = line.conflicts.map { $0.lost.isEmpty ? $0.property : "\($0.property) (was \($0.lost))" }
            parts.append("changed again since and kept: \(names.joined(separator: ", "))")
        }
        if let reason = line.reason { parts.append(reason) }
        return parts.joined(separator: "; ")
    }
}
