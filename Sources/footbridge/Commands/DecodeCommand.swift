import ArgumentParser
import Glibc
import SyncMLFront

/// `footbridge decode`: a message for people.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Turns any SyncML message, WBXML or XML, into readable XML.",
        discussion: """
            `footbridge encode` is its inverse.

            Examples:
              footbridge decode request.wbxml
              curl -s ... | footbridge decode
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The message; without it, or for -, standard input.")
    var file: String?

    func run() throws {
        let bytes = try Console.contents(of: file, limit: MessageFile.limit)
        let text: [UInt8]
        do {
            text = try ReadableXML.decode(bytes)
        } catch {
            throw Failure("\(MessageFile.name(file)) is no SyncML message: \(MessageFile.reason(error))")
        }
        Console.write(text, to: STDOUT_FILENO)
    }
}

/// What both ways share.
enum MessageFile {
    /// Larger messages no server takes.
    static let limit = 64 << 20

    static func name(_ path: String?) -> String { path.map { $0 == "-" ? "standard input" : $0 } ?? "standard input" }

    static func reason(_ error: WireError) -> String {
        error.reason + (error.offset.map { " at byte \($0)" } ?? "")
    }
}
