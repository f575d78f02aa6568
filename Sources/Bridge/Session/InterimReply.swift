import SyncMLFront
import SyncTypes

/// What a device gets while the answer to its message is still being worked out: the status of its SyncHdr, and no Final, which lets it
/// ask for the rest by Alert 222 (OMA DS section 6.5). Devices that wait to be asked get Alert 222 themselves.
struct InterimReply: Sendable {
    /// The header of the first one; each further one has the next MsgID.
    let header: Header
    let encoding: WireEncoding
    let contentType: String
    /// Status of the SyncHdr of the message at work, with a nonce for the device's next session.
    let code: Int
    let challenge: Challenge?
    /// The device waits for Alert 222.
    let asks: Bool

    /// The n-th reply, in answer to a message. `isOwn`: to the one at work.
    func encoded(number: Int, to message: Message, isOwn: Bool) -> ExchangeReply {
        var header = header
        header.messageID = String((Int(header.messageID) ?? 1) + number)
        var packer = ReplyPacker(header: header, encoding: encoding, limit: ReplyComposer.most)
        var status = Status(
            commandID: packer.nextCommandID(), messageRef: message.header.messageID, commandRef: "0",
            command: "SyncHdr", code: isOwn ? code : StatusCode.ok)
        status.targetRefs = [message.header.target.uri]
        status.sourceRefs = [message.header.source.uri]
        status.challenge = isOwn ? challenge : nil
        _ = packer.add(.status(status))
        if asks {
            _ = packer.add(.alert(Alert(commandID: packer.nextCommandID(), code: AlertCode.nextMessage)))
        }
        let reply = packer.message(isFinal: false)
        return ExchangeReply(
            status: 200, contentType: contentType,
            body: WireForm.encode(reply.element(encoding), as: encoding, version: header.version))
    }
}
