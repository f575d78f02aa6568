import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation

/// One conditional write of an undo: intent, PUT or DELETE, read-back, mirror and journal.
struct UndoWrite: Sendable {
    /// How it came out.
    enum Outcome: Sendable {
        /// Done; the text now, nil when it is gone.
        case done(after: [UInt8]?)
        /// Somebody was faster: look and decide again.
        case again
        /// The same item lies elsewhere, where the server says.
        case elsewhere(Href)
        /// Refused for good.
        case refused(String)
    }

    let search: UndoSearch
    let clock: @Sendable () -> Int64
    let logger: Logger

    /// Writes a text over what was found, or where nothing was found. `record` goes into the journal with the outcome.
    func put(
        _ body: [UInt8], kind: ItemKind, at place: UndoPlace, record: (StoreWriter, _ after: [UInt8]?) throws -> Void
    ) async throws -> Outcome {
        let precondition: WritePrecondition
        if place.body == nil {
            precondition = .absent
        } else if let etag = place.etag {
            precondition = .matches(etag)
        } else {
            return .refused("the server gives no ETag, so a later change could not be told from ours")
        }
        let intent = try open(.put, place, body: body)
        do {
            switch try await remote(place).put(
                place.href, body: body, kind: kind, precondition: precondition)
            {
            case .stored: break
            case .preconditionFailed:
                // Ours, if its reply was lost.
                guard try await isThere(body, place, intent) else { return .again }
                return try finish(body, intent, record)
            case .uidConflict(let href):
                try close(intent)
                return href.map { .elsewhere($0) } ?? .refused("another item upstream has the same UID")
            case .rejected(let status, let reason):
                try close(intent)
                return .refused("\(status) \(reason)")
            }
        } catch let error as DAVError {
            guard try await mayHaveHappened(intent, { try await isThere(body, place, intent) }) else { throw error }
            return try finish(body, intent, record)
        }
        return try await readBack(body, place, intent, record)
    }

    /// Removes what was found.
    func delete(
        at place: UndoPlace, record: (StoreWriter, _ after: [UInt8]?) throws -> Void
    ) async throws -> Outcome {
        guard let etag = place.etag else {
            return .refused("the server gives no ETag, so a later change could not be told from ours")
        }
        let intent = try open(.delete, place, body: nil)
        do {
            switch try await remote(place).delete(place.href, ifMatch: etag) {
            case .gone: break
            case .preconditionFailed:
                try close(intent)
                return .again
            case .rejected(let status, let reason):
                try close(intent)
                return .refused("\(status) \(reason)")
            }
        } catch let error as DAVError {
            let isGone = try await mayHaveHappened(intent) {
                let now = try await search.look(at: place.href, in: place.collection)
                try close(intent)
                return now.body == nil
            }
            guard isGone else { throw error }
        }
        try search.store.write { store in
            if let row = try store.resource(place.collection.id, place.href), !row.isGone { try store.markGone(row.id) }
            try record(store, nil)
            try store.close(intent)
        }
        return .done(after: nil)
    }

    // MARK: - Parts

    private func remote(_ place: UndoPlace) -> UpstreamCollection {
        search.client.collection(place.collection)
    }

    private func open(_ operation: IntentOperation, _ place: UndoPlace, body: [UInt8]?) throws -> IntentRow {
        let now = clock()
        return try search.store.write { store in
            let row = try store.resource(place.collection.id, place.href)
            return try store.insert(
                Intent(
                    account: search.account.id, collection: place.collection.id, resource: row?.id, href: place.href,
                    operation: operation, body: body, baseETag: place.etag, base: place.body, createdAt: now))
        }
    }

    private func close(_ intent: IntentRow) throws { try search.store.write { try $0.close(intent) } }

    /// The server has the text: what it made of it is the mirror, and the journal's "after".
    private func readBack(
        _ body: [UInt8], _ place: UndoPlace, _ intent: IntentRow, _ record: (StoreWriter, [UInt8]?) throws -> Void
    ) async throws -> Outcome {
        let saved: UndoPlace
        do {
            saved = try await search.look(at: place.href, in: place.collection)
        } catch is DAVError {
            // It happened, and what exactly lies there is looked at when the intent is settled.
            try search.store.write { try record($0, body) }
            return .done(after: body)
        }
        guard let after = saved.body else {
            try close(intent)
            return .refused("the server accepted the item and does not have it")
        }
        return try finish(after, intent, record)
    }

    private func finish(
        _ after: [UInt8], _ intent: IntentRow, _ record: (StoreWriter, [UInt8]?) throws -> Void
    ) throws -> Outcome {
        try search.store.write { store in
            try record(store, after)
            try store.close(intent)
        }
        return .done(after: after)
    }

    /// True when the text lies there; the intent is closed when something else does.
    private func isThere(_ body: [UInt8], _ place: UndoPlace, _ intent: IntentRow) async throws -> Bool {
        let now = try await search.look(at: place.href, in: place.collection)
        if let found = now.body, ResourceMerge.isSame(found, body) { return true }
        try close(intent)
        return false
    }

    /// After a failure on the way: looks whether the write happened. If that fails too, the intent stays open, and the
    /// server's start or the account's next session looks again.
    private func mayHaveHappened(_ intent: IntentRow, _ look: () async throws -> Bool) async throws -> Bool {
        do {
            return try await look()
        } catch is DAVError {
            logger.warning("an undo may have happened", metadata: ["intent": "\(intent)"])
            return false
        }
    }
}
