import Mapping
import SyncMLFront
import SyncTypes

/// Commands of the message body: each earns its status (SyncML Representation section 5.5).
extension Exchange {
    /// Runs one command.
    mutating func handle(_ command: Command) async throws {
        if let code = RefusedCommand.status(of: command) {
            answer(command, code)
            return
        }
        switch command {
        case .status(let status): try received(status)
        case .results(let results): try received(results)
        case .put(let put): try received(put)
        case .get(let get): received(get)
        case .alert(let alert): try await received(alert)
        case .map(let map): try received(map)
        case .sync(let sync): try await received(sync)
        case .sequence(let group):
            answer(command, StatusCode.ok)
            for inner in group.commands { try await handle(inner) }
        case .atomic(let group):
            answer(command, StatusCode.ok)
            for inner in group.commands { try await handle(inner) }
        case .add, .replace, .copy, .delete:
            // A change outside Sync belongs to no datastore.
            answer(command, StatusCode.commandNotAllowed)
        case .move, .exec, .search, .unknown:
            answer(command, StatusCode.optionalFeatureNotSupported)
        }
    }

    /// Adds a command's status, unless the device wants none.
    mutating func answer(
        _ command: Command, _ code: Int, targets: [String] = [], sources: [String] = [], items: [Item] = []
    ) {
        guard !command.wantsNoResponse else { return }
        answer(command.commandID, command.name, code, targets: targets, sources: sources, items: items)
    }

    /// Adds a status.
    mutating func answer(
        _ commandID: String, _ name: String, _ code: Int, targets: [String] = [], sources: [String] = [],
        items: [Item] = []
    ) {
        guard !message.header.noResponse else { return }
        var status = Status(
            commandID: "", messageRef: answeredID ?? message.header.messageID, commandRef: commandID, command: name,
            code: code)
        status.targetRefs = targets
        status.sourceRefs = sources
        status.items = items
        statuses.append(status)
    }

    // MARK: - Device information

    private mutating func received(_ put: Put) throws {
        let source = put.items.first?.source?.uri ?? ""
        let learnt = try learn(from: put.items)
        if !put.noResponse {
            answer(put.commandID, "Put", learnt ? StatusCode.ok : StatusCode.notFound, sources: [source])
        }
    }

    private mutating func received(_ results: Results) throws {
        let source = results.items.first?.source?.uri ?? results.sourceRef ?? ""
        let learnt = try learn(from: results.items)
        answer(results.commandID, "Results", learnt ? StatusCode.ok : StatusCode.notFound, sources: [source])
    }

    /// Keeps the device information among the items. False when there is none.
    private mutating func learn(from items: [Item]) throws -> Bool {
        for item in items {
            guard let element = item.data?.element(named: "DevInf") else { continue }
            let information = DeviceInformation(from: element)
            DeviceKnowledge.note(information, element, in: &device)
            profile = service.profile(of: device, userAgent: incoming.request.userAgent)
            contexts.removeAll()
            let learnt = device
            try store.write { store in
                var row = learnt
                // What the administrator has set meanwhile stays.
                row.settings = try store.device(row.id)?.settings ?? row.settings
                try store.update(row)
            }
            return true
        }
        return false
    }

    /// Bytes that the rest of a message with our device information may take.
    private static let roomBesideInformation = 2500
    /// Bytes that header, a few statuses and the Results element take at least.
    private static let roomAroundInformation = 1600

    private func size(of information: DeviceInformation) -> Int {
        let version = message.header.version
        return WireForm.encode(information.element(version), as: incoming.encoding, version: version).count
    }

    private mutating func received(_ get: Get) {
        let target = get.items.first?.target?.uri ?? ""
        guard target.lowercased().contains("devinf") else {
            // Motorola A780 asks for ./EstimatedUpdateCount/contacts.
            answer(.get(get), StatusCode.notFound, targets: [target])
            return
        }
        let version = message.header.version
        var information = DeviceKnowledge.serverInformation(
            for: message, settings: service.settings, profile: profile,
            wish: wish)
        if let most = state.maxMessageSize {
            if size(of: information) > most - Self.roomBesideInformation {
                // SyncEvolution leaves CTCap out of its own for small messages, too.
                information = information.withoutCapabilities
            }
            guard size(of: information) <= most - Self.roomAroundInformation else {
                // No message of this device can hold it, and it can sync without.
                answer(.get(get), StatusCode.entityTooLarge, targets: [target])
                return
            }
        }
        answer(.get(get), StatusCode.ok, targets: [target])
        var results = Results(
            commandID: "", messageRef: answeredID ?? message.header.messageID, commandRef: get.commandID,
            meta: Meta(type: incoming.encoding.deviceInformationType))
        results.items = [
            Item(source: Location(uri: version.devInfURI), data: .element(information.element(version)))
        ]
        answers.append(OwedCommand(command: .results(results), purpose: .initialization))
    }

    /// Asks once a session for what the device did not offer.
    mutating func askForInformation() {
        guard device.information == nil, !state.askedForInformation else { return }
        state.askedForInformation = true
        let version = message.header.version
        var get = Get(commandID: "", meta: Meta(type: incoming.encoding.deviceInformationType))
        get.items = [Item(target: Location(uri: version.devInfURI))]
        answers.append(OwedCommand(command: .get(get), purpose: .initialization))
    }
}

extension Command {
    /// NoResp of the command itself.
    fileprivate var wantsNoResponse: Bool {
        switch self {
        case .add(let command), .replace(let command), .copy(let command), .move(let command), .delete(let command):
            command.noResponse
        case .alert(let alert): alert.noResponse
        case .get(let get): get.noResponse
        case .put(let put): put.noResponse
        case .sync(let sync): sync.noResponse
        case .sequence(let group), .atomic(let group): group.noResponse
        case .results, .status, .map, .exec, .search, .unknown: false
        }
    }
}
