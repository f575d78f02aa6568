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
            profile: profile, now: now, wish: state.parameters?.format)
        let context = try loader.load(
            session.row, deviceName: session.deviceName, collections: session.collections, session: session)
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
        let text = lens.meant(text)
        var known = try linkNamed(luid, in: index)
        // What comes once all was matched is a change like any other: nobody would look for its match any more.
        let isWhole = session.mode.matches && !session.isMatched
        // Of a slow sync that goes on after that, what comes is what its device has not told yet, edits among it, by whatever verb.
        let command = session.isResumed == true && session.mode.matches && !isWhole ? .replace : command
        if isWhole {
            state.datastores[index].wholeItems = (session.wholeItems ?? 0) + 1
            if session.hasLeftStaged == true { try leftStaged(session.row).retake(luid, as: text, lens) }
        }
        // A retitled task shares nothing with what it was; a contact whose name, numbers and addresses all changed at once is
        // another person under a name used again, and so is whatever bears a name that a restored device may have forgotten.
        let isDoubtful = isWhole || command == .add || kind == .contact || known.map { isForgotten($0, index) } ?? false
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
            if let known { try seen(known, text, outside: context.scope) }
            return (command == .add ? StatusCode.alreadyHeld(isWhole) : StatusCode.ok, nil)
        case .update:
            guard let known else { return (StatusCode.ok, nil) }
            if kind == .event, try clockEcho(index).isSuspect(text, of: known) {
                state.datastores[index].suspects = (session.suspects ?? []) + [known.id]
            }
            guard session.mode.takesChanges else {
                try overrule(known, text)
                return (StatusCode.ok, nil)
            }
            state.datastores[index].tally.inChanged += 1
            return (StatusCode.ok, try pend(text, format, on: known))
        case .reused:
            if let known {
                logger.notice("the device reuses an item's name", metadata: metadata(session.serverName))
                // Free again since a Delete of this package, or given twice: then more may have changed its name.
                let isFree = known.pendingDelete && known.touchedIn == record.id
                let needsSlowSync = !isWhole && !isFree
                try store.write { store in
                    try store.unname(known)
                    // The link goes with this commit, whatever becomes of the session.
                    guard needsSlowSync, var row = try store.datastore(session.row) else { return }
                    row.needsSlowSync = true
                    try store.update(row)
                }
                if needsSlowSync { state.datastores[index].needsSlowSync = true }
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

    /// True for an item of a session that the device may have been restored to before: it may not know what its name stands for.
    private func isForgotten(_ link: Link, _ index: Int) -> Bool {
        guard let doubts = state.datastores[index].doubts, doubts.includesOurs, let touched = link.touchedIn else {
            return false
        }
        return touched >= doubts.since && touched < record.id
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
}

extension StatusCode {
    /// The answer to an Add of what is already there: in a slow sync it is as good as added.
    fileprivate static func alreadyHeld(_ isWhole: Bool) -> Int { isWhole ? StatusCode.itemAdded : StatusCode.ok }
}
