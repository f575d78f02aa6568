import Markup
import SyncMLFront
import SyncTypes

/// A reply from its bytes to the next step.
extension PhoneSession {
    /// Reads a reply as strictly as the phones that are strict: exact Content-Type, announced size, this session.
    func read(_ reply: [UInt8], contentType: String, httpStatus: Int) throws(PhoneError) -> Message {
        guard httpStatus == 200 else {
            throw PhoneError(.http, PhoneSession.httpReason(reply, httpStatus), status: httpStatus)
        }
        guard WireEncoding(contentType: contentType) == configuration.encoding else {
            let wanted = configuration.encoding.contentType
            throw PhoneError(.badReply, "the reply's Content-Type is \"\(contentType)\" and not \(wanted)")
        }
        if let limit = configuration.maxMessageSize, reply.count > limit {
            throw PhoneError(.badReply, "the reply has \(reply.count) bytes; this phone takes \(limit)")
        }
        let message: Message
        do {
            message = try Message(from: WireForm.decode(reply, as: configuration.encoding))
        } catch let error as WireError {
            throw PhoneError(.badReply, "the reply cannot be read: \(error.reason)")
        } catch let error as MessageError {
            throw PhoneError(.badReply, "the reply is no message: \(error.reason)")
        } catch {
            throw PhoneError(.badReply, "the reply cannot be read: \(error)")
        }
        guard message.header.sessionID == String(sessionID) else {
            throw PhoneError(
                .badReply, "the reply belongs to session \(message.header.sessionID) and not to \(sessionID)")
        }
        return message
    }

    /// Takes a message: first what it says about the header, then command by command, then the package.
    mutating func take(_ message: Message) throws(PhoneError) -> PhoneStep {
        let header = message.header
        if configuration.habits.followsRespURI, let next = header.respURI, !next.isEmpty { url = next }
        server.maxMessageSize = header.meta?.maxMessageSize ?? server.maxMessageSize
        server.maxObjectSize = header.meta?.maxObjectSize ?? server.maxObjectSize

        switch judge(message.commands) {
        case .proceed: break
        case .refused(let error): return fail(error)
        case .retry:
            guard phase == .opening(isSent: true) || phase == .opening(isSent: false) else {
                return fail(PhoneError(.unauthorized, "the server forgot user \(configuration.user) in mid-session"))
            }
            let step = reopen(answering: header)
            try store.save()
            return step
        }

        let hadMore = !outbox.isEmpty || !heldMaps.isEmpty
        let context = ReplyContext(messageID: header.messageID, isSilent: header.noResponse)
        // First in the next message, before statuses an earlier one had no room for.
        if !header.noResponse { outbox.insert(Outbound(headerStatus(header)), at: 0) }
        let before = outbox.count
        for command in message.commands { handle(command, context) }
        queueMaps()
        let broughtWork = outbox.count > before
        let moved = phase == .sending ? changesWritten > changesSeen : broughtWork || message.isFinal
        changesSeen = changesWritten
        idleReplies = moved || hadMore ? 0 : idleReplies + 1
        let step = proceed(isFinal: message.isFinal, broughtWork: broughtWork)
        try store.save()
        return step
    }

    /// The Status for SyncHdr decides before all else; a reply without one is taken as good.
    private mutating func judge(_ commands: [Command]) -> Login.Verdict {
        for case .status(let status) in commands where status.commandRef == "0" || status.command == "SyncHdr" {
            guard status.messageRef.isEmpty || status.messageRef == String(messageID) else { continue }
            let verdict = login.judge(status)
            store.memory.nonce = login.nonce
            if status.code == StatusCode.authenticationAccepted { store.memory.scheme = login.scheme }
            return verdict
        }
        return .proceed
    }

    /// Moves on along the packages.
    private mutating func proceed(isFinal: Bool, broughtWork: Bool) -> PhoneStep {
        guard idleReplies < PhoneSession.patience else {
            return fail(PhoneError(.stalled, "the server neither sends anything nor ends its package"))
        }
        switch phase {
        case .ready, .ended: return .failed(PhoneError(.misuse, "the session waits for no reply"))
        case .opening(isSent: false), .sending, .closing(isSent: false): return compose()
        case .opening(isSent: true):
            if isFinal { beginSending() }
            return compose()
        case .receiving:
            if isFinal { beginClosing() }
            return compose()
        case .suspending: return finishSuspended()
        case .closing(isSent: true):
            guard broughtWork else { return finish() }
            phase = .closing(isSent: false)
            return compose()
        }
    }

    /// Replies without content the phone bears before it gives up.
    private static var patience: Int { 20 }

    private static func httpReason(_ reply: [UInt8], _ status: Int) -> String {
        let line = String(decoding: reply.prefix(200), as: UTF8.self).prefix { !$0.isNewline }
        let said = line.isEmpty || line.hasPrefix("<") ? "" : ": \(line)"
        return "the server answered with HTTP \(status)\(said)"
    }

    /// The Status for a server's SyncHdr.
    func headerStatus(_ header: Header) -> Status {
        Status(
            commandID: "", messageRef: header.messageID, commandRef: "0", command: "SyncHdr",
            targetRefs: [header.target.uri], sourceRefs: [header.source.uri], code: StatusCode.ok)
    }
}

/// What the commands of one reply have in common.
struct ReplyContext: Hashable, Sendable {
    /// MsgID, for MsgRef.
    var messageID: String
    /// NoResp: no Status for anything in it.
    var isSilent: Bool
}
