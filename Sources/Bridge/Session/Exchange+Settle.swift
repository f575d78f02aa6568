import DAVClient
import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation

/// The device's changes go upstream: as they arrive in a two-way sync, after its Final whatever needs the whole picture.
extension Exchange {
    /// Longest time one reply may take for pushing, in milliseconds; what is left goes on with the device's next message.
    private static let patience: Int64 = 15_000
    /// Links looked at in one go.
    private static let page = 32

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
        case .slow, .refreshFromClient, .oneWayFromServer, .refreshFromServer: false
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
                case .slow, .refreshFromClient:
                    if state.datastores[index].mode == .slow {
                        try ClockHabit(store: store, context: try context(index), session: state.datastores[index])
                            .settleKnown()
                    }
                    // Acknowledged texts go upstream before links of unmentioned items are cut.
                    guard try await push(index, deletes: false, until: deadline) != .outOfTime else { return false }
                    let context = try context(index)
                    if state.datastores[index].hasLeftStaged == true { try leftStaged(context.datastore.id).tell() }
                    let matching = SlowSyncMatching(
                        store: store, context: context, session: state.datastores[index], record: record.id)
                    state.datastores[index].tally.inAdded += try matching.run()
                case .twoWay:
                    try doubtRepeated(index)
                    let twins = try doubtful(index).hold()
                    state.datastores[index].twins = twins.isEmpty ? nil : twins
                case .oneWayFromClient, .oneWayFromServer, .refreshFromServer:
                    break
                }
                state.datastores[index].isMatched = true
            }
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
        if try store.read({ try $0.hasAnsweredDeletions(context.datastore.id) }) {
            let client = try client()
            let approved = ApprovedDeletions(
                store: store, account: account, device: device, context: context, client: client,
                resources: service.resources, clock: service.dependencies.clock, logger: logger,
                refresh: service.refresh(for: account, through: client, logger))
            try await approved.run()
        }
        guard try store.read({ try $0.dueDeletionCount(context.datastore.id) }) > 0 else { return true }
        // Texts first: what they meet upstream may be news, and then there are fewer items than the mirror believes.
        switch try await push(index, deletes: false, besides: twins, until: deadline) {
        case .outOfTime: return false
        case .upstreamDown: try gate(context).postpone()
        case .finished: try gate(context, state.datastores[index]).run()
        }
        return true
    }

    /// The guard before this device's deletions.
    func gate(_ context: DatastoreContext, _ counted: DatastoreSession? = nil) -> DeviceGuard {
        DeviceGuard(
            store: store, account: account, device: device, context: context, session: record.id,
            before: counted?.before, logger: logger, now: now)
    }

    private func deadline() -> Int64 { service.dependencies.stopwatch() + Self.patience }

    // MARK: - Pushing

    /// How pushing came to its end.
    private enum PushEnd: Hashable {
        /// Everything was tried.
        case finished
        /// The deadline passed first.
        case outOfTime
        /// Upstream does not answer: what is left waits.
        case upstreamDown
    }

    /// Writes a datastore's pending texts, and its deletes when they are due.
    private mutating func push(
        _ index: Int, deletes: Bool, besides waiting: [LinkRow] = [], until deadline: Int64
    ) async throws -> PushEnd {
        let session = state.datastores[index]
        let context = try context(index)
        var pace = PushPace(most: service.dependencies.upstreamWriters)
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.openLinks(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return .finished }
            if !session.mode.startsOver {
                let unnamed = page.filter(\.mayBeNamed)
                if !unnamed.isEmpty {
                    try store.write { store in
                        for link in unnamed {
                            guard let settled = try store.settleStoredAnew(link) else { continue }
                            try store.update(try store.keepingOpen(settled, outside: context.window))
                        }
                    }
                }
            }
            let due = page.filter {
                Self.isDue($0, deletes: deletes, in: record.id) && !waiting.contains($0.id)
            }
            if !due.isEmpty, state.datastores[index].before == nil {
                state.datastores[index].before = try store.read { try Census(of: context, $0) }
            }
            var rest = due[...]
            while !rest.isEmpty {
                guard service.dependencies.stopwatch() < deadline else { return .outOfTime }
                let round = Array(rest.prefix(PushPace.round))
                rest = rest.dropFirst(PushPace.round)
                let start = service.dependencies.stopwatch()
                let verdicts = try await write(round, index, context, writers: pace.writers)
                pace.finishedRound(writes: round.count, milliseconds: service.dependencies.stopwatch() - start)
                for (link, verdict) in verdicts { note(verdict, of: link, in: index) }
                if verdicts.contains(where: { $0.1.isUpstreamDown }) {
                    if deletes { try gate(context).postpone() }
                    return .upstreamDown
                }
            }
            after = last.id
        }
    }

    /// A text that upstream refused is not tried again by itself; one of an earlier session is.
    private static func isDue(_ link: Link, deletes: Bool, in session: SessionRow) -> Bool {
        if link.pendingDelete { return deletes && !link.isAsked }
        return link.pending != nil && !PendingReason.isFinal(link.pendingReason)
    }

    private mutating func write(
        _ links: [Link], _ index: Int, _ context: DatastoreContext, writers: Int
    ) async throws -> [(LinkRow, WriteVerdict)] {
        let client = try client()
        let service = service
        let refresh = service.refresh(for: account, through: client, logger)
        let uploads = links.map { link in
            let kind = context.kind(of: link.pending ?? link.held ?? [])
            let upload = Upload(
                store: store, account: account, device: device, session: record.id, client: client,
                lens: context.lens(for: kind), kind: kind, collections: context.collections,
                rule: ConflictRule.of(device, account), clock: service.dependencies.clock, logger: logger,
                refresh: refresh, window: context.window, marks: context.marks)
            return (link: link, upload: upload)
        }
        @Sendable func one(_ job: (link: Link, upload: Upload)) async throws -> (LinkRow, WriteVerdict) {
            return try await service.resources.within(job.link) {
                let verdict =
                    job.link.pendingDelete
                    ? try await job.upload.delete(job.link.id) : try await job.upload.change(job.link.id)
                return (job.link.id, verdict)
            }
        }
        guard writers > 1 else {
            var verdicts: [(LinkRow, WriteVerdict)] = []
            for job in uploads { verdicts.append(try await one(job)) }
            return verdicts
        }
        return try await withThrowingTaskGroup(of: (LinkRow, WriteVerdict).self) { group in
            var waiting = uploads[...]
            for job in waiting.prefix(writers) { group.addTask { try await one(job) } }
            waiting = waiting.dropFirst(writers)
            var verdicts: [(LinkRow, WriteVerdict)] = []
            for try await verdict in group {
                verdicts.append(verdict)
                if let next = waiting.popFirst() { group.addTask { try await one(next) } }
            }
            return verdicts
        }
    }

    /// Counts a verdict and lets it speak in the command's status, if that is still in this reply.
    private mutating func note(_ verdict: WriteVerdict, of link: LinkRow, in index: Int) {
        service.dependencies.marks?(verdict.mark)
        switch verdict {
        case .stored, .unchanged, .deleted, .returned: break
        case .merged, .deviceWon, .serverWon, .duplicated, .kept: state.datastores[index].tally.conflicts += 1
        case .waiting, .rejected: state.datastores[index].tally.rejected += 1
        }
        guard let code = verdict.statusCode, let position = statusOfLink[link],
            statuses[position].code == StatusCode.ok
        else { return }
        statuses[position].code = code
    }
}

extension WriteVerdict {
    /// True when trying the next item now is pointless.
    fileprivate var isUpstreamDown: Bool {
        switch self {
        case .waiting: true
        case .stored, .unchanged, .merged, .returned, .deviceWon, .serverWon, .duplicated, .rejected, .deleted, .kept:
            false
        }
    }
}

extension SyncMode {
    /// True where links may stay in doubt: the device does not say all that it has, and its items are not replaced.
    fileprivate var asksDoubtful: Bool {
        switch self {
        case .twoWay, .oneWayFromClient: true
        case .slow, .refreshFromClient, .oneWayFromServer, .refreshFromServer: false
        }
    }
}
