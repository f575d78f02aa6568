import ArgumentParser
import Glibc
import SyncMLFront

/// `footbridge encode`: readable XML back to what goes over the wire.
struct EncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Turns readable XML into a SyncML message.",
        discussion: """
            The inverse of `footbridge decode`. The protocol version is that of VerDTD.

            Examples:
              footbridge encode request.xml > request.wbxml
              footbridge encode --xml request.xml | curl -H 'Content-Type: application/vnd.syncml+xml' \
            --data-binary @- http://localhost:8080/syncml
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The XML; without it, or for -, standard input.")
    var file: String?

    @Flag(help: "Write compact XML rather than WBXML.")
    var xml = false

    func run() throws {
        if !xml, isatty(STDOUT_FILENO) == 1 {
            throw Failure("WBXML is no text for a terminal; send it to a file: footbridge encode FILE > FILE.wbxml")
        }
        let bytes = try Console.contents(of: file, limit: MessageFile.limit)
        let message: [UInt8]
        do {
            message = try ReadableXML.encode(bytes, as: xml ? .xml : .wbxml)
        } catch {
            throw Failure("\(MessageFile.name(file)) cannot be encoded: \(MessageFile.reason(error))")
        }
        Console.write(message, to: STDOUT_FILENO)
    }
}
