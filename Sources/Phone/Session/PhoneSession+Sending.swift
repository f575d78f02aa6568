import Markup
import SyncMLFront
import SyncTypes

/// Package 3: the phone's changes, in as many messages as the server's MaxMsgSize makes of them.
extension PhoneSession {
    /// The modes are agreed: finds the changes of every store and queues the names of an earlier session.
    mutating func beginSending() {
        phase = .sending
        for index in exchanges.indices where exchanges[index].isAlive {
            let mode = exchanges[index].mode
            report.stores[index].used = mode.alertCode
            skipUsedNumbers(index)
            let resumed = exchanges[index].resumed
            if resumed == nil { begin(index, mode) } else { report.stores[index].isResumed = true }
            outbox += mapCommands(index, memory(index).pendingMaps)
            guard mode.readsClient else {
                exchanges[index].isSent = !configuration.habits.emptySyncWhenSilent
                continue
            }
            let setting = exchanges[index].configuration
            do {
                var queue = try mode.startsOver ? store.everything(in: setting) : store.changes(in: setting)
                if let resumed { goOn(index, resumed, &queue) }
                exchanges[index].queue = queue
                exchanges[index].total = queue.count
            } catch {
                report.notices.append(error.reason)
                drop(index, StatusCode.datastoreFailure)
            }
        }
        if !exchanges.contains(where: \.isAlive) { phase = .closing(isSent: false) }
    }

    /// New items get numbers that no item has or had, so that a name the server knows never changes its meaning.
    private mutating func skipUsedNumbers(_ index: Int) {
        let present = (try? store.luids(in: exchanges[index].configuration)) ?? []
        let names = present.map(\.rawValue) + memory(index).known.keys
        let highest = names.compactMap { Int($0) }.max() ?? 0
        remember(index) { $0.lastNumber = max($0.lastNumber, highest) }
    }

    /// A sync begins. From now on it can be resumed.
    private mutating func begin(_ index: Int, _ mode: SyncMode) {
        let last = exchanges[index].requested == .slow ? nil : memory(index).lastAnchor
        let open = OpenSync(mode: mode, lastAnchor: last, nextAnchor: exchanges[index].nextAnchor)
        if mode.startsOver { forget(index, mode) }
        remember(index) { $0.open = open }
    }

    /// A sync goes on: what the server has acknowledged is not sent again, and an item that was on its way in chunks goes on where
    /// the server's acknowledgements ended.
    private mutating func goOn(_ index: Int, _ open: OpenSync, _ queue: inout [PhoneChange]) {
        let known = memory(index).known
        queue.removeAll { $0.kind != .delete && known[$0.luid.rawValue] == $0.digest }
        guard let transfer = open.transfer, configuration.habits.restartsObjects != true,
            let place = queue.firstIndex(where: { $0.luid.rawValue == transfer.luid && $0.digest == transfer.digest }),
            let text = wireText(index, queue[place]), transfer.offset < text.count
        else { return }
        let change = queue.remove(at: place)
        exchanges[index].transfer = StoreExchange.Transfer(change: change, text: text, offset: transfer.offset)
    }

    /// A sync that starts over clears the anchors and what was agreed under them.
    private mutating func forget(_ index: Int, _ mode: SyncMode) {
        remember(index) { memory in
            memory.lastAnchor = nil
            memory.serverAnchor = nil
            memory.pendingMaps = []
            if mode.readsClient { memory.known = [:] }
        }
    }

    /// Fills a draft with changes. True when nothing is left.
    mutating func addChanges(_ draft: inout Draft) -> Bool {
        for index in exchanges.indices where exchanges[index].isAlive && !exchanges[index].isSent {
            guard open(index, &draft) else { return false }
            while exchanges[index].transfer != nil || !exchanges[index].queue.isEmpty {
                guard addNext(index, &draft) else { return false }
            }
            draft.closeSync()
            exchanges[index].isSent = true
            if configuration.habits.keepsAnchorEarly == true {
                let anchor = exchanges[index].nextAnchor
                remember(index) { $0.lastAnchor = anchor }
            }
        }
        return true
    }

    /// Begins a Sync of a store, when its frame fits.
    private mutating func open(_ index: Int, _ draft: inout Draft) -> Bool {
        let sync = frame(index)
        guard draft.isEmpty || draft.fits(.sync(sync)) else { return false }
        let id = draft.open(sync)
        awaited.expect(.sync(index), message: messageID, command: id)
        exchanges[index].hasBegun = true
        return true
    }

    private func frame(_ index: Int) -> Sync {
        let exchange = exchanges[index]
        let habits = configuration.habits
        var count: Int?
        switch configuration.version {
        case .v10: count = nil
        case .v11, .v12:
            let wanted = habits.numberOfChanges && server.numberOfChanges ?? true && exchange.mode.readsClient
            count = wanted && !exchange.hasBegun ? exchange.total : nil
        }
        return Sync(
            commandID: "", target: exchange.configuration.target(configuration.version),
            source: Location(uri: exchange.configuration.localURI),
            meta: habits.sendsMemory ? PhoneSession.memory : nil,
            numberOfChanges: count)
    }

    /// The free memory an old communicator tells (MetInf, Mem).
    private static var memory: Meta {
        func leaf(_ name: String, _ text: String) -> Element.Node {
            .element(Element(name, namespace: "syncml:metinf", [.text(text)]))
        }
        let mem = Element("Mem", namespace: "syncml:metinf", [leaf("FreeMem", "7627614"), leaf("FreeID", "59590")])
        return Meta(other: [mem])
    }

    /// Writes the next item, or the next chunk of one. False when the message ends here.
    private mutating func addNext(_ index: Int, _ draft: inout Draft) -> Bool {
        if exchanges[index].transfer != nil { return addChunk(index, &draft) }
        let change = exchanges[index].queue[0]
        var text: [UInt8] = []
        if change.kind != .delete {
            guard let present = wireText(index, change) else {
                // The user deleted the file while the session ran: the next one tells.
                exchanges[index].queue.removeFirst()
                return true
            }
            text = present
        }
        let command = command(index, change, text)
        let isSmall = largestObject(index).map { text.count <= $0 } ?? true
        if isSmall, draft.fits(command) {
            exchanges[index].queue.removeFirst()
            changesWritten += 1
            let id = draft.append(command)
            awaited.expect(.change(index, change, isWhole: true), message: messageID, command: id)
            return true
        }
        if isSmall, fitsAlone(command, index, draft) { return false }
        exchanges[index].queue.removeFirst()
        guard isSmall, mayChunk else {
            complain(index, change, StatusCode.entityTooLarge)
            return true
        }
        exchanges[index].transfer = StoreExchange.Transfer(change: change, text: text, offset: 0)
        return addChunk(index, &draft)
    }

    /// True when a command fits into a message of its own, beside what every message holds.
    private func fitsAlone(_ command: Command, _ index: Int, _ draft: Draft) -> Bool {
        guard let capacity = draft.capacity else { return true }
        return draft.cost(command) + draft.cost(.sync(frame(index))) + reserve(draft) <= capacity
    }

    /// Bytes for the Status of the header and for an Alert 222.
    private func reserve(_ draft: Draft) -> Int {
        let status = Status(
            commandID: "", messageRef: "999", commandRef: "0", command: "SyncHdr", targetRefs: [configuration.deviceID],
            sourceRefs: [url], code: StatusCode.ok)
        return draft.cost(.status(status)) + 16
    }

    private var mayChunk: Bool {
        switch configuration.version {
        case .v10: false
        case .v11, .v12: configuration.habits.largeObjects && server.largeObjects ?? true
        }
    }

    /// The text of a change as it is sent; nil when it is gone.
    private func wireText(_ index: Int, _ change: PhoneChange) -> [UInt8]? {
        let setting = exchanges[index].configuration
        guard let text = try? store.read(change.luid, in: setting) else { return nil }
        return setting.format.wireText(text)
    }

    /// Bytes of the largest item the server takes; nil when it says nothing.
    private func largestObject(_ index: Int) -> Int? {
        [server.maxObjectSize, exchanges[index].maxObjectSize].compactMap { $0 }.filter { $0 > 0 }.min()
    }

    /// The command of a whole change.
    private func command(_ index: Int, _ change: PhoneChange, _ text: [UInt8]) -> Command {
        let location = Location(uri: change.luid.rawValue)
        switch change.kind {
        case .delete:
            let isSoft = configuration.habits.deletesSoftly == true
            return .delete(ItemCommand(commandID: "", softDelete: isSoft, items: [Item(source: location)]))
        case .add, .replace: return wrapped(index, change, Item(source: location, data: .bytes(text)))
        }
    }

    /// Add or Replace around an item, as the phone's habits have it.
    func wrapped(_ index: Int, _ change: PhoneChange, _ item: Item) -> Command {
        let habits = configuration.habits
        let type = exchanges[index].configuration.format.contentType.mediaType
        var meta = habits.sendsType ? Meta(type: type) : nil
        if let coding = exchanges[index].configuration.format.coding?.text {
            meta = meta ?? Meta()
            meta?.format = coding
        }
        let items = ItemCommand(commandID: "", meta: meta, items: [item])
        let spelling = exchanges[index].mode.startsOver ? habits.slowItems : habits.newItems
        switch (change.kind, spelling) {
        case (.add, .add): return .add(items)
        case (.add, .replace), (.replace, _), (.delete, _): return .replace(items)
        }
    }
}
