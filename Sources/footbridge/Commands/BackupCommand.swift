import ArgumentParser
import Bridge
import Mapping

/// `footbridge backup`: the state in one file, while the server runs.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Writes the state into one file; the server may go on running.",
        discussion: """
            The file holds accounts, devices, the copies of their items and the journal, for its owner alone (0600). The \
            key that opens the stored passwords is not in it, so that a backup alone opens none: keep a copy of the file \
            named key in the state folder somewhere else. Without it stored passwords have to be entered again.

            Examples:
              footbridge backup /var/backups/footbridge.sqlite
              footbridge backup nightly.sqlite --force
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("The file to write.", valueName: "file"))
    var file: String

    @Flag(help: "Replace a file of that name.")
    var force = false

    func run() throws {
        let place = try Workplace.open(common, makesState: false)
        defer { place.close() }
        do {
            try place.store.backUp(to: file, replaces: force)
        } catch let error as StoreError {
            throw Failure("\(error.reason)\(force ? "" : "; --force replaces a file")")
        }
        Console.say("wrote \(file); the key stays in \(place.folder.keyPath), keep a copy of it elsewhere")
    }
}
