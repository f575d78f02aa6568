import ArgumentParser
import Bridge

/// `footbridge history`: what moved where.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Shows syncs and what they changed at the server, newest first.",
        discussion: """
            In a sync's line, < counts what came from the device and > what went to it: + added, ~ changed, - deleted.

            ENTRY and SESSION are what `footbridge undo` takes: 12 is one entry, s7 a whole session, u3 an undo.

            Examples:
              footbridge history
              footbridge history --account ann --limit 200
              footbridge history --device 3 --json
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "Only this account.")
    var account: String?

    @Option(help: "Only this device, by number or own name.")
    var device: String?

    @Option(help: "At most so many lines.")
    var limit = 50

    @Flag(help: "Print JSON; times in seconds since 1970 UTC.")
    var json = false

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be at least 1.") }
    }

    func run() throws {
        let place = try Workplace.open(common, makesState: false)
        defer { place.close() }
        let lines = try History(store: place.store).lines(account: account, device: device, limit: limit)
        if json {
            Console.say(try JSON.text(lines))
            return
        }
        var table = Table(["ENTRY", "SESSION", "TIME", "ACCOUNT", "DEVICE", "WHAT", "DETAIL"])
        for line in lines {
            table.add([
                line.entry.map { "\($0)" } ?? "-",
                line.session.map { "s\($0)" } ?? line.step.map { "u\($0)" } ?? "-",
                Moment.local(line.at), line.account ?? "-", line.device ?? "-", line.what, HistoryCommand.detail(line),
            ])
        }
        Console.say(table.isEmpty ? "nothing has happened yet" : table.text)
    }

    private static func detail(_ line: HistoryLine) -> String {
        guard let sync = line.sync else {
            let text = [line.summary, line.detail].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
            return line.undoneBy.map { "\(text)  (undone by \($0))" } ?? text
        }
        var text = "\(sync.datastore ?? "?") \(sync.mode)  <\(counts(sync.fromDevice))  >\(counts(sync.toDevice))"
        if sync.conflicts > 0 { text += "  conflicts \(sync.conflicts)" }
        if sync.rejected > 0 { text += "  rejected \(sync.rejected)" }
        return text
    }

    private static func counts(_ counts: HistoryLine.Counts) -> String {
        "+\(counts.added) ~\(counts.changed) -\(counts.deleted)"
    }
}
