import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation
import Versit

/// What a device's change does to its link. Nothing goes upstream here: texts wait on their links, deletes for the Final.
extension Exchange {
    /// The rows and lenses of a datastore, loaded once.
    mutating func context(_ index: Int) throws -> DatastoreContext {
        if let known = contexts[index] { return known }
        let session = state.datastores[index]
        let loader = DatastoreLoader(
            settings: service.settings, dependencies: service.dependencies, account: account, device: device,
            profile: profile, now: now)
        let context = try loader.load(
            session.row, deviceName: session.deviceName, collections: session.collections,
            window: session.window ?? .all)
        contexts[index] = context
        return context
    }

    /// An Add or Replace with its whole text.
    mutating func arrived(
        _ text: [UInt8], _ format: ItemFormat, _ command: DeviceChange.Command, _ luid: LUID, in index: Int
    ) throws -> (Int, LinkRow?) {
        try noteOpen(index)
        var context = try context(index)
        let session = state.datastores[index]
        let kind = context.kind(of: text)
        context.observe(text, kind: kind, labelled: format)
        contexts[index] = context
        let lens = context.lens(for: kind)
        var known = try linkNamed(luid, in: index)
        let isWhole = session.mode == .slow || session.mode == .refreshFromClient
        if isWhole {
            state.datastores[index].wholeItems = (session.wholeItems ?? 0) + 1
            if session.hasLeftStaged == true { try leftStaged(session.row).retake(luid, as: text, lens) }
        }
        // A retitled task shares nothing with what it was; a contact whose name, numbers and addresses all changed at once is
        // another person under a name used again.
        let isDoubtful = isWhole || command == .add || kind == .contact
        known = try known.map { try settled($0, by: text, lens, mayBeOther: isDoubtful) }
        if session.mode == .refreshFromClient, let link = known { known = try rebased(link, lens) }
        let item: DeviceChange.Item =
            known.map { link in
                let reference = link.pending ?? link.held
                return .known(
                    same: reference.map { $0 == text || lens.isSame($0, text) } ?? false,
                    close: reference.map { !isDoubtful || lens.isClose(text, to: $0) } ?? true)
            } ?? .unknown
        // In a slow sync every item comes again, whatever the verb: only what is recognisably the same keeps its name.
        let change = DeviceChange.decide(isWhole ? .add : command, item)
        context.marks?(change.mark)
        if command == .add, let known { noteRepetition(known, index) }
        switch change {
        case .echo:
            if let known { try seen(known, text, outside: context.window) }
            return (command == .add ? StatusCode.alreadyHeld(isWhole) : StatusCode.ok, nil)
        case .update:
            guard let known else { return (StatusCode.ok, nil) }
            if kind == .event, try clockEcho(index).isSuspect(text, of: known) {
                state.datastores[index].suspects = (session.suspects ?? []) + [known.id]
            }
            state.datastores[index].tally.inChanged += 1
            return (StatusCode.ok, try pend(text, format, on: known))
        case .reused:
            if let known {
                logger.notice("the device reuses an item's name", metadata: metadata(session.serverName))
                try store.write { try $0.unname(known) }
                // Free again since a Delete of this package, or given twice: then more may have changed its name.
                let isFree = known.pendingDelete && known.touchedIn == record.id
                if !isWhole, !isFree { state.datastores[index].needsSlowSync = true }
            }
            return try created(text, format, luid, .add, isWhole: isWhole, lens, in: index)
        case .create:
            return try created(text, format, luid, command, isWhole: isWhole, lens, in: index)
        case .delete, .release, .alreadyGone:
            return (StatusCode.ok, nil)
        }
    }

    /// From here on the datastore has links that the device may not know to be taken.
    private mutating func noteOpen(_ index: Int) throws {
        let session = state.datastores[index]
        guard session.openSince == nil, !session.mode.startsOver else { return }
        let record = record.id
        try store.write { try $0.noteOpen(session.row, since: record) }
        state.datastores[index].openSince = record
        contexts[index]?.datastore.openSince = record
    }

    /// An Add of what an earlier session took.
    private mutating func noteRepetition(_ link: Link, _ index: Int) {
        guard state.datastores[index].mode == .twoWay, let session = link.touchedIn, session < record.id else { return }
        if state.datastores[index].repetition?.add(session) == nil {
            state.datastores[index].repetition = Repetition(of: session)
        }
    }

    /// The link of a name. The name of which a device made one item too many stands for nothing when the device says it again.
    func linkNamed(_ luid: LUID, in index: Int) throws -> Link? {
        let row = state.datastores[index].row
        guard let link = try store.read({ try $0.link(row, luid) }), link.storedCopy == .stray else {
            return try store.read { try $0.link(row, luid) }
        }
        try store.write { try $0.remove(link.id) }
        return nil
    }

    mutating func clockEcho(_ index: Int) throws -> ClockEcho {
        ClockEcho(
            store: store, account: account, device: device, context: try context(index),
            session: state.datastores[index], record: record.id, now: now)
    }

    // MARK: - Links

    /// In a refresh from the client the device's item replaces what the server has: its base is what the server has now, so
    /// that every difference is the device's. Nil: it has gone from the server, so the device's item is matched or made anew.
    private func rebased(_ link: Link, _ lens: Lens) throws -> Link? {
        guard link.pending == nil, let id = link.resource, let resource = try store.read({ try $0.resource(id) }) else {
            return link
        }
        guard !resource.isGone else {
            try store.write { try $0.remove(link.id) }
            return nil
        }
        guard let view = try? lens.view(of: link.part, in: resource.body, held: link.held)
        else { return link }
        var link = link
        link.held = view.text
        link.sent = view.text
        link.revision = resource.revision
        return link
    }

    private func pend(_ text: [UInt8], _ format: ItemFormat, on link: Link) throws -> LinkRow {
        var link = link
        link.pending = text
        link.pendingFormat = format
        link.pendingReason = nil
        link.pendingDelete = false
        link.touchedIn = record.id
        try store.write { [link] in try $0.update(link) }
        return link.id
    }

    /// The link after a text that shows that our unanswered Replace did arrive: the device holds the offered view, or what its
    /// user has made of it since. `mayBeOther`: a text that shares nothing with either is another item under the name.
    private func settled(_ known: Link, by text: [UInt8], _ lens: Lens, mayBeOther: Bool) throws -> Link {
        guard known.pending == nil, known.isOffered, let offered = known.offered, let held = known.held else {
            return known
        }
        var link = known
        if link.storedCopy != nil, !mayBeOther || lens.isClose(text, to: offered) || lens.isClose(text, to: held) {
            // The device has it under the old name after all.
            link.state = .linked
        }
        if link.state == .linked, !lens.isSame(held, text),
            lens.isSame(offered, text) || lens.isMade(text, from: offered, notFrom: held)
        {
            link.holdOffer()
        }
        if link != known { try store.write { [link] in try $0.update(link) } }
        return link
    }

    private func seen(_ link: Link, _ text: [UInt8], outside window: TimeWindow) throws {
        guard link.touchedIn != record.id || link.offered != nil || !link.heldFromDevice else { return }
        var link = link
        link.touchedIn = record.id
        link.pendingDelete = false
        if link.pending == nil {
            link.held = text
            link.heldFromDevice = true
        }
        // An unanswered Replace did not arrive: the view is due again.
        if link.offered != nil { link.showAgain() }
        try store.write { [link] in try $0.update(try $0.keepingOpen(link, outside: window)) }
    }

    private mutating func created(
        _ text: [UInt8], _ format: ItemFormat, _ luid: LUID, _ command: DeviceChange.Command, isWhole: Bool,
        _ lens: Lens, in index: Int
    ) throws -> (Int, LinkRow?) {
        let session = state.datastores[index]
        let record = record.id
        guard try hasRoom(isWhole, in: index) else { return (StatusCode.deviceFull, nil) }
        if isWhole {
            // Matched best-first when the whole picture is there.
            try store.write { store in
                _ = try store.stage(
                    StagedItem(datastore: session.row, session: record, luid: luid, format: format, text: text))
            }
            return (StatusCode.itemAdded, nil)
        }
        // The answer to an Add of ours whose Map never came?
        let unmappedAdds = UnmappedAdds(
            store: store, datastore: session.row, lens: lens, isEdit: command == .replace,
            mayRepeat: command == .replace || session.doubts != nil,
            keepsUIDs: try context(index).evidence.keepsUIDs)
        if let unmapped = try unmappedAdds.answered(by: text) {
            var link = unmapped
            link.take(luid)
            link.pending = text
            link.pendingFormat = format
            try store.write { [link] in try $0.update(link) }
            return (StatusCode.itemAdded, link.id)
        }
        state.datastores[index].tally.inAdded += 1
        let row: LinkRow = try store.write { store in
            let guid = try store.allocateGUID(session.row)
            return try store.insert(
                Link(
                    datastore: session.row, resource: nil, part: PartKey(uid: ""), luid: luid, guid: guid,
                    pending: text, pendingFormat: format, touchedIn: record))
        }
        return (StatusCode.itemAdded, row)
    }

    /// False when the device has as many items in the datastore as it may have. In a slow sync those count that came in it:
    /// links of items that it does not mention any more are about to go.
    private mutating func hasRoom(_ isWhole: Bool, in index: Int) throws -> Bool {
        let session = state.datastores[index]
        let most = service.settings.limits.itemsPerDatastore
        let isFull =
            isWhole
            ? (session.wholeItems ?? 0) > most : try store.read { try $0.linkCount(session.row) } >= most
        if isFull, !self.isFull {
            self.isFull = true
            logger.warning(
                "a datastore is full", metadata: metadata(session.serverName).merging(["limit": "\(most)"]) { $1 })
        }
        return !isFull
    }
}

extension StatusCode {
    /// The answer to an Add of what is already there: in a slow sync it is as good as added.
    fileprivate static func alreadyHeld(_ isWhole: Bool) -> Int { isWhole ? StatusCode.itemAdded : StatusCode.ok }
}
