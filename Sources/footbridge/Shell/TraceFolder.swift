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
        do {
            try write(exchange)
        } catch {
            let isFirst = hasFailed.withLock { failed in
                defer { failed = true }
                return !failed
            }
            if isFirst { logger.warning("a trace cannot be written", metadata: ["reason": "\(error)"]) }
        }
    }

    private func write(_ exchange: TracedExchange) throws(PrivateFiles.Failure) {
        let device = path + "/" + FileName.folder(exchange.device)
        try PrivateFiles.makeFolder(path)
        try PrivateFiles.makeFolder(device)
        guard let session = exchange.session else {
            try PrivateFiles.write(exchange.message, device + "/refused-phone.xml")
            try PrivateFiles.write(exchange.reply, device + "/refused-server.xml")
            return
        }
        let moment = Moment.utc(exchange.startedAt).filter { $0 != "-" && $0 != ":" }
        let folder = "\(device)/\(moment)-\(session)"
        if access(folder, F_OK) != 0 { makeRoom(in: device) }
        try PrivateFiles.makeFolder(folder)
        let number = exchange.number < 10 ? "0\(exchange.number)" : "\(exchange.number)"
        try PrivateFiles.write(exchange.message, "\(folder)/\(number)-phone.xml")
        try PrivateFiles.write(exchange.reply, "\(folder)/\(number)-server.xml")
        if let report = exchange.report { try PrivateFiles.write(Array(report.utf8), "\(folder)/report.txt") }
    }

    private func makeRoom(in device: String) {
        let sessions = PrivateFiles.names(in: device).filter { $0.first?.isNumber == true }.sorted()
        for old in sessions.dropLast(TraceFolder.sessionsPerDevice - 1) {
            for file in PrivateFiles.names(in: "\(device)/\(old)") { unlink("\(device)/\(old)/\(file)") }
            rmdir("\(device)/\(old)")
        }
    }
}
