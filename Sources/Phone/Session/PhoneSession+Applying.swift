import SyncMLFront
import SyncTypes

/// The server's Sync, carried out on the phone's store, each item with its Status.
extension PhoneSession {
    /// Sync: the store it means, then its commands.
    mutating func handle(_ sync: Sync, _ context: ReplyContext) {
        let command = Command.sync(sync)
        let targets = sync.target.map { [$0.uri] } ?? []
        let sources = sync.source.map { [$0.uri] } ?? []
        let found = exchanges.firstIndex { $0.isMeant(target: sync.target, source: sync.source) && $0.isAlive }
        let code = found == nil ? StatusCode.notFound : StatusCode.ok
        answer(
            status(command, context, code, targets: targets, sources: sources), context, noResponse: sync.noResponse)
        if let index = found {
            if let count = sync.numberOfChanges { report.stores[index].announced = count }
            emptyForRefresh(index)
        }
        let inner = ReplyContext(messageID: context.messageID, isSilent: context.isSilent || sync.noResponse)
        for command in sync.commands { change(found, command, inner) }
    }

    /// A refresh from the server begins with an empty store.
    private mutating func emptyForRefresh(_ index: Int) {
        guard exchanges[index].mode == .refreshFromServer, !exchanges[index].isEmptied else { return }
        exchanges[index].isEmptied = true
        remember(index) { $0.open?.isEmptied = true }
        let setting = exchanges[index].configuration
        do {
            for luid in try store.luids(in: setting) { try store.remove(luid, in: setting) }
            remember(index) { $0.known = [:] }
        } catch {
            drop(index, StatusCode.datastoreFailure)
        }
    }

    /// One command inside a Sync.
    private mutating func change(_ index: Int?, _ command: Command, _ context: ReplyContext) {
        switch command {
        case .add(let items), .replace(let items), .delete(let items):
            for item in items.items { apply(index, command, items, item, context) }
            if items.items.isEmpty {
                answer(
                    status(command, context, StatusCode.incompleteCommand), context, noResponse: items.noResponse)
            }
        case .sequence(let group), .atomic(let group):
            answer(status(command, context, StatusCode.ok), context, noResponse: group.noResponse)
            for inner in group.commands { change(index, inner, context) }
        case .copy(let items), .move(let items):
            answer(
                status(command, context, StatusCode.optionalFeatureNotSupported), context,
                noResponse: items.noResponse)
        case .alert, .get, .put, .results, .status, .map, .sync, .exec, .search, .unknown:
            handle(command, context)
        }
    }

    /// One item of a command, with its Status: SourceRef for what the server names, TargetRef for what the phone names.
    private mutating func apply(
        _ index: Int?, _ command: Command, _ items: ItemCommand, _ item: Item, _ context: ReplyContext
    ) {
        let code = index.map { outcome($0, command, items, item) } ?? StatusCode.notFound
        if let index, code >= 300 {
            let name = item.target?.uri ?? item.source?.uri ?? ""
            report.stores[index].problems.append(
                StoreReport.Problem(item: name, command: command.name, status: code, isOurs: false))
        }
        let answered = status(
            command, context, code, targets: item.target.map { [$0.uri] } ?? [],
            sources: item.source.map { [$0.uri] } ?? [])
        answer(answered, context, noResponse: items.noResponse)
    }

    /// Carries out one item and says the status code.
    private mutating func outcome(_ index: Int, _ command: Command, _ items: ItemCommand, _ item: Item) -> Int {
        guard exchanges[index].mode.writesClient else { return StatusCode.commandNotAllowed }
        switch command {
        case .delete:
            guard let luid = item.target?.uri, !luid.isEmpty else { return StatusCode.incompleteCommand }
            return delete(index, LUID(luid))
        case .add, .replace, .copy, .move, .alert, .get, .put, .results, .status, .map, .sync, .sequence, .atomic,
            .exec, .search, .unknown:
            break
        }
        let text: [UInt8]
        switch content(index, command, items.meta, item) {
        case .more: return StatusCode.chunkAccepted
        case .refused(let code): return code
        case .complete(let whole): text = whole
        }
        do {
            guard case .replace = command else { return try add(index, text, guid: item.source?.uri) }
            return try replace(index, text, item)
        } catch {
            return error.code == .full ? StatusCode.deviceFull : StatusCode.datastoreFailure
        }
    }

    /// The whole text of an item once its last chunk is here, decoded and of a type this store takes.
    private mutating func content(
        _ index: Int, _ command: Command, _ outer: Meta?, _ item: Item
    ) -> IncomingItem.Outcome {
        let key = IncomingItem.Key(
            store: index, command: command.name, name: item.source?.uri ?? item.target?.uri ?? "")
        let chunk = item.data?.content ?? []
        var meta = PhoneSession.joined(item.meta, outer)
        var whole = chunk
        if let unfinished = incoming, unfinished.key != key {
            incoming = nil
            let setting = exchanges[unfinished.key.store].configuration
            let item = Item(target: Location(uri: setting.uri), source: Location(uri: setting.localURI))
            let alert = Alert(commandID: "", code: AlertCode.noEndOfData, items: [item])
            outbox.append(Outbound(.alert(alert), awaits: .nothing))
        }
        if incoming != nil || item.moreData {
            if incoming == nil {
                incoming = IncomingItem(key: key, meta: meta)
                guard let begun = incoming else { return .refused(StatusCode.sizeRequired) }
                if let limit = configuration.maxObjectSize, begun.announcedSize > limit {
                    incoming = nil
                    return .refused(StatusCode.entityTooLarge)
                }
            }
            meta = incoming?.meta ?? meta
            switch incoming?.append(chunk, isLast: !item.moreData) {
            case .more: return .more
            case .complete(let bytes): whole = bytes
            case .refused(let code):
                incoming = nil
                return .refused(code)
            case nil: return .refused(StatusCode.commandFailed)
            }
            incoming = nil
        }
        return decoded(index, whole, meta)
    }

    private func decoded(_ index: Int, _ text: [UInt8], _ meta: Meta) -> IncomingItem.Outcome {
        if let limit = configuration.maxObjectSize, text.count > limit { return .refused(StatusCode.entityTooLarge) }
        let format = exchanges[index].configuration.format
        if let type = meta.type, !format.acceptedMediaTypes.contains(ContentType(type).mediaType) {
            return .refused(StatusCode.unsupportedMediaType)
        }
        switch meta.format?.lowercased() ?? "" {
        case "", "chr", "bin": return .complete(text)
        case "b64": return Base64.decode(text).map { .complete($0) } ?? .refused(StatusCode.badRequest)
        default: return .refused(StatusCode.unsupportedMediaType)
        }
    }

    /// The item's Meta, completed by its command's.
    private static func joined(_ inner: Meta?, _ outer: Meta?) -> Meta {
        var meta = inner ?? Meta()
        meta.type = meta.type ?? outer?.type
        meta.format = meta.format ?? outer?.format
        meta.size = meta.size ?? outer?.size
        return meta
    }
}
