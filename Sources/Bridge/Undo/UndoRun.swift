import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation
import Versit

/// Undoes entries of one account, newest first, as one step.
struct UndoRun {
    let store: Store
    let account: Account
    let target: UndoTarget
    let isDryRun: Bool
    let search: UndoSearch
    let write: UndoWrite
    let clock: @Sendable () -> Int64
    /// The step its journal lines belong to; made with the first of them.
    private(set) var step: UndoStepRow?
    /// What earlier lines of a dry run would have left.
    private var pictures: [Href: UndoPlace] = [:]
    /// Why the server cannot be used now: the rest is left alone.
    private var outage: String?

    /// How often a concurrent change upstream is looked at again.
    private static let attempts = 4

    init(
        store: Store, account: Account, target: UndoTarget, isDryRun: Bool, client: DAVClient,
        clock: @escaping @Sendable () -> Int64, logger: Logger
    ) {
        self.store = store
        self.account = account
        self.target = target
        self.isDryRun = isDryRun
        self.clock = clock
        search = UndoSearch(store: store, account: account, client: client, isDryRun: isDryRun)
        write = UndoWrite(search: search, clock: clock, logger: logger)
    }

    /// Undoes one entry. Never throws for what a server does; store errors pass through.
    mutating func undo(_ entry: JournalEntry) async throws -> UndoLine {
        var line = UndoLine(entry: entry.id.rawValue, summary: UndoRun.summary(of: entry), outcome: .nothing)
        if let outage {
            line.outcome = .untried
            line.reason = outage
            return line
        }
        if let later = try store.read({ try $0.undoing(entry.id) }) {
            let name = later.step.map { "u\($0)" } ?? "\(later.id)"
            line.reason = "undone already by entry \(later.id); footbridge undo \(name) takes that back"
            return line
        }
        do {
            return try await settle(entry, line)
        } catch let error as DAVError {
            line.reason = error.reason
            line.outcome = UndoRun.isOutage(error.code) ? .untried : .failed
            if line.outcome == .untried { outage = error.reason }
            return line
        }
    }

    private mutating func settle(_ entry: JournalEntry, _ line: UndoLine) async throws -> UndoLine {
        var line = line
        guard var href = entry.href, var collection = try search.collection(of: href) else {
            return UndoRun.failed(line, "its collection is not part of the account any more")
        }
        for _ in 0..<Self.attempts {
            let place: UndoPlace
            if let picture = pictures[href] {
                place = picture
            } else {
                place = try await search.place(of: entry, at: href, in: collection)
            }
            let plan = UndoPlan.decide(
                before: entry.before, after: entry.after, current: place.body,
                now: DateTime(secondsSince1970: Int(clock())))
            if let refusal = try refusal(plan, entry, place) { return UndoRun.failed(line, refusal) }
            switch try await carryOut(plan, entry, place, &line) {
            case .done(let after):
                if isDryRun {
                    pictures[href] = UndoPlace(
                        href: place.href, collection: place.collection, body: after, etag: place.etag)
                }
                return line
            case .again: continue
            case .elsewhere(let other):
                href = other
                collection = try search.collection(of: other) ?? collection
            case .refused(let reason): return UndoRun.failed(line, reason)
            }
        }
        return UndoRun.failed(line, "the resource keeps changing upstream")
    }

    /// Does what was decided, and says so in the line.
    private mutating func carryOut(
        _ plan: UndoPlan, _ entry: JournalEntry, _ place: UndoPlace, _ line: inout UndoLine
    ) async throws -> UndoWrite.Outcome {
        switch plan {
        case .create(let body):
            line.outcome = .restored
            return try await put(body, entry, place)
        case .rewrite(let body, let changes, let conflicts):
            line.outcome = .changed
            line.properties = changes
            line.conflicts = conflicts.map { .init(property: $0.property, lost: $0.lost) }
            return try await put(body, entry, place)
        case .remove:
            line.outcome = .removed
            if isDryRun { return .done(after: nil) }
            var made = step
            let outcome = try await write.delete(at: place) { store, _ in
                made = try journal(entry, place, after: nil, in: store)
            }
            step = made
            return outcome
        case .nothing(let reason):
            line.outcome = .nothing
            line.reason = reason
            return .done(after: place.body)
        case .conflict(let conflicts):
            line.outcome = .conflict
            line.conflicts = conflicts.map { .init(property: $0.property, lost: $0.lost) }
            line.reason = try "changed since \(whoChanged(entry, place))"
            return .done(after: place.body)
        case .changedSince, .removedSince, .refused: return .done(after: place.body)
        }
    }

    private mutating func put(
        _ body: [UInt8], _ entry: JournalEntry, _ place: UndoPlace
    ) async throws -> UndoWrite.Outcome {
        if isDryRun { return .done(after: body) }
        guard let kind = try? ResourceReader.parts(of: body, kind: nil).kind else {
            return .refused("it is neither a card nor an event, task or journal")
        }
        var made = step
        let outcome = try await write.put(body, kind: kind, at: place) { store, after in
            made = try journal(entry, place, after: after, in: store)
        }
        step = made
        return outcome
    }

    // MARK: - The journal

    /// Writes an undo down, in the transaction that ends it. Answers the step, made by the first line.
    private func journal(
        _ entry: JournalEntry, _ place: UndoPlace, after: [UInt8]?, in store: StoreWriter
    ) throws -> UndoStepRow {
        let now = clock()
        let step =
            try self.step ?? store.insert(UndoStep(account: account.id, at: now, target: target.description))
        let action: JournalAction =
            switch (place.body, after) {
            case (nil, _): .created
            case (.some, .some): .updated
            case (.some, nil): .deleted
            }
        try store.append(
            JournalEntry(
                at: now, account: account.id, collection: place.collection.href, href: place.href, uid: entry.uid,
                action: action, summary: UndoRun.summary(of: entry), before: place.body, after: after,
                detail: "undo of entry \(entry.id)", undoes: entry.id, step: step))
        return step
    }

    private static func summary(of entry: JournalEntry) -> String {
        if !entry.summary.isEmpty { return entry.summary }
        let text = entry.before ?? entry.after
        return text.flatMap { try? ResourceReader.parts(of: $0, kind: nil).summary } ?? entry.uid
    }

    private static func failed(_ line: UndoLine, _ reason: String) -> UndoLine {
        var line = line
        line.outcome = .failed
        line.properties = []
        line.conflicts = []
        line.reason = reason
        return line
    }
}
