import ArgumentParser
import Bridge

/// `footbridge device once`: one sync in another mode.
extension DeviceCommand {
    struct Once: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "once",
            abstract: "Lets the next sync run in another mode, even one that erases.",
            discussion: """
                MODE is a number, as in the URLs of MDaemon's and IceWarp's SyncML servers:
                  1  two-way                 both sides send what changed
                  2  slow                    everything is compared
                  3  update the server       only the phone sends what changed
                  4  refresh the server      the phone's items replace the server's
                  5  update the phone        only the server sends what changed
                  6  refresh the phone       the server's items replace the phone's
                  7  as 4, whatever was synced before
                  8  as 6, whatever was synced before
                  9  empty the phone
                It counts for a phone that asks for a two-way sync, and once: when a sync has come to its end, it is gone. `none`
                takes it back. What 4 and 7 erase at the server is one session in `footbridge history`, and `footbridge undo`
                brings it back.

                Example:
                  footbridge device once 3 6
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "Number or own name of the device.")
        var id: String

        @Argument(help: "1 to 9, or none.")
        var mode: String

        func validate() throws {
            guard (1...9).contains(Int(mode) ?? 0) || mode.lowercased() == "none" else {
                throw ValidationError("\(mode) is no mode; 1 to 9 are, and none")
            }
        }

        func run() throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            if let words = try place.devices.once(id, Int(mode)) {
                Console.say("the next sync runs in mode \(mode): \(words)")
            } else {
                Console.say("the next sync runs as the device asks")
            }
        }
    }
}
