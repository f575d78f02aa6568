import SyncMLFront
import SyncTypes

/// What a device is told when the answer to a message takes time.
extension Exchange {
    private var deviceKey: String { message.header.source.uri }

    /// From here on the device can be given interim replies.
    mutating func beginLongWork() {
        guard service.dependencies.wait != nil else { return }
        let interim = InterimReply(
            header: ReplyComposer.header(for: self), encoding: incoming.encoding,
            contentType: incoming.request.contentType ?? incoming.encoding.contentType, code: headerCode,
            challenge: headerChallenge, asks: profile.quirks.awaitsNextMessageAlert)
        let work = LongWork(hash: incoming.hash, interim: interim)
        longWork = work
        service.works.begin(work, of: deviceKey, patience: patience)
    }

    func endLongWork() {
        guard let longWork else { return }
        _ = longWork.end()
        service.works.end(of: deviceKey)
    }

    /// How long the device waits for an answer, in seconds.
    var patience: Int {
        DeviceSetting.patience.value(of: device, account).flatMap { Int($0) } ?? BridgeService.usualPatience
    }
}
