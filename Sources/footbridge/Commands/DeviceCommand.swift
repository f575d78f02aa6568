import ArgumentParser
import Bridge

/// `footbridge device`: the phones that have synced.
struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "Lists, shows, sets and forgets devices, decides what the guard holds, alerts and sets up phones.",
        discussion: """
            ID is the number that `device list` shows, or the device's own name (IMEI:...) when only one account has it.

            Examples:
              footbridge device list ann
              footbridge device show 3
              footbridge device set 3 window=-30..90
              footbridge device resync IMEI:356231010000000 contacts
              footbridge device forget 3
              footbridge device approve 3
              footbridge device once 3 6
              footbridge device alert 3
              footbridge device provision 3 > ann.xml
            """,
        subcommands: [
            List.self, Show.self, Forget.self, Resync.self, Set.self, Once.self, Trace.self, Approve.self, Reject.self,
            Alert.self,
            Provision.self,
        ])
}

extension DeviceCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists devices.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Only this account's.")
        var account: String?

        @Flag(help: "Print JSON.")
        var json = false

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let devices = try place.devices.list(account: account)
            if json {
                Console.say(try JSON.text(devices))
                return
            }
            var table = Table(["ID", "ACCOUNT", "DEVICE", "MODEL", "LAST SEEN", "DATASTORES", "HELD"])
            for device in devices {
                let stores = device.datastores.map { "\($0.name) \($0.items)" }
                table.add([
                    "\(device.number)", device.account, device.deviceID, DeviceCommand.model(device),
                    Moment.local(device.lastSeen), stores.joined(separator: ", "), DeviceCommand.held(device),
                ])
            }
            Console.say(table.isEmpty ? "no devices yet" : table.text)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows all about one device.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Number or own name of the device.")
        var id: String

        @Flag(help: "Print JSON.")
        var json = false

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let device = try place.devices.show(id)
            if json {
                Console.say(try JSON.text(device))
                return
            }
            let facts = [
                ("number", "\(device.number)"), ("account", device.account), ("device", device.deviceID),
                ("model", DeviceCommand.model(device)), ("software", device.softwareVersion ?? "-"),
                ("first seen", Moment.local(device.firstSeen)), ("last seen", Moment.local(device.lastSeen)),
            ]
            let settings = device.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            let alerted = device.lastAlerted.map { [("last alert", Moment.local($0))] } ?? []
            for (name, value) in facts + alerted
                + (settings.isEmpty ? [] : [("settings", settings.joined(separator: " "))])
            {
                let padding = String(repeating: " ", count: 12 - name.count)
                Console.say("\(name)\(padding)\(Table.visible(value))")
            }
            guard !device.datastores.isEmpty else { return }
            var table = Table(["DATASTORE", "SHOWS", "FORMAT", "ITEMS", "LAST SYNC", "RESULT"])
            for store in device.datastores {
                let result = store.needsSlowSync ? "compares everything next time" : store.lastResult ?? "-"
                table.add([
                    store.name, store.collections.joined(separator: ", "), store.format ?? "-", "\(store.items)",
                    Moment.local(store.lastSyncedAt), result,
                ])
            }
            Console.say("\n" + table.text)
            Show.tellWaiting(device)
            let held = DeviceCommand.held(device)
            guard !held.isEmpty else { return }
            Console.say(
                "\nheld: \(held)\nfootbridge device approve \(device.number) lets it happen, footbridge device reject"
                    + " \(device.number) undoes it")
        }

        /// What the device has changed and the server does not have yet.
        private static func tellWaiting(_ device: DeviceReport) {
            var table = Table(["WAITING SINCE", "DATASTORE", "ITEM", "WHY"])
            for store in device.datastores {
                for change in store.waiting {
                    table.add([Moment.local(change.since), store.name, change.item, change.reason])
                }
                let untold = store.waitingChanges - store.waiting.count
                if untold > 0 { table.add(["", store.name, "and \(untold) more", ""]) }
                if store.waitingDeletions > 0 {
                    table.add([
                        "", store.name, "\(store.waitingDeletions) deletions", "they happen when the server answers",
                    ])
                }
            }
            if !table.isEmpty { Console.say("\n" + table.text) }
        }
    }

    struct Forget: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "forget",
            abstract: "Forgets a device; when it comes again, it is new.",
            discussion: "Nothing changes on the device or at the server.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Number or own name of the device.")
        var id: String

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let device = try place.devices.forget(id)
            Console.say("forgot \(Table.visible(device.deviceID)) of \(device.account)")
        }
    }

    struct Resync: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resync",
            abstract: "Lets the next sync compare everything.",
            discussion: "Nothing is lost or doubled by it; it only takes longer. Without STORE: all datastores.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Number or own name of the device.")
        var id: String

        @Argument(help: "One datastore, such as contacts.")
        var store: String?

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let names = try place.devices.resync(id, store: store)
            Console.say("the next sync compares everything in: \(names.joined(separator: ", "))")
        }
    }

    /// What waits for approval, such as "12 deletions in contacts".
    private static func held(_ device: DeviceReport) -> String {
        var words: [String] = []
        for store in device.datastores {
            if store.heldDeletions > 0 { words.append("\(store.heldDeletions) deletions in \(store.name)") }
            if store.heldVanishings > 0 { words.append("\(store.heldVanishings) vanished from \(store.name)") }
        }
        return words.joined(separator: ", ")
    }

    private static func model(_ device: DeviceReport) -> String {
        let words = [device.manufacturer, device.model].compactMap { $0 }.filter { !$0.isEmpty }
        return words.isEmpty ? "-" : words.joined(separator: " ")
    }
}
