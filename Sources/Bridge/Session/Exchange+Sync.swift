import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation

/// The device's changes arrive: each is stored durably before its status says so (OMA DS section 5.6).
extension Exchange {
    mutating func received(_ sync: Sync) async throws {
        let target = sync.target?.uri ?? ""
        let source = sync.source?.uri ?? ""
        guard let index = datastoreIndex(target: target, source: source) else {
            answer(.sync(sync), StatusCode.notFound, targets: [target], sources: [source])
            for command in sync.commands { answerUnopened(command) }
            return
        }
        if let code = try refilter(sync, index) {
            answer(.sync(sync), code, targets: [target], sources: [source])
            for command in sync.commands { answerUnopened(command) }
            return
        }
        answer(.sync(sync), StatusCode.ok, targets: [target], sources: [source])
        state.datastores[index].announced = state.datastores[index].announced ?? sync.numberOfChanges
        state.datastores[index].arrived = state.datastores[index].arrived ?? 0
        for command in sync.commands { try received(command, in: index) }
    }

    /// Finds an open datastore by either of its names.
    func datastoreIndex(target: String, source: String) -> Int? {
        if let exact = state.datastores.firstIndex(where: { $0.serverName == target && $0.deviceName == source }) {
            return exact
        }
        let name = DatastoreName(wire: target.isEmpty ? source : target)
        return state.datastores.firstIndex { DatastoreName(wire: $0.serverName) == name }
            ?? state.datastores.firstIndex { $0.deviceName == source }
    }

    /// 404 would tell the device that its deletions are done, and a 2xx that all of it is: they come again with 500.
    private mutating func answerUnopened(_ command: Command) {
        switch command {
        case .sequence(let group), .atomic(let group):
            answer(command, StatusCode.commandFailed)
            for inner in group.commands { answerUnopened(inner) }
        case .add, .replace, .copy, .move, .delete, .sync, .exec, .search, .unknown, .alert, .get, .put, .results, .map:
            answer(command, StatusCode.commandFailed)
        case .status: break
        }
    }

    private mutating func received(_ command: Command, in index: Int) throws {
        if let code = RefusedCommand.status(of: command) {
            answer(command, code)
            return
        }
        switch command {
        case .add(let items), .copy(let items):
            // Calmeno and Weblicon say Copy where they mean Add.
            try received(items, command, .add, in: index)
        case .replace(let items):
            try received(items, command, .replace, in: index)
        case .delete(let items):
            try received(items, command, items.softDelete || items.archive ? .softDelete : .delete, in: index)
        case .sequence(let group):
            answer(command, StatusCode.ok)
            for inner in group.commands { try received(inner, in: index) }
        case .atomic(let group):
            try atomic(group, command, in: index)
        case .move(let items):
            // Into another folder (1.2): an item without a folder is where it was.
            for item in items.items { answer(command, StatusCode.ok, sources: [item.source?.uri].compactMap { $0 }) }
            if items.items.isEmpty { answer(command, StatusCode.incompleteCommand) }
        case .status, .results, .put, .get, .alert, .map, .sync, .exec, .search, .unknown:
            answer(command, StatusCode.commandNotAllowed)
        }
    }

    /// All or nothing: what could be refused is looked at before anything is stored.
    private mutating func atomic(_ group: Group, _ command: Command, in index: Int) throws {
        let refused = group.commands.firstIndex { refusal(of: $0, in: index) != nil }
        guard let refused else {
            answer(command, StatusCode.ok)
            for inner in group.commands { try received(inner, in: index) }
            return
        }
        answer(command, StatusCode.atomicFailed)
        for (position, inner) in group.commands.enumerated() {
            let code = position == refused ? refusal(of: inner, in: index) : nil
            answer(inner, code ?? StatusCode.notExecuted)
        }
    }

    private func refusal(of command: Command, in index: Int) -> Int? {
        if let code = RefusedCommand.status(of: command) { return code }
        switch command {
        case .add(let items), .copy(let items), .replace(let items):
            for item in items.items where ItemContent.format(item, items, kind: state.datastores[index].kind) == nil {
                return StatusCode.unsupportedMediaType
            }
            if items.items.contains(where: { ($0.meta ?? items.meta)?.isFieldLevel == true }) {
                return StatusCode.optionalFeatureNotSupported
            }
            return items.items.contains(where: \.moreData) ? StatusCode.optionalFeatureNotSupported : nil
        case .delete, .move: return nil
        case .status, .results, .put, .get, .alert, .map, .sync, .exec, .search, .unknown, .sequence, .atomic:
            return StatusCode.commandNotAllowed
        }
    }

    private mutating func received(
        _ items: ItemCommand, _ command: Command, _ meaning: DeviceChange.Command, in index: Int
    ) throws {
        guard !items.items.isEmpty else {
            answer(command, StatusCode.incompleteCommand)
            return
        }
        for item in items.items {
            let luid = item.source?.uri ?? item.target?.uri ?? ""
            let position = statuses.count
            let (code, link) = try received(item, items, command, meaning, luid, in: index)
            if code != StatusCode.chunkAccepted {
                state.datastores[index].arrived = (state.datastores[index].arrived ?? 0) + 1
            }
            answer(command, code, sources: luid.isEmpty ? [] : [luid])
            if let link, statuses.count > position { statusOfLink[link] = position }
        }
    }

    /// One item: its status code, and the link whose upload may still change that code.
    private mutating func received(
        _ item: Item, _ items: ItemCommand, _ command: Command, _ meaning: DeviceChange.Command, _ luid: String,
        in index: Int
    ) throws -> (Int, LinkRow?) {
        itemCount += 1
        guard itemCount <= service.settings.limits.itemsPerMessage else { return (StatusCode.entityTooLarge, nil) }
        guard !luid.isEmpty else { return (StatusCode.incompleteCommand, nil) }
        guard state.datastores[index].mode.readsClient else { return (StatusCode.commandNotAllowed, nil) }
        switch meaning {
        case .delete, .softDelete:
            guard state.datastores[index].mode.takesChanges else { return (StatusCode.commandNotAllowed, nil) }
            return (try removed(LUID(luid), meaning, in: index), nil)
        case .add, .replace:
            break
        }
        // A part of an item taken for all of it would clear the rest; the server's device information announces none of this.
        guard (item.meta ?? items.meta)?.isFieldLevel != true else {
            return (StatusCode.optionalFeatureNotSupported, nil)
        }
        var item = item
        if let code = try assemble(&item, items, command, luid, in: index) { return (code, nil) }
        guard let format = ItemContent.format(item, items, kind: state.datastores[index].kind) else {
            return (StatusCode.unsupportedMediaType, nil)
        }
        guard let text = text(of: item, items, format: format, in: index) else {
            return (StatusCode.unsupportedMediaType, nil)
        }
        guard text.count <= service.settings.limits.itemBytes else { return (StatusCode.entityTooLarge, nil) }
        if state.datastores[index].mode == .backup { return (backUp(text, format, meaning, in: index), nil) }
        return try arrived(text, format, meaning, LUID(luid), in: index)
    }
}
