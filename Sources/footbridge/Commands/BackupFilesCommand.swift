import ArgumentParser
import Bridge

/// `footbridge backup-files`: what phones sent with `?backup` in their URL.
struct BackupFilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup-files",
        abstract: "Shows and brings back what phones sent with ?backup in their URL.",
        discussion: """
            A phone whose server address ends in ?backup (or ?backup=autumn) sends all it has; each item becomes a file in \
            backup-files/ACCOUNT/DEVICE of the state folder, called autumn202611300001.vcf and so on, and nothing is \
            synchronized. Take the word out of the address again: the phone's next sync compares everything.
            """,
        subcommands: [List.self, Import.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the backups.",
            discussion: """
                Example:
                  footbridge backup-files list ann
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "Only of this account.")
        var account: String?

        @Option(help: "Only of this device, by its own name.")
        var device: String?

        @Flag(help: "Print JSON.")
        var json = false

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let found = place.backups.backups(account: account, device: device)
            if json { return Console.say(try JSON.text(found)) }
            guard !found.isEmpty else {
                return Console.say("no phone has sent a backup; they do with ?backup at the end of their URL")
            }
            var table = Table(["ACCOUNT", "DEVICE", "BACKUP", "FILES", "BYTES", "LAST"])
            for each in found {
                table.add([
                    each.account, each.device, each.backup, List.words(each.files), "\(each.bytes)",
                    Moment.local(each.at),
                ])
            }
            Console.say(table.text)
        }

        /// "312: 300 vcf, 12 vcs".
        private static func words(_ files: [String]) -> String {
            let types = Dictionary(grouping: files) { String($0.split(separator: ".").last ?? "") }
            let counts = types.map { "\($1.count) \($0)" }.sorted()
            return counts.count == 1 ? counts[0] : "\(files.count): \(counts.joined(separator: ", "))"
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes items at the server of what they do not have.",
            discussion: """
                Without FILE, the files of a backup: the only one of the account, or the one that --device and --backup name. With FILE, \
                any files of the types vcf, vcs, ics, vnt, txt, sifc, sife, sift and sifn, one item in each.

                What the server has already is left as it is, and nothing is deleted. All that is made is one step, which \
                `footbridge undo` takes back. The phones get it at their next sync.

                Exit code 0 when everything is at the server, 1 when something could not be done.

                Examples:
                  footbridge backup-files import ann --dry-run
                  footbridge backup-files import ann --device IMEI:35 --backup autumn20261130
                  footbridge backup-files import ann old/*.vcf
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "The account.")
        var account: String

        @Argument(help: "Files; none: those of a backup.", completion: .file())
        var files: [String] = []

        @Option(help: "The device that sent them, as `backup-files list` shows it.")
        var device: String?

        @Option(help: "The backup, as `backup-files list` shows it.")
        var backup: String?

        @Flag(help: "Only tell what would happen.")
        var dryRun = false

        @Flag(help: "Take the upstream password from the first line of standard input.")
        var passwordStdin = false

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            if !files.isEmpty, backup != nil { throw ValidationError("Give either files or --backup.") }
        }

        func run() async throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let (paths, device) = try chosen(place.backups)
            let texts = try paths.map { path in
                let name = path.split(separator: "/").last.map(String.init) ?? path
                return BackupFile(name: name, text: try Console.contents(of: path, limit: BackupFolder.mostBytes))
            }
            let password = passwordStdin ? try Console.secret("password at the server") : nil
            let importer = BackupImport(settings: place.settings, dependencies: place.dependencies)
            let progress = Progress(total: texts.count)
            let report = try await importer.run(
                texts, into: account, device: device, isDryRun: dryRun, password: password
            ) { progress.show($0) }
            progress.clear()
            Console.say(json ? try JSON.text(report) : Import.text(report))
            if !report.isComplete { throw ExitCode(ExitStatus.failed) }
        }

        /// The files, and the device that they are of.
        private func chosen(_ folder: BackupFolder) throws -> ([String], String?) {
            guard files.isEmpty else { return (files, device) }
            let all = folder.backups(account: account, device: device)
            let found = all.filter { backup == nil || $0.backup == backup }
            guard let only = found.first, found.count == 1 else {
                guard !all.isEmpty else {
                    throw Failure("there is no backup of \(account); footbridge backup-files list shows what there is")
                }
                let names = all.map { "--device \($0.device) --backup \($0.backup)" }.joined(separator: "\n  ")
                throw Failure("\(found.isEmpty ? "there is no such backup" : "which backup?")\n  \(names)")
            }
            return (only.files.map { folder.path(of: $0, in: only) }, only.device)
        }

        private static func text(_ report: BackupImportReport) -> String {
            var table = Table(["FILE", "ITEM", report.isDryRun ? "WOULD BE" : "IS", "DETAIL"])
            for line in report.lines where line.outcome != .present || report.lines.count <= 50 {
                table.add([line.file, line.summary, words(line.outcome), line.reason ?? ""])
            }
            let counts = BackupImportReport.Line.Outcome.allCases.filter { report.count($0) > 0 }
                .map { "\(report.count($0)) \(words($0))" }
            var lines = report.lines.isEmpty ? [] : [table.text]
            lines.append(counts.joined(separator: ", "))
            if report.isDryRun { lines.append("nothing was written") }
            if let step = report.step { lines.append("footbridge undo u\(step) takes this back") }
            return lines.joined(separator: "\n")
        }

        private static func words(_ outcome: BackupImportReport.Line.Outcome) -> String {
            switch outcome {
            case .created: "created"
            case .present: "there already"
            case .failed: "not imported"
            case .untried: "not tried"
            }
        }
    }
}
