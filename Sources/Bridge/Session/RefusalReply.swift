import SyncMLFront

/// The reply to a message none of whose commands ran: the SyncHdr's status, and the same for each command.
struct RefusalReply: Sendable {
    let incoming: Incoming
    let code: Int
    var challenge: Challenge?
    var retryAfter: Int?

    init(incoming: Incoming, code: Int) {
        self.incoming = incoming
        self.code = code
    }

    /// The encoded reply. A peer that suppressed responses still gets the SyncHdr's status.
    func encoded() -> ExchangeReply {
        let message = incoming.message
        let header = Header(
            version: message.header.version, sessionID: message.header.sessionID,
            messageID: message.header.messageID, target: Location(uri: message.header.source.uri),
            source: Location(uri: incoming.ownName), respURI: incoming.request.addressAnew)
        // Strangers get no long replies: one of many megabytes could be asked for with a short message.
        let limit = min(message.header.meta?.maxMessageSize ?? ReplyComposer.most, ReplyComposer.most)
        var packer = ReplyPacker(header: header, encoding: incoming.encoding, limit: limit)
        var status = Status(
            commandID: packer.nextCommandID(), messageRef: message.header.messageID, commandRef: "0",
            command: "SyncHdr", code: code)
        status.targetRefs = [message.header.target.uri]
        status.sourceRefs = [message.header.source.uri]
        status.challenge = challenge
        _ = packer.add(.status(status))
        commands: for command in message.commands where !message.header.noResponse {
            switch command {
            case .status, .results: continue
            case .add, .replace, .copy, .move, .delete, .alert, .get, .put, .map, .sync, .sequence, .atomic, .exec,
                .search, .unknown:
                let fits = packer.add(
                    .status(
                        Status(
                            commandID: packer.nextCommandID(), messageRef: message.header.messageID,
                            commandRef: command.commandID, command: command.name, code: code)))
                if !fits { break commands }
            }
        }
        let reply = packer.message(isFinal: true)
        let bytes = WireForm.encode(reply.element(incoming.encoding), as: incoming.encoding, version: header.version)
        return ExchangeReply(
            status: 200, contentType: incoming.request.contentType ?? incoming.encoding.contentType, body: bytes,
            retryAfter: retryAfter)
    }
}
