import ArgumentParser
import Phone
import SyncMLFront
import SyncTypes

/// `footbridge phone`: a SyncML phone in a folder, for trying a server without a phone.
struct PhoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phone",
        abstract: "A SyncML phone in a folder: one file is one item.",
        usage: "footbridge phone <dir> setup | sync | status ...",
        discussion: """
            DIR/contacts/*.vcf, DIR/calendar/*.ics, DIR/tasks/*.ics and DIR/notes/*.txt are the phone's items: make, edit \
            and delete files, then sync. What the phone remembers is in DIR/.phone.

            Examples:
              footbridge phone ~/phone setup --url http://localhost:8080/syncml --user ann --password-stdin
              footbridge phone ~/phone sync
              footbridge phone ~/phone sync --mode slow contacts
              footbridge phone ~/phone status
            """,
        subcommands: [PhoneSetup.self, PhoneSync.self, PhoneStatus.self])

    @Argument(help: "The phone's folder.", completion: .directory)
    var dir: String

    /// The phone's folder.
    var folder: PhoneFolder { PhoneFolder(dir) }

    func run() async throws {
        throw ValidationError("What shall the phone in \"\(dir)\" do? Say setup, sync or status after the folder.")
    }
}

/// `footbridge phone DIR setup`: makes the folder and writes its settings.
struct PhoneSetup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Makes a phone of a folder, or changes the settings of one.",
        usage: "footbridge phone <dir> setup --url <url> --user <name> (--password-stdin | --password-file <file>) ...",
        discussion: """
            The phone's items and what it remembers of earlier syncs stay when it is set up again, and so does its device \
            id unless --device-id gives another. The password is kept in DIR/.phone/configuration.json, which only its \
            owner can read.

            Formats of --store: vcard21, vcard30, vcal10, ical20, text. Without it: contacts, calendar, tasks and notes, \
            in vCard 3.0 and iCalendar 2.0.
            """)

    @ParentCommand var phone: PhoneCommand

    @Option(help: ArgumentHelp("Where the server speaks SyncML.", valueName: "url"))
    var url: String

    @Option(help: ArgumentHelp("User name.", valueName: "name"))
    var user: String

    @Flag(help: "Take the password from the first line of standard input.")
    var passwordStdin = false

    @Option(help: ArgumentHelp("Take the password from the first line of a file.", valueName: "file"))
    var passwordFile: String?

    @Option(help: ArgumentHelp("The phone's own name, such as IMEI:004400112233445.", valueName: "id"))
    var deviceID: String?

    @Option(help: "SyncML version: 1.0, 1.1 or 1.2.")
    var syncml: ProtocolVersion = .v12

    @Flag(exclusivity: .exclusive, help: "Form of the messages.")
    var encoding: PhoneEncoding = .wbxml

    @Option(help: "How to prove the password at first.")
    var auth: PhoneAuthentication = .md5

    @Flag(help: "Hold contacts as vCard 2.1, events and tasks as vCalendar 1.0.")
    var oldFormats = false

    @Option(help: ArgumentHelp("Largest message in bytes, both ways.", valueName: "bytes"))
    var maxMessageSize: Int = 64_000

    @Option(help: ArgumentHelp("Behave like a family of clients.", valueName: "family"))
    var like: PhoneFamily?

    @Option(
        help: ArgumentHelp(
            "One habit, once for each: finalEarly=true, saysTwice=true, followsRespURI=false, repeatsAfterLoss=3 ...",
            discussion: "A wrong name shows all of them.", valueName: "name=value"))
    var habit: [String] = []

    @Option(
        help: ArgumentHelp("What the phone calls itself in its device information.", valueName: "maker/model/version"))
    var model: String?

    @Option(help: ArgumentHelp("A store and its format, once for each.", valueName: "name=format[:uri]"))
    var store: [String] = []

    func validate() throws {
        guard passwordStdin != (passwordFile != nil) else {
            throw ValidationError("Give the password by --password-stdin or by --password-file FILE.")
        }
        if oldFormats, !store.isEmpty {
            throw ValidationError("--old-formats is for the usual stores; with --store say the format of each.")
        }
        for argument in store where StoreConfiguration(argument: argument) == nil {
            let formats = PhoneFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--store \(argument) is not NAME=FORMAT[:URI] with a format of \(formats).")
        }
        do {
            try settings(password: "", deviceID: "x").validate()
        } catch {
            throw ValidationError("\(error.reason).")
        }
    }

    func run() throws {
        let folder = phone.folder
        let known = folder.isSetUp ? try? folder.configuration() : nil
        let password = try password()
        let settings: PhoneConfiguration
        do {
            settings = try self.settings(
                password: password, deviceID: deviceID ?? known?.deviceID ?? PhoneSetup.newID())
            try folder.setUp(settings)
        } catch {
            throw Failure(error.reason)
        }
        Console.say("\(folder.path) is \(settings.deviceID), user \(user) at \(url)")
        for store in settings.stores {
            Console.say(
                "  \(store.name)/*.\(store.format.fileExtension)  \(store.format.contentType) as \"\(store.uri)\"")
        }
        if PhoneSetup.hasNoPath(url) {
            Console.complain("footbridge: \(url) has no path; footbridge serve answers at /syncml")
        }
        Console.say("Next: footbridge phone \(folder.path) sync")
    }

    private func settings(password: String, deviceID: String) throws(PhoneError) -> PhoneConfiguration {
        let stores =
            store.isEmpty
            ? StoreConfiguration.standard(oldFormats: oldFormats)
            : store.compactMap { StoreConfiguration(argument: $0) }
        var configuration = PhoneConfiguration(
            url: url, user: user, password: password, deviceID: deviceID, version: syncml, encoding: encoding.wire,
            authentication: auth.scheme, maxMessageSize: maxMessageSize, stores: stores,
            habits: like?.habits ?? PhoneHabits())
        configuration.habits = try PhoneHabit.apply(habit, to: configuration.habits)
        if let model { configuration.model = PhoneSetup.model(model) }
        return configuration
    }

    /// "NOKIA/7210c/05.60": what is left out stays the project's own phone's.
    private static func model(_ text: String) -> PhoneModel {
        var model = PhoneModel()
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        if let maker = parts.first, !maker.isEmpty { model.manufacturer = maker }
        if parts.count > 1, !parts[1].isEmpty { model.model = parts[1] }
        if parts.count > 2, !parts[2].isEmpty { model.software = parts[2] }
        return model
    }

    private func password() throws -> String {
        guard let passwordFile else { return try Console.secret("password of \(user)") }
        let bytes = try Console.contents(of: passwordFile, limit: 65_536)
        return String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    }

    private static func newID() -> String {
        "footbridge-phone-"
            + OutsideWorld.random(5).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private static func hasNoPath(_ url: String) -> Bool {
        let parts = url.split(separator: "/", omittingEmptySubsequences: true)
        return parts.count <= 2
    }
}

/// `footbridge phone DIR status`: what the phone holds and what waits for the next sync.
struct PhoneStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows what the phone holds and what the next sync would send.",
        usage: "footbridge phone <dir> status [--json]")

    @ParentCommand var phone: PhoneCommand

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let folder = phone.folder
        do {
            let settings = try folder.configuration()
            let store = try FolderStore(folder)
            let overview = PhoneOverview(
                deviceID: settings.deviceID, url: settings.url, user: settings.user,
                stores: try settings.stores.map { try PhoneOverview.Store($0, store) },
                lastReport: store.memory.lastReport)
            Console.say(json ? try JSON.text(overview) : overview.text)
        } catch let error as PhoneError {
            throw Failure(error.reason)
        }
    }
}
