import ArgumentParser
import Bridge
import SyncMLFront

/// `footbridge device alert`: asks a phone to synchronise.
extension DeviceCommand {
    struct Alert: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "alert",
            abstract: "Asks a phone to synchronise now.",
            discussion: """
                The alert goes out by alerts.url or alerts.command of the configuration. A phone that speaks DS 1.2 gets its \
                notification, an older one a SyncML message with Alert 206 to 210. Many phones ask their user first, and many act \
                only on alerts of a server ID they know: see `server-id` of footbridge device set --help.

                `footbridge device set ID alerts=on phone=+49...` lets changes at the server do this by themselves.

                Examples:
                  footbridge device alert 3
                  footbridge device alert 3 contacts calendar --mode from-server
                  footbridge device alert 3 --show
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "Number or own name of the device.")
        var id: String

        @Argument(help: "Datastores, such as contacts; without any: all that it has synced.")
        var stores: [String] = []

        @Option(help: "two-way, from-client, refresh-from-client, from-server or refresh-from-server.")
        var mode = Mode.twoWay

        @Option(help: "How much the phone's user is to notice: background, inform, ask or unspecified (DS 1.2).")
        var user = Notice.background

        @Flag(help: "Print the bytes, and send nothing.")
        var show = false

        @Flag(help: "Print JSON.")
        var json = false

        enum Mode: String, ExpressibleByArgument, CaseIterable {
            case twoWay = "two-way"
            case fromClient = "from-client"
            case refreshFromClient = "refresh-from-client"
            case fromServer = "from-server"
            case refreshFromServer = "refresh-from-server"

            var alerted: AlertedMode {
                switch self {
                case .twoWay: .twoWay
                case .fromClient: .oneWayFromClient
                case .refreshFromClient: .refreshFromClient
                case .fromServer: .oneWayFromServer
                case .refreshFromServer: .refreshFromServer
                }
            }
        }

        enum Notice: String, ExpressibleByArgument, CaseIterable {
            case unspecified, background, inform, ask

            var userInterface: NotificationPackage.UserInterface {
                switch self {
                case .unspecified: .unspecified
                case .background: .background
                case .inform: .informative
                case .ask: .interaction
                }
            }
        }

        func run() async throws {
            let place = try Workplace.open(common, makesState: false)
            defer { place.close() }
            let parcel = try place.alerts.parcel(
                for: id, datastores: stores, mode: mode.alerted, userInterface: user.userInterface)
            let bytes = AlertBytes(parcel)
            if !show {
                try await place.alerts.deliver(parcel, to: id)
                if json { return Console.say(try JSON.text(bytes)) }
                let number = parcel.phone.map { " (\($0))" } ?? ""
                return Console.say(
                    "alerted \(Table.visible(parcel.deviceID))\(number): \(parcel.datastores.joined(separator: ", "))")
            }
            if json { return Console.say(try JSON.text(bytes)) }
            Console.say("type          \(bytes.type)\nnotification  \(bytes.notification)\npush          \(bytes.push)")
            for (number, sms) in bytes.sms.enumerated() {
                Console.say("sms \(number + 1)         udh \(sms.udh)\n              text \(sms.text)")
            }
        }
    }
}

/// An alert as it is shown: all octets in hex.
struct AlertBytes: Encodable {
    struct SMS: Encodable {
        let udh: String
        let text: String
    }

    let device: String
    let datastores: [String]
    /// The media type.
    let type: String
    /// What the phone reads.
    let notification: String
    /// The WSP push PDU around it.
    let push: String
    let sms: [SMS]

    init(_ parcel: AlertParcel) {
        device = parcel.deviceID
        datastores = parcel.datastores
        type = parcel.push.content.mediaType
        notification = Hex.text(parcel.push.body)
        push = Hex.text(parcel.push.pdu)
        sms = parcel.shortMessages.map { SMS(udh: Hex.text($0.header), text: Hex.text($0.data)) }
    }
}
