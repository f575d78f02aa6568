import DAVClient
import Logging
import Mapping
import SyncMLFront
import SyncTypes

/// Alerts: a datastore opens, or a package goes on (OMA DS sections 5.1 and 6; codes in protocol facts section 3).
extension Exchange {
    mutating func received(_ alert: Alert) async throws {
        guard let code = alert.code else {
            answer(.alert(alert), StatusCode.incompleteCommand)
            return
        }
        if let mode = SyncMode(alertCode: code) {
            for item in alert.items { try await open(item, mode, alert, isResumed: false) }
            if alert.items.isEmpty { answer(.alert(alert), StatusCode.incompleteCommand) }
            return
        }
        let target = alert.items.first?.target?.uri
        let source = alert.items.first?.source?.uri
        switch code {
        case AlertCode.resume:
            for item in alert.items { try await open(item, .slow, alert, isResumed: true) }
            if alert.items.isEmpty { answer(.alert(alert), StatusCode.incompleteCommand) }
        case AlertCode.display, AlertCode.resultAlert, AlertCode.nextMessage, AlertCode.suspend:
            answer(
                .alert(alert), StatusCode.ok, targets: [target].compactMap { $0 }, sources: [source].compactMap { $0 })
        case AlertCode.noEndOfData:
            // The device missed the end of what we sent: the object goes out again from its start.
            state.outgoing?.offset = 0
            answer(.alert(alert), StatusCode.ok)
        default:
            answer(.alert(alert), StatusCode.optionalFeatureNotSupported)
        }
    }

    /// Alert 222 for the rest of the device's package, where it waits for one (OMA DS section 6.2).
    mutating func askForNextMessage() {
        guard profile.quirks.awaitsNextMessageAlert, !message.isFinal || isShort, !state.owesFinal else { return }
        let datastore = state.datastores.last
        let item = Item(
            target: datastore.map { Location(uri: $0.deviceName) },
            source: datastore.map { Location(uri: $0.serverName) })
        let alert = Alert(commandID: "", code: AlertCode.nextMessage, items: datastore == nil ? [] : [item])
        answers.append(OwedCommand(command: .alert(alert), purpose: .initialization))
    }

    // MARK: - Upstream failures

    /// The status with which a datastore that cannot be reached is refused: try later, and no slow sync afterwards.
    static func status(for error: DAVError) -> Int {
        switch error.code {
        case .unauthorized, .forbidden: StatusCode.forbidden
        case .notFound, .unreachable, .timeout, .tls, .dropped, .serverBusy, .unexpectedStatus, .badReply, .tooLarge,
            .badRedirect, .invalidURL, .noCalDAV, .notCreated, .cancelled:
            StatusCode.serviceUnavailable
        }
    }

    func failed(_ error: DAVError, _ name: String) {
        if error.code == .unauthorized { service.directory.passwordRefused(account: account) }
        logger.warning(
            "upstream failed",
            metadata: metadata(name).merging(["code": "\(error.code.rawValue)", "reason": "\(error.reason)"]) { $1 })
    }

    func metadata(_ datastore: String) -> Logger.Metadata {
        incoming.metadata.merging(["account": "\(account.name)", "datastore": "\(datastore)"]) { $1 }
    }
}
