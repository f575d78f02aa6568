import DAVClient
import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation

/// The device's changes go upstream: as they arrive in a two-way sync, after its Final whatever needs the whole picture.
extension Exchange {
    /// Pushes what this message brought, while the device's package goes on.
    mutating func pushArrived() async throws {
        for index in state.datastores.indices where pushesOnArrival(state.datastores[index]) {
            _ = try await push(
                index, deletes: false, besides: state.datastores[index].suspects ?? [], until: deadline())
        }
    }

    private func pushesOnArrival(_ session: DatastoreSession) -> Bool {
        switch session.mode {
        // Where items may have changed their names, new ones wait for the whole picture.
        case .twoWay: session.doubts == nil
        case .oneWayFromClient: true
        case .slow, .refreshFromClient, .slowFromClient, .slowFromServer, .oneWayFromServer, .refreshFromServer,
            .resetClient, .backup:
            false
        }
    }

    /// Settles everything the device sent. False when time ran out: the device asks again and it goes on.
    mutating func settle() async throws -> Bool {
        let deadline = deadline()
        // Also where the device sends nothing: texts of earlier sessions may wait.
        for index in state.datastores.indices {
            if !state.datastores[index].isMatched {
                try clockEcho(index).settle()
                state.datastores[index].suspects = nil
                switch state.datastores[index].mode {
                case .slow, .refreshFromClient, .slowFromClient, .slowFromServer:
                    if state.datastores[index].mode != .refreshFromClient {
                        try ClockHabit(store: store, context: try context(index), session: state.datastores[index])
                            .settleKnown()
                    }
                    // Acknowledged texts go upstream before links of unmentioned items are cut.
                    guard try await push(index, deletes: false, until: deadline) != .outOfTime else { return false }
                    let context = try context(index)
                    if state.datastores[index].hasLeftStaged == true { try leftStaged(context.datastore.id).tell() }
                    let matching = SlowSyncMatching(
                        store: store, context: context, session: state.datastores[index], record: record.id)
                    let new = try matching.run()
                    if state.datastores[index].mode.takesChanges {
                        state.datastores[index].tally.inAdded += new
                    } else if new > 0 {
                        state.datastores[index].hasUntaken = true
                    }
                case .twoWay:
                    try doubtRepeated(index)
                    let twins = try doubtful(index).hold()
                    state.datastores[index].twins = twins.isEmpty ? nil : twins
                case .backup: try tellBackup(index)
                case .oneWayFromClient, .oneWayFromServer, .refreshFromServer, .resetClient: break
                }
                state.datastores[index].isMatched = true
            }
            // What waits for upstream waits for a sync.
            guard state.datastores[index].mode != .backup else { continue }
            let twins = (state.datastores[index].twins ?? [:]).map(\.key)
            guard try await settleDeletions(index, besides: twins, until: deadline) else { return false }
            guard try await push(index, deletes: true, besides: twins, until: deadline) != .outOfTime else {
                return false
            }
            // Where nothing is sent, what is to be asked waits for the next sync that sends.
            if state.datastores[index].mode.asksDoubtful { try doubtful(index).ask() }
        }
        return true
    }

    /// A device that repeats most of a session has heard of none of it, whatever anchor it names: the rest of it is in doubt.
    private mutating func doubtRepeated(_ index: Int) throws {
        let session = state.datastores[index]
        guard session.doubts == nil, let repetition = session.repetition else { return }
        let rest = try store.read {
            try $0.unmentionedCount(session.row, since: repetition.session, before: record.id)
        }
        guard rest > 0, rest <= repetition.count else { return }
        state.datastores[index].doubts = DoubtfulLinks.Range(since: repetition.session, includesOurs: false)
    }

    private mutating func doubtful(_ index: Int) throws -> DoubtfulLinks {
        DoubtfulLinks(
            store: store, context: try context(index), session: state.datastores[index], record: record.id)
    }

    /// Approved deletions run; what this package wants to delete passes the guard. False when time ran out.
    private mutating func settleDeletions(
        _ index: Int, besides twins: [LinkRow], until deadline: Int64
    ) async throws -> Bool {
        let context = try context(index)
        if state.datastores[index].outage == nil,
            try store.read({ try $0.hasAnsweredDeletions(context.datastore.id) })
        {
            let client = try client()
            let approved = ApprovedDeletions(
                store: store, account: account, device: device, context: context, client: client,
                resources: service.resources, clock: service.dependencies.clock, logger: logger,
                refresh: service.refresh(for: account, through: client, logger),
                before: state.datastores[index].before)
            try await approved.run()
        }
        guard try store.read({ try $0.dueDeletionCount(context.datastore.id) }) > 0 else { return true }
        // Texts first: what they meet upstream may be news, and then there are fewer items than the mirror believes.
        switch try await push(index, deletes: false, besides: twins, until: deadline) {
        case .outOfTime: return false
        case .upstreamDown: try gate(context).postpone()
        case .finished:
            guard try await lookAgain(index, context) else {
                try gate(context).postpone()
                return true
            }
            try gate(context, state.datastores[index]).run()
        }
        return true
    }

    /// Lists everything again before a good part of it is deleted: a server whose tokens died silently may have less than the mirror
    /// believes, and then more than half of it would pass for less. False when upstream does not answer.
    private mutating func lookAgain(_ index: Int, _ context: DatastoreContext) async throws -> Bool {
        let now = now
        let (due, there) = try store.read { store in
            (try store.dueDeletionCount(context.datastore.id), try Census(of: context, store, now: now))
        }
        let shown = there.sinceBefore(state.datastores[index].before).shown
        guard !account.mayErase, state.datastores[index].mayErase != true, due * 4 > shown, shown >= MassDeletion.least
        else { return true }
        let refresh = service.refresh(for: account, through: try client(), logger)
        do {
            for collection in context.collections { try await refresh(collection.id, .everything) }
        } catch is DAVError {
            return false
        }
        let left = try store.read { try Census(of: context, $0, now: now) }
        state.datastores[index].before = state.datastores[index].before?.without(there.shown - left.shown)
        return true
    }

    /// The guard before this device's deletions.
    func gate(_ context: DatastoreContext, _ counted: DatastoreSession? = nil) -> DeviceGuard {
        DeviceGuard(
            store: store, account: account, device: device, context: context, session: record.id,
            before: counted?.before, mayErase: counted?.mayErase == true, logger: logger, now: now)
    }

    /// Until when one reply may push; what is left goes on with the device's next message. A single request that takes longer is
    /// what interim replies are for.
    private func deadline() -> Int64 { service.dependencies.stopwatch() + Int64(patience) * 750 }
}

extension SyncMode {
    /// True where links may stay in doubt: the device does not say all that it has, and its items are not replaced.
    fileprivate var asksDoubtful: Bool {
        switch self {
        case .twoWay, .oneWayFromClient: true
        case .slow, .refreshFromClient, .slowFromClient, .slowFromServer, .oneWayFromServer, .refreshFromServer,
            .resetClient, .backup:
            false
        }
    }
}
