import Bridge
import Phone
import SyncMLFront
import Synchronization

/// The line between a phone and the bridge, with what a plan does to its messages.
final class HandsetLine: PhoneTransport {
    private struct State {
        var count = 0
        var seen: [String: Int] = [:]
        var late: ExchangeRequest?
        var talk: [String] = []
        var unheard: ExchangeReply?
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    }

    private let events: [Int: Plan.LineEvent]
    private let isWordy: Bool
    private let exchange: @Sendable (ExchangeRequest) async -> ExchangeReply?
    private let state = Mutex(State())

    /// `exchange` answers nil when the process died over the message.
    init(
        events: [Int: Plan.LineEvent], isWordy: Bool = false,
        exchange: @escaping @Sendable (ExchangeRequest) async -> ExchangeReply?
    ) {
        self.events = events
        self.isWordy = isWordy
        self.exchange = exchange
    }

    /// Events that happened, by name.
    var seen: [String: Int] { state.withLock { $0.seen } }
    /// A copy that arrives in a later session.
    var late: ExchangeRequest? { state.withLock { $0.late } }
    /// The names of what the last reply replaced, if the phone's answer to it never arrived.
    var unheard: [String] {
        guard let reply = state.withLock({ $0.unheard }), let encoding = WireEncoding(contentType: reply.contentType),
            let message = try? Message(from: WireForm.decode(reply.body, as: encoding))
        else { return [] }
        return message.commands.flatMap { command -> [String] in
            guard case .sync(let sync) = command else { return [] }
            return sync.commands.flatMap { command -> [String] in
                guard case .replace(let list) = command else { return [] }
                return list.items.compactMap { $0.target?.uri }
            }
        }
    }
    /// One line a message.
    var talk: [String] { state.withLock { $0.talk } }
    /// A hash over all bytes.
    var hash: UInt64 { state.withLock { $0.hash } }

    func post(url: String, contentType: String, body: [UInt8]) async throws(PhoneError) -> PhoneReply {
        let event: Plan.LineEvent? = state.withLock { state in
            defer { state.count += 1 }
            let event = events[state.count]
            if let event { state.seen[event.rawValue, default: 0] += 1 }
            return event
        }
        guard state.withLock({ $0.count }) <= HandsetLine.patience else {
            throw PhoneError(.stalled, "simulated: the session does not end")
        }
        let request = HandsetLine.request(url: url, contentType: contentType, body: body)
        switch event {
        case .messageLost:
            note("\(body.count) bytes -> lost")
            throw PhoneError(.connection, "simulated: the message was lost")
        case .lateCopy: state.withLock { $0.late = request }
        case .repeated:
            guard await exchange(request) != nil else { throw HandsetLine.died }
        case .replyLost, nil: break
        }
        guard let reply = await exchange(request) else {
            note("\(body.count) bytes -> the process died")
            throw HandsetLine.died
        }
        state.withLock { state in
            // What was answered with a failure was the answer to the reply before.
            if reply.status == 200 { state.unheard = event == .replyLost ? nil : reply }
            for byte in body + reply.body { state.hash = (state.hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        note(
            "\(body.count) bytes -> \(reply.status), \(reply.body.count) bytes"
                + (event.map { " (\($0.rawValue))" } ?? "")
        )
        if isWordy {
            note("  > " + HandsetLine.words(body, contentType))
            note("  < " + HandsetLine.words(reply.body, reply.contentType))
        }
        if event == .replyLost { throw PhoneError(.connection, "simulated: the reply was lost") }
        return PhoneReply(status: reply.status, contentType: reply.contentType, body: reply.body)
    }

    /// The commands of a message with their items' texts, for a person.
    private static func words(_ body: [UInt8], _ contentType: String) -> String {
        guard let encoding = WireEncoding(contentType: contentType),
            let message = try? Message(from: WireForm.decode(body, as: encoding))
        else { return "no message" }
        func text(_ content: [UInt8]) -> String {
            let lines = String(decoding: content, as: UTF8.self).split { $0.isNewline }
            return "{" + lines.joined(separator: " | ") + "}"
        }
        func items(_ command: ItemCommand) -> String {
            command.items.map { item in
                "\(item.source?.uri ?? item.target?.uri ?? "")"
                    + (item.data.map { ":\(text($0.content))" } ?? "") + (item.moreData ? "+" : "")
            }.joined(separator: ",")
        }
        func word(_ command: Command) -> String {
            switch command {
            case .status(let status): "\(status.command)\(status.commandRef)=\(status.code)"
            case .alert(let alert):
                "Alert \(alert.code ?? 0) "
                    + alert.items.map { "\($0.meta?.lastAnchor ?? "")>\($0.meta?.nextAnchor ?? "")" }.joined(
                        separator: ",")
            case .sync(let sync): "Sync[" + sync.commands.map(word).joined(separator: " ") + "]"
            case .add(let list), .replace(let list), .delete(let list), .copy(let list), .move(let list):
                "\(command.name) \(items(list))"
            case .map(let map): "Map " + map.items.map { "\($0.guid)=\($0.luid)" }.joined(separator: ",")
            case .put, .get, .results, .sequence, .atomic, .exec, .search, .unknown: command.name
            }
        }
        return "\(message.header.sessionID)/\(message.header.messageID) "
            + message.commands.map(word).joined(separator: " ") + (message.isFinal ? " Final" : "")
    }

    /// Messages after which a session counts as endless: none of these worlds needs a hundred.
    static let patience = 400

    /// True when the session did not end.
    var isEndless: Bool { state.withLock { $0.count } > HandsetLine.patience }

    private static let died = PhoneError(.connection, "simulated: the server died")

    private func note(_ line: String) { state.withLock { $0.talk.append(line) } }

    private static func request(url: String, contentType: String, body: [UInt8]) -> ExchangeRequest {
        let parts = url.split(separator: "?", maxSplits: 1)
        let query = parts.count > 1 ? String(parts[1]) : ""
        let token = query.split(separator: "&").first { $0.hasPrefix("s=") }.map { String($0.dropFirst(2)) }
        return ExchangeRequest(
            body: body, contentType: contentType, url: String(parts.first ?? ""), sessionToken: token, query: query,
            remoteAddress: "phone")
    }
}
