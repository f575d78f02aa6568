import ArgumentParser
import Bridge
import Mapping

extension AccountCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Adds a stored account.",
            discussion: """
                Passwords come from standard input, one line each, the server's first. Without --device-password-stdin a \
                password that is easy to type on a keypad is made and printed once. Without --password-stdin the server is \
                taken to have no authentication.

                Examples:
                  echo secret | footbridge account add ann --upstream https://cloud.example.org/ --password-stdin
                  printf 'secret\\nadgj\\n' | footbridge account add ann --user ann@example.org --password-stdin \
                --device-password-stdin
                  footbridge account add home --upstream http://localhost:8081/ --create tasks,notes
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "Login name on the phone.")
        var name: String

        @Option(help: "The server; without it the one of the configuration.")
        var upstream: String?

        @Option(help: "User name at the server; without it the login name.")
        var user: String?

        @Flag(help: "Read the server's password from standard input.")
        var passwordStdin = false

        @Flag(help: "Read the device password from standard input.")
        var devicePasswordStdin = false

        @Option(help: "Make missing collections at the server: any of contacts, calendar, tasks, notes.")
        var create: String?

        @Flag(inversion: .prefixedNo, help: "Try the login before storing it.")
        var check = true

        func run() async throws {
            let creations = try create.map { try AccountAdministration.Creation.list($0) } ?? []
            let password = passwordStdin ? try Console.secret("password at the server") : nil
            let devicePassword = devicePasswordStdin ? try Console.secret("device password") : nil
            let place = try Workplace.open(common, makesState: true)
            defer { place.close() }
            let added = try await place.accounts.add(
                .init(
                    name: name, upstream: upstream, user: user, password: password, devicePassword: devicePassword,
                    isChecked: check))
            Console.say("added \(name) at \(added.account.upstreamURL)")
            if let made = added.madePassword { Console.say("device password (shown once): \(made)") }
            guard !creations.isEmpty else { return }
            for line in try await place.accounts.create(creations, for: added.account) { Console.say(line) }
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "password",
            abstract: "Changes the device password of a stored account, or the server's.",
            discussion: """
                Without options a new device password is made, printed once, and replaces the old ones. With both stdin \
                options the server's line comes first.

                Examples:
                  footbridge account password ann
                  footbridge account password ann --add --label tablet
                  echo newsecret | footbridge account password ann --password-stdin
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "Login name on the phone.")
        var name: String

        @Flag(help: "Read the server's new password from standard input.")
        var passwordStdin = false

        @Flag(help: "Read the device password from standard input.")
        var devicePasswordStdin = false

        @Flag(help: "Keep the present device passwords beside the new one.")
        var add = false

        @Option(help: "What the device password is for.")
        var label: String?

        @Flag(inversion: .prefixedNo, help: "Try the server's password before storing it.")
        var check = true

        func run() async throws {
            let password = passwordStdin ? try Console.secret("password at the server") : nil
            let devicePassword = devicePasswordStdin ? try Console.secret("device password") : nil
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            if let password {
                try await place.accounts.setUpstreamPassword(name, password, isChecked: check)
                Console.say("the server's password of \(name) is changed")
            }
            guard !passwordStdin || devicePasswordStdin || add || label != nil else { return }
            let made = try place.accounts.setDevicePassword(
                name, devicePassword, besideOthers: add, label: label ?? "")
            Console.say(
                made.map { "device password (shown once): \($0)" } ?? "the device password of \(name) is changed")
        }
    }
}
