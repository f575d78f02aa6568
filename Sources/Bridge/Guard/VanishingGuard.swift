import Logging
import Mapping
import SyncTypes

/// Stands between a server that suddenly lists (nearly) nothing and the devices: few vanishings are believed, many wait for
/// approval (design, "Guard and journal").
struct VanishingGuard: Sendable {
    let store: Store
    let account: Account
    let record: CollectionRecord
    /// How many members the mirror had when this refresh began.
    let present: Int
    let now: Int64
    let logger: Logger
    /// True once this refresh has noted that it may have to hold.
    private(set) var isForeseen = false

    /// What is to be done about resources that are not there any more.
    enum Verdict: Hashable, Sendable {
        /// Nothing has vanished.
        case nothing
        /// They become tombstones; so many count against the next ones.
        case run(counted: Int)
        /// Somebody rejected them: the mirror's bodies go back to the server.
        case restore
        /// They wait.
        case hold(Int, why: String)

        /// True when they wait.
        var isHeld: Bool {
            switch self {
            case .hold: true
            case .nothing, .run, .restore: false
            }
        }
    }

    /// Notes what may have to wait before anything else of a listing is saved: should the refresh break off there, the next one
    /// would find what is new in the mirror, and the same vanishings few.
    mutating func foresee(_ vanished: Int) throws {
        guard vanished > 0, !account.mayErase, try store.read({ try $0.hold(of: record.id) }) == CollectionHold() else {
            return
        }
        guard try reason(for: vanished) != nil else { return }
        try store.write {
            try $0.setHold(CollectionHold(count: vanished, revision: record.counter, since: nil), of: record.id)
        }
        isForeseen = true
    }

    /// The rule that forbids so many; nil: none does.
    private func reason(for vanished: Int) throws -> String? {
        let recent = try store.read {
            try $0.vanishings(of: record.id, since: now - MassDeletion.memorySeconds)
        }
        return MassDeletion.decide(.init(due: vanished, recent: recent, held: 0, present: present)).reason
    }

    /// Judges. A hold lasts until it is answered or nothing is missing any more, however few are left of it: what is added meanwhile,
    /// and what a device writes back, says nothing about the others.
    func judge(_ vanished: Int) throws -> Verdict {
        guard vanished > 0 else { return .nothing }
        let hold = isForeseen ? CollectionHold() : try store.read { try $0.hold(of: record.id) }
        switch hold.answer {
        case .rejected: return .restore
        case .approved(let count) where count >= vanished: return .run(counted: 0)
        case .approved, .awaited: break
        }
        if account.mayErase { return .run(counted: 0) }
        if let reason = try reason(for: vanished) { return .hold(vanished, why: reason) }
        return hold == CollectionHold() ? .run(counted: vanished) : .hold(vanished, why: "the rest of a held set")
    }

    /// The vanishings happened, or there were none: a hold ends.
    func settled(count: Int) throws {
        let hold = try store.read { try $0.hold(of: record.id) }
        guard hold != CollectionHold() || count > 0 else { return }
        try store.write { store in
            if hold != CollectionHold() { try store.setHold(CollectionHold(), of: record.id) }
            if count > 0 { try store.tallyVanishing(of: record.id, at: now, count: count) }
        }
    }

    /// Keeps them waiting, and says so once.
    func hold(_ count: Int, why: String, revision: Int64) throws {
        let known = try store.read { try $0.hold(of: record.id) }
        guard known.count != count || known.since == nil else { return }
        let hold = CollectionHold(
            count: count, revision: known.revision ?? revision, since: known.since ?? now)
        let entry = JournalEntry(
            at: now, account: account.id, collection: record.href, action: .held,
            summary: "\(count) items vanished from \(record.displayName) at the server",
            detail:
                "\(why). No device deletes anything; footbridge device approve lets the devices delete them, footbridge"
                + " device reject writes them to the server again")
        try store.write { store in
            try store.setHold(hold, of: record.id)
            _ = try store.append(entry)
        }
        logger.warning(
            "vanishings upstream held for approval",
            metadata: [
                "account": "\(account.name)", "collection": "\(record.displayName)", "count": "\(count)",
                "reason": "\(why)",
            ])
    }
}
