import SyncMLFront
import SyncTypes

/// A message from the outbox to its bytes, and the end of the session.
extension PhoneSession {
    /// Writes the next message: what waits in the outbox, then changes, then what the package needs to go on or end.
    mutating func compose() -> PhoneStep {
        messageID += 1
        var draft = Draft(
            header: header(), encoding: configuration.encoding, limit: sendLimit,
            firstCommandID: configuration.habits.firstCommandID)
        fill(&draft)
        if shouldSuspend { phase = .suspending }
        let isFinal = round(&draft) || configuration.habits.finalEarly == true
        let outgoing = Outgoing(
            url: url, contentType: configuration.encoding.contentType, body: draft.finish(isFinal: isFinal))
        lastSent = outgoing
        report.messages += 1
        report.bytesSent += outgoing.body.count
        return .send(outgoing)
    }

    /// The smaller of what the server takes and what the phone itself can hold.
    var sendLimit: Int? {
        let limits = [server.maxMessageSize, configuration.maxMessageSize].compactMap { $0 }.filter { $0 > 0 }
        return limits.min().map { max($0, PhoneConfiguration.smallestMessage) }
    }

    /// Moves waiting commands into a message until one does not fit.
    private mutating func fill(_ draft: inout Draft) {
        while let next = outbox.first {
            if !draft.fits(next.command) {
                // Beside the header's Status alone, something has to go out in every message.
                guard draft.commands.count <= 1 else { return }
                if let halves = next.halves {
                    outbox.replaceSubrange(0...0, with: halves)
                    continue
                }
            }
            outbox.removeFirst()
            let id = draft.append(next.command)
            if let meaning = next.awaited { awaited.expect(meaning, message: messageID, command: id) }
        }
    }

    /// Completes a message according to its package; true when Final ends it.
    private mutating func round(_ draft: inout Draft) -> Bool {
        let habits = configuration.habits
        switch phase {
        case .ready, .ended:
            return true
        case .suspending:
            suspend(&draft)
            return true
        case .opening(isSent: false):
            guard outbox.isEmpty else { return false }
            phase = .opening(isSent: true)
            return true
        case .sending:
            guard outbox.isEmpty, addChanges(&draft) else { return false }
            phase = .receiving
            return true
        case .opening(isSent: true), .receiving:
            guard outbox.isEmpty else { return false }
            ask(&draft)
            return habits.finalWhenAsking
        case .closing(isSent: _):
            guard outbox.isEmpty else { return false }
            if !heldMaps.isEmpty {
                // The names go into a message of their own, after the statuses.
                let hasStatuses = draft.commands.count > 1
                outbox = heldMaps
                heldMaps = []
                if hasStatuses { return false }
                fill(&draft)
                guard outbox.isEmpty else { return false }
            }
            phase = .closing(isSent: true)
            return habits.finalInLastMessage
        }
    }

    /// Asks for the rest of the server's package.
    private mutating func ask(_ draft: inout Draft) {
        switch configuration.habits.asking {
        case .statuses: return
        case .alert222: break
        }
        let setting = exchanges.first { $0.isAlive }?.configuration
        let items =
            setting.map { [Item(target: $0.target(configuration.version), source: Location(uri: $0.localURI))] } ?? []
        let id = draft.append(.alert(Alert(commandID: "", code: AlertCode.nextMessage, items: items)))
        awaited.expect(.nothing, message: messageID, command: id)
    }

    /// The server's package 4 is complete.
    mutating func beginClosing() {
        phase = .closing(isSent: false)
        if let unfinished = incoming {
            // The package ended in the middle of an item.
            incoming = nil
            let setting = exchanges[unfinished.key.store].configuration
            let item = Item(target: setting.target(configuration.version), source: Location(uri: setting.localURI))
            let alert = Alert(commandID: "", code: AlertCode.noEndOfData, items: [item])
            outbox.append(Outbound(.alert(alert), awaits: .nothing))
        }
    }

    /// The end: anchors become those of this session, for every store that took part until now.
    mutating func finish() -> PhoneStep {
        phase = .ended
        for (index, change) in awaited.unanswered {
            report.stores[index].problems.append(
                StoreReport.Problem(
                    item: change.luid.rawValue, command: change.kind.commandName, status: 0, isOurs: true))
        }
        for index in exchanges.indices where exchanges[index].isAlive {
            let exchange = exchanges[index]
            remember(index) { memory in
                memory.lastAnchor = exchange.nextAnchor
                memory.serverAnchor = exchange.serverAnchor
                memory.open = nil
            }
        }
        store.memory.lastReport = report
        return .finished(report)
    }
}
