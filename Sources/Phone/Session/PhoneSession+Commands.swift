import Markup
import SyncMLFront
import SyncTypes

/// The server's commands, each with its Status.
extension PhoneSession {
    /// Carries out one command of SyncBody.
    mutating func handle(_ command: Command, _ context: ReplyContext) {
        switch command {
        case .status(let status):
            settle(status)
        case .alert(let alert):
            for status in statuses(for: alert, context) { answer(status, context, noResponse: alert.noResponse) }
        case .sync(let sync):
            handle(sync, context)
        case .get(let get):
            handle(get, context)
        case .put(let put):
            learn(put.items)
            answerInformation(command, noResponse: put.noResponse, sources: sources(put.items), context)
        case .results(let results):
            learn(results.items)
            let named = results.sourceRef.map { [$0] } ?? sources(results.items)
            answerInformation(command, noResponse: false, sources: named, context)
        case .sequence(let group), .atomic(let group):
            answer(status(command, context, StatusCode.ok), context, noResponse: group.noResponse)
            for inner in group.commands { handle(inner, context) }
        case .add(let item), .replace(let item), .copy(let item), .move(let item), .delete(let item):
            // Items belong into a Sync.
            answer(
                status(command, context, StatusCode.commandNotAllowed), context, noResponse: item.noResponse)
        case .map, .exec, .search:
            answer(status(command, context, StatusCode.optionalFeatureNotSupported), context, noResponse: false)
        case .unknown:
            answer(status(command, context, StatusCode.notImplemented), context, noResponse: false)
        }
    }

    /// A Status for a command as a whole.
    func status(
        _ command: Command, _ context: ReplyContext, _ code: Int, targets: [String] = [], sources: [String] = []
    ) -> Status {
        Status(
            commandID: "", messageRef: context.messageID, commandRef: command.commandID, command: command.name,
            targetRefs: targets, sourceRefs: sources, code: code)
    }

    /// Queues a Status unless the server wants none.
    mutating func answer(_ status: Status, _ context: ReplyContext, noResponse: Bool) {
        if !context.isSilent, !noResponse { outbox.append(Outbound(status)) }
    }

    private mutating func answerInformation(
        _ command: Command, noResponse: Bool, sources: [String], _ context: ReplyContext
    ) {
        guard configuration.habits.answersResults else { return }
        answer(status(command, context, StatusCode.ok, sources: sources), context, noResponse: noResponse)
    }

    private func sources(_ items: [Item]) -> [String] { items.compactMap { $0.source?.uri } }

    /// What the server's device information says about large objects and NumberOfChanges.
    private mutating func learn(_ items: [Item]) {
        for item in items {
            guard let information = item.data?.element(named: "DevInf") else { continue }
            server.largeObjects = information[child: "SupportLargeObjs"] != nil
            server.numberOfChanges = information[child: "SupportNumberOfChanges"] != nil
        }
    }

    /// Alerts of modes, of texts and of the flow of messages.
    private mutating func statuses(for alert: Alert, _ context: ReplyContext) -> [Status] {
        let command = Command.alert(alert)
        if let code = alert.code, let mode = SyncMode(alertCode: code) {
            return alert.items.map { agree(on: mode, $0, command, context) }
        }
        if alert.code == AlertCode.resume { return alert.items.map { agree(on: nil, $0, command, context) } }
        switch alert.code {
        case AlertCode.display:
            report.notices += alert.items.compactMap { $0.data.map { String(decoding: $0.content, as: UTF8.self) } }
            return [status(command, context, StatusCode.ok)]
        case AlertCode.nextMessage:
            return [status(command, context, StatusCode.ok)]
        case AlertCode.noEndOfData:
            // Answered; the item in question is without its Status and goes out again next time.
            return [status(command, context, StatusCode.ok)]
        default:
            return [status(command, context, StatusCode.optionalFeatureNotSupported)]
        }
    }

    /// The server's Alert for a store: its mode is in force, its Next comes back in the Status. Nil: the sync that an earlier session
    /// began goes on.
    private mutating func agree(
        on alertedMode: SyncMode?, _ item: Item, _ command: Command, _ context: ReplyContext
    ) -> Status {
        let targets = item.target.map { [$0.uri] } ?? []
        let sources = item.source.map { [$0.uri] } ?? []
        guard let index = exchanges.firstIndex(where: { $0.isMeant(target: item.target, source: item.source) }) else {
            return status(command, context, StatusCode.notFound, targets: targets, sources: sources)
        }
        guard let mode = alertedMode ?? exchanges[index].resumed?.mode else {
            return status(
                command, context, StatusCode.optionalFeatureNotSupported, targets: targets, sources: sources)
        }
        if mode != exchanges[index].resumed?.mode { exchanges[index].startOver() }
        let ignored = configuration.habits.ignoresForcedSlow && mode == .slow && exchanges[index].requested != .slow
        if configuration.habits.refusesOtherModes, mode != exchanges[index].requested {
            return status(
                command, context, StatusCode.optionalFeatureNotSupported, targets: targets, sources: sources)
        }
        if !ignored { exchanges[index].mode = mode }
        exchanges[index].serverAnchor = item.meta?.nextAnchor
        exchanges[index].maxObjectSize = item.meta?.maxObjectSize
        var status = status(command, context, StatusCode.ok, targets: targets, sources: sources)
        if let next = item.meta?.nextAnchor, let anchor = Meta(nextAnchor: next).anchorElement() {
            status.items = [Item(data: .element(anchor))]
        }
        return status
    }

    /// Get of the device information is answered with Results in the next message.
    private mutating func handle(_ get: Get, _ context: ReplyContext) {
        let wanted = configuration.version.devInfURI
        let targets = get.items.compactMap { $0.target?.uri }
        let isKnown = !targets.isEmpty && targets.allSatisfy { $0 == wanted }
        let code = isKnown ? StatusCode.ok : StatusCode.notFound
        answer(status(.get(get), context, code, targets: targets), context, noResponse: get.noResponse)
        guard isKnown else { return }
        let results = Results(
            commandID: "", messageRef: context.messageID, commandRef: get.commandID,
            meta: Meta(type: configuration.encoding.deviceInformationType), items: [informationItem()])
        outbox.append(Outbound(.results(results), awaits: .nothing))
    }
}
