import DAVClient
import Logging
import Mapping
import SyncTypes

/// Brings the mirror of one collection to what the server lists now (design, "Refreshing the mirror").
///
/// sync-collection where the server has it, else ctag and a listing with etags; a rejected or silently dead token means a full
/// comparison of etags, never a slow sync for phones. The listing goes through the store, so that memory does not grow with
/// the collection.
struct MirrorRefresh: Sendable {
    let store: Store
    let account: Account
    let clock: @Sendable () -> Int64
    let logger: Logger
    /// Told of each decision.
    var marks: MarkObserver?
    /// The server may be asked for more while an answer is stored.
    var readsAhead = false

    /// What the server told, once it lies in the store.
    private struct Reading {
        /// False: only what changed since the token.
        var isComplete: Bool
        var token: SyncToken?
        var ctag: String?
        /// A member could not be read: the token moves on, and the whole is compared soon.
        var hasUnreadable = false
    }

    /// Refreshes one collection. Throws `DAVError` and leaves the mirror as it was, or as of the last saved batch.
    func run(_ row: CollectionRow, _ depth: RefreshDepth, through client: DAVClient) async throws {
        guard let record = try store.read({ try $0.collection(row) }) else { return }
        let remote = client.collection(record)
        let listing = ListingComparison(
            store: store, record: record, remote: remote, marks: marks, readsAhead: readsAhead)
        try listing.clear()
        guard var reading = try await read(depth, of: record, remote, into: listing) else { return }
        if !reading.isComplete, try store.read({ try $0.hold(of: record.id) }) != CollectionHold() {
            // What waits for an answer may be told once and never again: only the whole list says whether it is still so.
            try await listEverything(&reading, remote, into: listing)
        }
        // The quiet case: nothing to compare, and nothing is held.
        guard try reading.isComplete || listing.hasMembers() else { return try finish(record, reading) }
        let present = try store.read { try $0.count(of: row) }
        var vanishings = VanishingGuard(
            store: store, account: account, record: record, present: present, now: clock(), logger: logger)
        if !reading.isComplete, try listing.isSuspectedWhole() {
            try await listEverything(&reading, remote, into: listing)
        }
        try vanishings.foresee(try listing.vanishedCount(isComplete: reading.isComplete))
        let found = try await listing.fetchChanged(isComplete: reading.isComplete)
        reading.hasUnreadable = found.hasUnreadable && depth == .changes
        if try !reading.isComplete
            && (found.hasUntoldMove || found.echoes > 0 && listing.isSuspectedWhole(echoes: found.echoes))
        {
            try await listEverything(&reading, remote, into: listing)
            try await listing.fetchChanged(isComplete: true)
        }
        try listing.followMoves(isComplete: reading.isComplete)
        var verdict = try vanishings.judge(try listing.vanishedCount(isComplete: reading.isComplete))
        if verdict.isHeld, !reading.isComplete {
            // So much is only believed of a full listing.
            try await listEverything(&reading, remote, into: listing)
            try await listing.fetchChanged(isComplete: reading.isComplete)
            try listing.followMoves(isComplete: true)
            verdict = try vanishings.judge(try listing.vanishedCount(isComplete: true))
        }
        marks?(verdict.mark)
        switch verdict {
        case .nothing: try vanishings.settled(count: 0)
        case .run(let count):
            // A listing of nothing lacks what is new, too.
            let isEmpty = try reading.isComplete && present > 0 && !listing.hasMembers()
            let isShort = reading.isComplete ? try await listing.askForMissing() : false
            let gone = try listing.vanishedCount(isComplete: reading.isComplete)
            try listing.dropVanished(isComplete: reading.isComplete)
            try vanishings.settled(count: min(count, gone))
            // What else it lacks is told by the next one.
            if isShort || isEmpty { (reading.token, reading.ctag) = (record.syncToken, record.ctag) }
        case .restore:
            try await VanishedRestore(store: store, account: account, record: record, remote: remote, clock: clock)
                .run()
            try vanishings.settled(count: 0)
        case .hold(let count, let reason):
            // The listing stays, and the token does not move: the next refresh asks again.
            return try vanishings.hold(count, why: reason, revision: record.counter)
        }
        try finish(record, reading)
    }

    private func listEverything(
        _ reading: inout Reading, _ remote: UpstreamCollection, into listing: ListingComparison
    ) async throws {
        try listing.clear()
        try await remote.list(listing.add)
        reading.isComplete = true
    }

    /// Asks the server in the best way it has. Nil: nothing has changed.
    private func read(
        _ depth: RefreshDepth, of record: CollectionRecord, _ remote: UpstreamCollection,
        into listing: ListingComparison
    ) async throws -> Reading? {
        if depth == .everything {
            var reading = Reading(isComplete: false, token: record.syncToken, ctag: record.ctag)
            try await listEverything(&reading, remote, into: listing)
            return reading
        }
        guard record.supportsSync else { return try await listWhenChanged(record, remote, into: listing) }
        switch try await remote.changes(since: record.syncToken, listing.add) {
        case .complete(let token):
            return Reading(isComplete: record.syncToken == nil, token: token, ctag: record.ctag)
        case .unsupported:
            return try await listWhenChanged(record, remote, into: listing)
        case .tokenRejected:
            try listing.clear()
            switch try await remote.changes(since: nil, listing.add) {
            case .complete(let token): return Reading(isComplete: true, token: token, ctag: record.ctag)
            case .tokenRejected, .unsupported: return try await listWhenChanged(record, remote, into: listing)
            }
        }
    }

    private func listWhenChanged(
        _ record: CollectionRecord, _ remote: UpstreamCollection, into listing: ListingComparison
    ) async throws -> Reading? {
        // A report that turned out to be none may have told some members.
        try listing.clear()
        let state = try await remote.state()
        if let ctag = state.ctag, ctag == record.ctag { return nil }
        try await remote.list(listing.add)
        return Reading(isComplete: true, token: record.syncToken, ctag: state.ctag)
    }

    /// The token is stored after everything it stands for.
    private func finish(_ record: CollectionRecord, _ reading: Reading) throws {
        let isListed = try store.read { try $0.hasListing(of: record.id) }
        guard reading.isComplete || isListed || reading.token != record.syncToken else { return }
        // At the next upkeep, and then once a day: what can never be read must not cost a listing each minute.
        let comparedAt = reading.hasUnreadable ? 0 : reading.isComplete ? clock() : record.comparedAt
        try store.write { store in
            try store.setState(
                record.id, ctag: reading.ctag, syncToken: reading.token, comparedAt: comparedAt)
            try store.clearListing(of: record.id)
        }
    }
}
