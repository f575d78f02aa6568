import SyncMLFront
import SyncTypes

/// Suspension (OMA DS 1.2, Alert 224): the statuses that are due, the Alert, and nothing after the answer to it.
extension PhoneSession {
    /// True when the next message is to suspend the session: the modes are agreed, and the session has not come to its end.
    var shouldSuspend: Bool {
        guard let count = environment.suspendsAfter, messageID > count else { return false }
        switch phase {
        case .ready, .opening, .suspending, .ended: return false
        case .sending, .receiving, .closing: return true
        }
    }

    /// Puts the Alert behind the statuses. What did not fit beside them stays unsaid, as after a session that broke off.
    mutating func suspend(_ draft: inout Draft) {
        outbox = []
        heldMaps = []
        let items = exchanges.filter(\.isAlive).map {
            Item(target: Location(uri: $0.configuration.uri), source: Location(uri: $0.configuration.localURI))
        }
        let id = draft.append(.alert(Alert(commandID: "", code: AlertCode.suspend, items: items)))
        awaited.expect(.nothing, message: messageID, command: id)
    }

    /// The server has answered: the anchors stay those of before.
    mutating func finishSuspended() -> PhoneStep {
        phase = .ended
        report.isSuspended = true
        store.memory.lastReport = report
        return .finished(report)
    }
}
