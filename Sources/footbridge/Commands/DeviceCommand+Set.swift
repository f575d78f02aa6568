import ArgumentParser
import Bridge

/// `footbridge device set`: what one device does otherwise than its account says.
extension DeviceCommand {
    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Changes settings of a device.",
            discussion: "Keys (KEY= takes one away, then the account's counts where it has one):\n"
                + DeviceSetting.allCases.map { "  \($0.rawValue)=  \($0.expectation)" }.joined(separator: "\n")
                    + """


                    window: of events the device holds those with an occurrence in these days; a series counts from its first \
                    occurrence to its last. Nothing is deleted at the server when an event leaves the device by it.

                    Example:
                      footbridge device set 3 window=-30..90
                    """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "Number or own name of the device.")
        var id: String

        @Argument(help: ArgumentHelp("What to store.", valueName: "key=value"))
        var assignments: [String]

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            try place.devices.set(id, assignments)
        }
    }
}
