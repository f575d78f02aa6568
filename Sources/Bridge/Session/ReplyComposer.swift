import Mapping
import SyncMLFront
import SyncTypes

/// Composes the reply: statuses first, then answers, then as many of the server's changes as fit.
struct ReplyComposer: Sendable {
    var packer: ReplyPacker
    /// Links this message has dealt with: an open link's resource may be among the changed ones too.
    var told: Set<LinkRow> = []

    /// Largest message we send, whatever the device would take.
    static let most = 512 << 10

    /// `brings`: the reply is one that may hold changes.
    init(exchange: Exchange, brings: Bool) {
        let quirks = exchange.profile.quirks
        // Rounded down, and never beyond what a number can be.
        let percent = brings ? quirks.messageSizePercent ?? 100 : 100
        let announced = exchange.state.maxMessageSize.map { percent == 100 ? $0 : $0 / 100 * percent }
        let limits = [announced, quirks.maxMessageSize, Self.most]
        packer = ReplyPacker(
            header: Self.header(for: exchange), encoding: exchange.incoming.encoding,
            limit: limits.compactMap { $0 }.min())
    }

    /// The header of the session's next reply.
    static func header(for exchange: Exchange) -> Header {
        let message = exchange.message
        // Said once: in small messages every byte counts.
        var meta: Meta?
        if exchange.state.nextMessageID == 1 {
            meta = Meta()
            meta?.maxMessageSize = exchange.service.settings.maxMessageSize
            switch message.header.version {
            case .v10: break
            case .v11, .v12: meta?.maxObjectSize = exchange.service.settings.maxObjectSize
            }
        }
        let quirks = exchange.profile.quirks
        let isHidden = quirks.loathesRespURIAfterBreak && exchange.state.followsBreak == true
        return Header(
            version: message.header.version, sessionID: message.header.sessionID,
            messageID: String(exchange.state.nextMessageID), target: Location(uri: message.header.source.uri),
            source: Location(uri: exchange.incoming.ownName),
            respURI: isHidden ? nil : exchange.incoming.request.url + "?s=" + exchange.record.token, meta: meta)
    }

    /// A reply without changes of the server.
    mutating func finish(_ exchange: inout Exchange, wantsFinal: Bool) throws -> ExchangeReply {
        let fits = preface(&exchange)
        exchange.state.owesFinal = wantsFinal && !fits
        return try store(&exchange, isFinal: wantsFinal && fits, commits: false)
    }

    /// A reply with (more of) the server's changes.
    mutating func serve(_ exchange: inout Exchange) throws -> ExchangeReply {
        guard preface(&exchange) else { return try store(&exchange, isFinal: false, commits: false) }
        for index in exchange.state.datastores.indices where exchange.state.datastores[index].mode.writesClient {
            guard try send(index, &exchange) else { return try store(&exchange, isFinal: false, commits: false) }
        }
        exchange.state.packages.servedEverything()
        return try store(&exchange, isFinal: true, commits: true)
    }

    /// The device was answered before: what its message earned goes out with the next one, which was announced by a reply without
    /// Final.
    mutating func owe(
        _ exchange: inout Exchange, _ answer: Exchange.Answer, given: [LongWork.Given]
    ) throws -> ExchangeReply {
        exchange.state.owedStatuses += exchange.statuses
        exchange.state.owedCommands += exchange.answers
        switch answer {
        case .finish(let wantsFinal): exchange.state.owesFinal = wantsFinal
        case .serve: exchange.state.owesFinal = false
        }
        exchange.state.nextMessageID += given.count
        let last = given[given.count - 1]
        try store(&exchange, last.reply, to: last.messageID, hash: last.hash, commits: false)
        return last.reply
    }

    // MARK: - Statuses and answers

    /// Puts what is owed and what this message earned. False when something has to wait for the next message.
    private mutating func preface(_ exchange: inout Exchange) -> Bool {
        let message = exchange.message
        if !message.header.noResponse {
            var status = Status(
                commandID: packer.nextCommandID(), messageRef: message.header.messageID, commandRef: "0",
                command: "SyncHdr", code: exchange.headerCode)
            status.targetRefs = [message.header.target.uri]
            status.sourceRefs = [message.header.source.uri]
            status.challenge = exchange.headerChallenge
            _ = packer.add(.status(status))
        }
        var statuses = (exchange.state.owedStatuses + exchange.statuses)[...]
        while var status = statuses.first {
            status.commandID = packer.nextCommandID()
            guard packer.add(.status(status)) else { break }
            statuses.removeFirst()
        }
        exchange.state.owedStatuses = Array(statuses)
        var answers = (exchange.state.owedCommands + exchange.answers)[...]
        while statuses.isEmpty, let owed = answers.first {
            let commandID = packer.nextCommandID()
            let command = owed.command.numbered(commandID)
            // Larger than any message of this device: sent all the same rather than never.
            guard packer.add(command, evenIfTooLarge: packer.isAsEmptyAsCanBe) else { break }
            exchange.state.outstanding.sent(
                messageID: packer.header.messageID, commandID: commandID, purpose: owed.purpose)
            answers.removeFirst()
        }
        exchange.state.owedCommands = Array(answers)
        return statuses.isEmpty && answers.isEmpty
    }

    // MARK: - Storing

    /// Encodes the reply and commits it with the session's state and everything it promises.
    private mutating func store(_ exchange: inout Exchange, isFinal: Bool, commits: Bool) throws -> ExchangeReply {
        let incoming = exchange.incoming
        let reply = packer.message(isFinal: isFinal)
        let bytes = WireForm.encode(
            reply.element(incoming.encoding), as: incoming.encoding, version: reply.header.version)
        exchange.state.nextMessageID += 1
        let contentType = incoming.request.contentType ?? incoming.encoding.contentType
        let answer = ExchangeReply(status: 200, contentType: contentType, body: bytes)
        try store(
            &exchange, answer, to: incoming.message.header.messageID, hash: incoming.hash, commits: commits)
        return answer
    }

    /// Commits the session's state with the last reply that its device was given.
    private func store(
        _ exchange: inout Exchange, _ reply: ExchangeReply, to messageID: String, hash: [UInt8], commits: Bool
    ) throws {
        exchange.countTrace(replyBytes: reply.body.count)
        let storing = exchange.service.dependencies.stopwatch()
        let ended = exchange.state.packages.isEnded && !exchange.state.owesFinal
        if commits { try SessionCommit.prepare(&exchange) }
        var record = exchange.record
        record.updatedAt = exchange.now
        let ends = ended && record.endedAt == nil && !exchange.state.packages.isSuspended
        record.endedAt = ended ? record.endedAt ?? exchange.now : nil
        record.state = try SessionCoding.encode(exchange.state)
        record.lastMessageID = messageID
        record.lastRequestHash = hash
        record.lastReply = reply.body
        record.lastReplyContentType = reply.contentType
        let contexts = exchange.contexts
        let promises = exchange.commits
        let finals = ends ? try SessionCommit.results(of: exchange) : []
        try exchange.store.write { [record] store in
            for context in contexts.values {
                let row = try context.updated()
                if row != context.original, !commits { try store.update(row) }
            }
            for promise in promises { try promise(store) }
            for result in finals { _ = try store.append(result) }
            try store.update(record)
        }
        exchange.service.states.keep(KnownState(bytes: record.state, state: exchange.state), of: record.id)
        exchange.record = record
        exchange.keepTrace(reply, storing: exchange.service.dependencies.stopwatch() - storing)
    }
}

extension Command {
    /// The same command with a CmdID.
    func numbered(_ commandID: String) -> Command {
        switch self {
        case .results(var results):
            results.commandID = commandID
            return .results(results)
        case .alert(var alert):
            alert.commandID = commandID
            return .alert(alert)
        case .get(var get):
            get.commandID = commandID
            return .get(get)
        case .add, .replace, .copy, .move, .delete, .put, .status, .map, .sync, .sequence, .atomic, .exec, .search,
            .unknown:
            return self
        }
    }
}
