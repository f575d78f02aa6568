import ArgumentParser
import Bridge

/// `footbridge device trace`: keeps a device's messages.
extension DeviceCommand {
    struct Trace: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "trace",
            abstract: "Keeps each message of a device as readable XML, and a report of each session.",
            discussion: """
                The files lie in the folder `trace` of the configuration, else in `traces` of the state folder: a folder for each \
                device, in it one for each session. Credentials and nonces are masked; names, numbers and appointments are not. \
                The newest \(TraceFolder.sessionsPerDevice) sessions of a device are kept.

                Example:
                  footbridge device trace 3 on
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "Number or own name of the device.")
        var id: String

        @Argument(help: "on or off.")
        var wish: String

        func validate() throws {
            guard ["on", "off"].contains(wish.lowercased()) else {
                throw ValidationError("\(wish) is neither on nor off")
            }
        }

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let isOn = wish.lowercased() == "on"
            try place.devices.trace(id, isOn)
            Console.say(
                isOn
                    ? "its messages are kept in \(place.traceFolder), from its next one"
                    : "its messages are kept no more; what was kept stays in \(place.traceFolder)")
        }
    }
}
