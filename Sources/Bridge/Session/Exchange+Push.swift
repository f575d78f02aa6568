import DAVClient
import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation

/// Writing upstream: a datastore's open links, page by page and some at once, until a deadline.
extension Exchange {
    /// Links looked at in one go.
    private static let page = 32

    /// How pushing came to its end.
    enum PushEnd: Hashable {
        /// Everything was tried.
        case finished
        /// The deadline passed first.
        case outOfTime
        /// Upstream does not answer: what is left waits.
        case upstreamDown
    }

    /// Writes a datastore's pending texts, and its deletes when they are due.
    mutating func push(
        _ index: Int, deletes: Bool, besides waiting: [LinkRow] = [], until deadline: Int64
    ) async throws -> PushEnd {
        let session = state.datastores[index]
        let context = try context(index)
        var pace = PushPace(most: service.dependencies.upstreamWriters)
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.openLinks(session.row, after: after, limit: Self.page) }
            guard let last = page.last else {
                guard session.outage != nil else { return .finished }
                if deletes { try gate(context).postpone() }
                return .upstreamDown
            }
            if !session.mode.startsOver {
                let unnamed = page.filter(\.mayBeNamed)
                if !unnamed.isEmpty {
                    try store.write { store in
                        for link in unnamed {
                            guard let settled = try store.settleStoredAnew(link) else { continue }
                            try store.update(try store.keepingOpen(settled, outside: context.scope))
                        }
                    }
                }
            }
            let due = page.filter {
                Self.isDue($0, deletes: deletes, in: record.id) && !waiting.contains($0.id)
            }
            after = last.id
            // Where nothing is due nobody needs a way upstream.
            guard !due.isEmpty else { continue }
            let client = try client()
            let refresh = service.refresh(for: account, through: client, logger)
            if state.datastores[index].before == nil {
                state.datastores[index].before = try store.read { try Census(of: context, $0, now: now) }
            }
            if let outage = session.outage {
                try park(due.filter { !$0.pendingDelete }, outage) { upload($0, context, client, refresh) }
                continue
            }
            var rest = due[...]
            while !rest.isEmpty {
                guard service.dependencies.stopwatch() < deadline else { return .outOfTime }
                let round = Array(rest.prefix(PushPace.round))
                rest = rest.dropFirst(PushPace.round)
                let start = service.dependencies.stopwatch()
                let verdicts = try await write(
                    round.map { ($0, upload($0, context, client, refresh)) }, writers: pace.writers)
                pace.finishedRound(writes: round.count, milliseconds: service.dependencies.stopwatch() - start)
                for (link, verdict) in verdicts { note(verdict, of: link, in: index) }
                if verdicts.contains(where: { $0.1.isUpstreamDown }) {
                    if deletes { try gate(context).postpone() }
                    return .upstreamDown
                }
            }
        }
    }

    /// A text that upstream refused is not tried again by itself; one of an earlier session is.
    private static func isDue(_ link: Link, deletes: Bool, in session: SessionRow) -> Bool {
        if link.pendingDelete { return deletes && !link.isAsked }
        return link.pending != nil && !PendingReason.isFinal(link.pendingReason)
    }

    private func upload(
        _ link: Link, _ context: DatastoreContext, _ client: DAVClient, _ refresh: @escaping Refresh
    ) -> Upload {
        let kind = context.kind(of: link.pending ?? link.held ?? [])
        return Upload(
            store: store, account: account, device: device, session: record.id, client: client,
            lens: context.lens(for: kind), kind: kind, collections: context.collections,
            rule: ConflictRule.of(device, account), clock: service.dependencies.clock, logger: logger,
            refresh: refresh, scope: context.scope, marks: context.marks)
    }

    private func write(
        _ uploads: [(link: Link, upload: Upload)], writers: Int
    ) async throws -> [(LinkRow, WriteVerdict)] {
        let service = service
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
