import Mapping
import SyncMLFront
import SyncTypes

/// A plain report of one session: which modes ran and why, what moved each way, what was held, cut or set aside, bytes and times.
struct SessionReport: Sendable {
    let record: SessionRecord
    let state: SessionState
    let device: Device
    let account: Account
    let userAgent: String?
    let journal: [JournalEntry]

    /// Lines of the journal that are shown.
    static let journalLimit = 500

    var text: String {
        var lines = [
            "session \(record.id) of device \(device.id), \(device.deviceID.rawValue)",
            "account \(account.name), SyncML \(record.version), \(record.encoding)"
                + (userAgent.map { ", \($0)" } ?? ""),
            "state: \(words)",
        ]
        for datastore in state.datastores { lines += [""] + self.lines(of: datastore) }
        if let totals = state.trace {
            lines += [
                "",
                "\(totals.messages) messages, \(totals.bytesIn) bytes in, \(totals.bytesOut) bytes out",
                "milliseconds: \(totals.read) reading, \(totals.upstream) waiting for the server, "
                    + "\(totals.merge) merging and matching, \(totals.write) storing",
            ]
        }
        lines += ["", journal.isEmpty ? "nothing in the history" : "history, oldest first:"]
        lines += journal.reversed().map { entry in
            "  " + [entry.action.rawValue, entry.summary, entry.detail].filter { !$0.isEmpty }.joined(separator: ": ")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var words: String {
        if state.packages.isSuspended { return "suspended" }
        return state.packages.isEnded ? "ended" : "open"
    }

    private func lines(of session: DatastoreSession) -> [String] {
        let tally = session.tally
        var mode = "mode: \(session.mode.words)"
        if let asked = session.asked, asked != session.mode { mode += ", asked for: \(asked.words)" }
        if let reason = session.reason { mode += " (\(reason))" }
        if session.isResumed == true { mode += ", resumed" }
        var lines = [
            "\(session.serverName) (on the device: \(session.deviceName))",
            "  \(mode)",
            "  from the device: \(tally.inAdded) new, \(tally.inChanged) changed, \(tally.inDeleted) deleted",
            "  to the device: \(tally.outAdded) new, \(tally.outChanged) changed, \(tally.outDeleted) deleted",
            "  conflicts: \(tally.conflicts), set aside: \(tally.rejected)",
        ]
        if session.needsSlowSync { lines.append("  the next sync compares everything") }
        return lines
    }
}
