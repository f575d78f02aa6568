import ArgumentParser
import Bridge

/// `footbridge device approve` and `reject`: what the guard holds.
extension DeviceCommand {
    struct Approve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve",
            abstract: "Lets held deletions happen.",
            discussion: """
                A device that deletes very much at once is held back: nothing is deleted at the server until you approve it
                here, or reject it. The same goes for a server that suddenly lists very little. `device list` shows what waits.
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "Number or own name of the device.")
        var id: String

        @Flag(help: "Print JSON.")
        var json = false

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let decision = try place.devices.approve(id, now: OutsideWorld.now())
            if json { return Console.say(try JSON.text(decision)) }
            DeviceCommand.tell(
                decision, deletions: "are deleted at the server within a minute while footbridge serve runs",
                vanished: "are deleted on the devices with their next sync")
        }
    }

    struct Reject: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reject",
            abstract: "Gives held deletions back.",
            discussion: """
                The device gets the items back with its next sync. What vanished at the server is written there again.
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "Number or own name of the device.")
        var id: String

        @Flag(help: "Print JSON.")
        var json = false

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let decision = try place.devices.reject(id, now: OutsideWorld.now())
            if json { return Console.say(try JSON.text(decision)) }
            DeviceCommand.tell(
                decision, deletions: "return to the device with its next sync",
                vanished: "are written to the server again with the next sync")
        }
    }

    private static func tell(_ decision: GuardDecision, deletions: String, vanished: String) {
        if decision.isEmpty { Console.say("nothing is waiting for device \(Table.visible(decision.deviceID))") }
        for (name, count) in decision.deletions.sorted(by: { $0.key < $1.key }) {
            Console.say("\(name): \(count) items \(deletions)")
        }
        for (name, count) in decision.vanished.sorted(by: { $0.key < $1.key }) {
            Console.say("\(Table.visible(name)): \(count) items \(vanished)")
        }
    }
}
