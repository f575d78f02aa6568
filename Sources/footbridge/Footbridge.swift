import ArgumentParser
import Glibc

/// The command line's root. Exit codes: 0 done, 1 failed, 2 misused.
struct Footbridge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "footbridge",
        abstract: "Keeps phones that speak SyncML in sync with a CalDAV/CardDAV server.",
        discussion: """
            First steps:
              footbridge serve --upstream https://cloud.example.org/
              footbridge check ann@example.org --password-stdin

            Then type http://THIS-MACHINE:8080/syncml into the phone, with the user name and password of the server.

            Every command takes --config FILE and --state DIR, works while the server runs, and ends with 0 when it is \
            done, 1 when it failed and 2 when it was called wrongly.
            """,
        version: Version.text,
        subcommands: [
            ServeCommand.self, CheckCommand.self, AccountCommand.self, DeviceCommand.self, HistoryCommand.self,
            UndoCommand.self, BackupCommand.self, RestoreCommand.self, BackupFilesCommand.self, DecodeCommand.self,
            EncodeCommand.self, PhoneCommand.self,
        ])
}

/// Runs the command line and ends the process with its exit code.
@main
enum Main {
    static func main() async {
        do {
            var command = try Footbridge.parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            exit(ExitStatus.report(error))
        }
    }
}
