import ArgumentParser
import Bridge

/// `footbridge account`: who may sync, and what their phones see.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Adds, lists and changes accounts.",
        discussion: """
            A pass-through account needs no command: a phone's first login with the server's own user name and password \
            enrols it. A stored account has a device password of its own, so that the phone never holds the server's; it \
            is also the way to servers without authentication.

            Examples:
              echo secret | footbridge account add ann --upstream https://cloud.example.org/ --password-stdin
              footbridge account set ann calendar=Personal,Work conflict=server-wins window=-30..90
              footbridge account password ann
              footbridge account disable ann
            """,
        subcommands: [
            Add.self, List.self, Enable.self, Disable.self, Remove.self, Password.self, Set.self,
        ])
}

extension AccountCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists the accounts; no password is shown.")

        @OptionGroup var common: CommonOptions

        @Flag(help: "Print JSON.")
        var json = false

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let accounts = try place.accounts.list()
            if json {
                Console.say(try JSON.text(accounts))
                return
            }
            var table = Table(["NAME", "KIND", "STATE", "UPSTREAM", "USER", "PASSWORD", "DEVICES", "SETTINGS"])
            for account in accounts {
                let settings = account.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                table.add([
                    account.name, account.kind, account.isEnabled ? "enabled" : "disabled", account.upstream,
                    account.user, account.password, "\(account.devices)", settings.joined(separator: " "),
                ])
            }
            Console.say(table.isEmpty ? "no accounts yet" : table.text)
        }
    }

    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "enable", abstract: "Lets a disabled account in again.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Login name on the phone.")
        var name: String

        func run() throws { try AccountCommand.enable(common, name, true) }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable", abstract: "Keeps an account out; nothing of it is removed.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Login name on the phone.")
        var name: String

        func run() throws { try AccountCommand.enable(common, name, false) }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Removes an account with its devices and history.",
            discussion: "Nothing is removed at the server or on the phones. A pass-through user may enrol again.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Login name on the phone.")
        var name: String

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            try place.accounts.remove(name)
            Console.say("removed \(name)")
        }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Changes settings of an account.",
            discussion: "Keys (KEY= takes one away):\n"
                + AccountSetting.allCases.map { "  \($0.rawValue)=  \($0.expectation)" }.joined(separator: "\n")
                + "\n\nExample:\n  footbridge account set ann calendar=Personal,Work conflict=server-wins")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Login name on the phone.")
        var name: String

        @Argument(help: ArgumentHelp("What to store.", valueName: "key=value"))
        var assignments: [String]

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            try place.accounts.set(name, assignments)
        }
    }

    private static func enable(_ common: CommonOptions, _ name: String, _ isEnabled: Bool) throws {
        let place = try Workplace.open(common, makesState: false)
        defer { place.close() }
        try place.accounts.enable(name, isEnabled)
        Console.say("\(name) is \(isEnabled ? "enabled" : "disabled")")
    }
}
