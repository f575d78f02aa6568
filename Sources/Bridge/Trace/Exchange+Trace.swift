import Mapping
import SyncMLFront
import SyncTypes

/// Traces: what is kept of each message of a device for whom somebody looks into its syncs.
extension Exchange {
    /// True when the device's messages are kept.
    var isTraced: Bool { service.traces(device) }

    /// Adds up what the message has cost; before the state is stored.
    mutating func countTrace(replyBytes: Int) {
        guard isTraced else { return }
        var totals = state.trace ?? TraceTotals()
        totals.messages += 1
        totals.bytesIn += incoming.request.body.count
        totals.bytesOut += replyBytes
        let upstream = timed?.milliseconds ?? 0
        totals.read += incoming.readMilliseconds
        totals.upstream += upstream
        totals.merge += max(0, service.dependencies.stopwatch() - began - upstream)
        state.trace = totals
    }

    /// Keeps the message, after its reply was stored. `storing`: how long that took.
    mutating func keepTrace(_ reply: ExchangeReply, storing: Int64) {
        guard isTraced, let keeper = service.dependencies.traces,
            let message = MaskedMessage.readable(incoming.request.body, as: incoming.encoding),
            let answer = MaskedMessage.readable(reply.body, as: incoming.encoding)
        else { return }
        noteStoring(storing)
        let journal = (try? store.read { try $0.entries(of: record.id) }) ?? []
        let report = SessionReport(
            record: record, state: state, device: device, account: account, userAgent: incoming.request.userAgent,
            journal: Array(journal.prefix(SessionReport.journalLimit)))
        keeper.keep(
            TracedExchange(
                device: device.deviceID.rawValue, session: record.id.rawValue, startedAt: record.startedAt,
                number: state.trace?.messages ?? 1, message: message, reply: answer, report: report.text))
    }
}

extension Exchange {
    /// How long storing took is known when all is stored: that alone is stored once more.
    private mutating func noteStoring(_ milliseconds: Int64) {
        state.trace?.write += milliseconds
        guard milliseconds > 0, let bytes = try? SessionCoding.encode(state) else { return }
        record.state = bytes
        let row = record
        guard (try? store.write { try $0.update(row) }) != nil else { return }
        service.states.keep(KnownState(bytes: bytes, state: state), of: row.id)
    }
}

extension BridgeService {
    /// True when a device's messages are kept.
    func traces(_ device: Device) -> Bool { dependencies.traces != nil && (settings.traces || device.isTraced) }

    /// Keeps a message that came into no session. What strangers send takes the place of what strangers sent before.
    func keepRefusal(_ incoming: Incoming, _ reply: ExchangeReply) {
        guard let keeper = dependencies.traces else { return }
        let name = DeviceID(incoming.message.header.source.uri)
        let known =
            (try? dependencies.store.read { store in
                try store.devices(named: name)
            }) ?? []
        guard settings.traces || known.contains(where: \.isTraced),
            let message = MaskedMessage.readable(incoming.request.body, as: incoming.encoding),
            let answer = MaskedMessage.readable(reply.body, as: incoming.encoding)
        else { return }
        keeper.keep(
            TracedExchange(
                device: known.isEmpty ? "unknown" : name.rawValue, session: nil, startedAt: dependencies.clock(),
                number: 1, message: message, reply: answer, report: nil))
    }
}

extension Device {
    private static let traceKey = "trace"

    /// True when its messages are kept (`footbridge device trace`).
    var isTraced: Bool {
        get { settings[Self.traceKey] == "on" }
        set { settings[Self.traceKey] = newValue ? "on" : nil }
    }
}
