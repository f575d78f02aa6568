import ArgumentParser
import Bridge
import Mapping

/// `footbridge restore`: a backup takes the place of the state.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a backup in the place of the state; the server must be stopped.",
        discussion: """
            The backup is checked first. The state it replaces stays beside it, with .before-restore in its name. Phones \
            have moved on since the backup, so their next sync compares everything; nothing is lost or doubled by it.

            A backup holds no key. With the key file of the state it was made from in the state folder, all stored \
            passwords work; without it the command says which have to be entered again.

            Example:
              footbridge restore /var/backups/footbridge.sqlite --state /var/lib/footbridge
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("A file that footbridge backup wrote.", valueName: "file"))
    var file: String

    func run() throws {
        let folder = try StateFolder(try common.statePath(try common.configuration()))
        let restored: StateRestore
        do {
            restored = try StateRestore(of: file, into: folder)
        } catch let error as StoreError {
            throw Failure("\(error.reason); nothing was changed")
        }
        Console.say("restored \(file) into \(folder.path)")
        if let replaced = restored.replaced { Console.say("the state before is kept in \(replaced)") }
        let place = try Workplace.open(common, makesState: false)
        defer { place.close() }
        let lines = try SealedPasswords(store: place.store, secrets: place.dependencies.secrets).settle()
        if !lines.isEmpty {
            Console.say("the key in \(folder.keyPath) is not the one these passwords were sealed with:")
            for line in lines { Console.say("  \(Table.visible(line))") }
        }
    }
}
