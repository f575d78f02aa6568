import ArgumentParser
import Bridge
import Glibc
import SyncMLFront

/// `footbridge device provision`: a file that sets a phone up.
extension DeviceCommand {
    struct Provision: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "provision",
            abstract: "Writes a file that sets a phone up for an account, or sends it.",
            discussion: """
                OMA client provisioning (application w5) to standard output: XML, or with --wbxml the binary form in which \
                phones take it by SMS, Bluetooth or download (application/vnd.wap.connectivity-wbxml).

                The URL is the one the device uses, else that of public-url, else say --url. The password is left out, and the \
                phone asks for it; with --with-password it is in the file in clear.

                --send sends the binary form as SMS by alerts.url or alerts.command. Most phones take it only with a PIN, which \
                their user has to be told and to enter.

                Examples:
                  footbridge device provision 3 > ann.xml
                  footbridge device provision 3 --wbxml --with-password > ann.wbxml
                  footbridge device provision --account ann --url http://sync.example.org/syncml > ann.xml
                  footbridge device provision --account ann --send --phone +491712345678 --pin 1234
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "Number or own name of the device. A new phone has none yet: say --account.")
        var id: String?

        @Option(help: "The account of a phone that has not been here yet.")
        var account: String?

        @Option(help: "The server's URL, as the phone reaches it.")
        var url: String?

        @Option(help: ArgumentHelp("Protocol version: 1.0, 1.1 or 1.2.", valueName: "version"))
        var ds: String?

        @Flag(help: "Write the binary form.")
        var wbxml = false

        @Flag(help: "Put the password of the phone into the file.")
        var withPassword = false

        @Flag(help: "Send it as SMS, and write nothing.")
        var send = false

        @Option(help: "Where to send it; without it the number that device set stored.")
        var phone: String?

        @Option(help: ArgumentHelp("Digits that the phone's user enters to believe the SMS.", valueName: "digits"))
        var pin: String?

        func validate() throws {
            guard (id == nil) != (account == nil) else {
                throw ValidationError("Say the ID of a device, or --account NAME for a phone that is new.")
            }
            if !send, phone != nil || pin != nil { throw ValidationError("--phone and --pin belong to --send.") }
            if let pin, !(4...16).contains(pin.count) || !pin.allSatisfy({ $0.isASCII && $0.isNumber }) {
                throw ValidationError("a PIN has 4 to 16 digits")
            }
            if let ds, ProtocolVersion(wire: ds) == nil { throw ValidationError("\(ds) is none of 1.0, 1.1 and 1.2.") }
        }

        func run() async throws {
            if wbxml, !send, isatty(STDOUT_FILENO) == 1 {
                throw Failure(
                    "WBXML is no text for a terminal; send it to a file: footbridge device provision ... > FILE")
            }
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let wish = ProvisioningAdministration.Wish(
                url: url, version: ds.flatMap { ProtocolVersion(wire: $0) }, hasPassword: withPassword)
            let document =
                if let id {
                    try place.provisioning.document(device: id, wish)
                } else {
                    try place.provisioning.document(account: account ?? "", wish)
                }
            for warning in document.warnings { Console.complain("footbridge: \(warning)") }
            if send {
                let parcel = try await place.provisioning.send(document, device: id, phone: phone, pin: pin)
                return Console.say(
                    "sent to \(Table.visible(parcel.phone ?? parcel.deviceID)): \(parcel.shortMessages.count) SMS")
            }
            Console.write(wbxml ? document.wbxml : document.xml, to: STDOUT_FILENO)
        }
    }
}
