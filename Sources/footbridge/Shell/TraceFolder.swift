import Bridge
import Glibc
import Logging
import Synchronization

/// Traces as files, for the owner alone: `DEVICE/BEGIN-SESSION/03-phone.xml`, `03-server.xml`, `report.txt`.
///
/// A trace that cannot be written is told once in the log and stops no sync.
final class TraceFolder: TraceKeeper {
    /// Sessions kept of each device; the oldest go.
    static let sessionsPerDevice = 50

    private let path: String
    private let logger: Logger
    private let hasFailed = Mutex(false)

    init(_ path: String, logger: Logger) {
        self.path = path
        self.logger = logger
    }

    func keep(_ exchange: TracedExchange) {
        let device = path + "/" + TraceFolder.fileName(exchange.device)
        guard make(path), make(device) else { return }
        guard let session = exchange.session else {
            write(exchange.message, device + "/refused-phone.xml")
            write(exchange.reply, device + "/refused-server.xml")
            return
        }
        let moment = Moment.utc(exchange.startedAt).filter { $0 != "-" && $0 != ":" }
        let folder = "\(device)/\(moment)-\(session)"
        if access(folder, F_OK) != 0 { makeRoom(in: device) }
        guard make(folder) else { return }
        let number = exchange.number < 10 ? "0\(exchange.number)" : "\(exchange.number)"
        write(exchange.message, "\(folder)/\(number)-phone.xml")
        write(exchange.reply, "\(folder)/\(number)-server.xml")
        if let report = exchange.report { write(Array(report.utf8), "\(folder)/report.txt") }
    }

    /// A device's name as that of a file: letters, digits, dots, hyphens and underscores stay.
    static func fileName(_ device: String) -> String {
        let name = String(
            device.prefix(80).map { character in
                character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
                    ? character : "_"
            })
        return name.isEmpty || name.allSatisfy { $0 == "." } ? "_" : name
    }

    private func make(_ folder: String) -> Bool {
        if mkdir(folder, 0o700) == 0 || errno == EEXIST { return true }
        fail(folder)
        return false
    }

    private func write(_ bytes: [UInt8], _ file: String) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return fail(file) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { space in
                Glibc.write(descriptor, space.baseAddress?.advanced(by: written), bytes.count - written)
            }
            guard count > 0 else { return fail(file) }
            written += count
        }
    }

    private func makeRoom(in device: String) {
        let sessions = TraceFolder.names(in: device).filter { $0.first?.isNumber == true }.sorted()
        for old in sessions.dropLast(TraceFolder.sessionsPerDevice - 1) {
            for file in TraceFolder.names(in: "\(device)/\(old)") { unlink("\(device)/\(old)/\(file)") }
            rmdir("\(device)/\(old)")
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { space in
                String(decoding: space.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private func fail(_ path: String) {
        let reason = String(cString: strerror(errno))
        let isFirst = hasFailed.withLock { failed in
            defer { failed = true }
            return !failed
        }
        guard isFirst else { return }
        logger.warning("a trace cannot be written", metadata: ["path": "\(path)", "reason": "\(reason)"])
    }
}
