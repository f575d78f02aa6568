import DAVClient
import SyncTypes

/// Proves that a collection can be written: an item is made, read, changed and removed again.
extension Checkup {
    /// Why the trial ended early.
    private struct Failed: Error {
        let finding: String
        var advice: String?
    }

    /// Tries one collection, named by its display name, its last path segment or its path. Answers false when it cannot be written, or
    /// something of the trial had to stay there.
    func tryWriting(_ name: String, among collections: [CollectionInfo], _ client: DAVClient) async -> Bool {
        guard let info = Self.named(name, among: collections) else {
            let known = collections.filter { !$0.kinds.isEmpty }.map(\.displayName)
            return tell(
                .fail, "write", "there is no collection \(name)", advice: Suggestion.hint(for: name, among: known))
        }
        let place = "\(info.displayName) (\(info.href))"
        guard let kind = ItemKind.allCases.first(where: { info.kinds.contains($0) }) else {
            return tell(.fail, "write", "\(place) holds no items")
        }
        let token = HexDigits.of(dependencies.random(8))
        let item = TrialItem(kind: kind, isFile: info.isPlainCollection, token: token)
        let collection = client.collection(info)
        let href = item.href(in: info.href)
        var isThere = false
        do {
            try await make(item, href, collection)
            isThere = true
            let habits = try await change(item, href, collection)
            try await remove(href, collection)
            return tell(.ok, "write", "\(place): made, read, changed and removed an item; \(habits)")
        } catch {
            let failed = (error as? Failed) ?? Failed(finding: (error as? DAVError)?.reason ?? "\(error)")
            tell(.fail, "write", "\(place): \(failed.finding)", advice: failed.advice)
            if isThere, !(await isGone(href, collection)) {
                tell(.warn, "write", "\(href) was left behind", advice: "delete it at the server")
            }
            return false
        }
    }

    private static func named(_ name: String, among collections: [CollectionInfo]) -> CollectionInfo? {
        let word = name.lowercased()
        return collections.first { $0.href.canonical == Href(name).canonical }
            ?? collections.first { $0.displayName.lowercased() == word }
            ?? collections.first { $0.href.lastSegment.lowercased() == word }
    }

    private func make(_ item: TrialItem, _ href: Href, _ collection: DAVCollection) async throws {
        switch try await collection.put(
            href, body: item.body("one"), contentType: item.contentType, precondition: .absent)
        {
        case .stored: return
        case .rejected(let status, let reason):
            throw Failed(
                finding: "the server refuses new items: \(status) \(reason)",
                advice: "look at the collection's rights, and its kinds, at the server")
        case .preconditionFailed, .uidConflict:
            throw Failed(finding: "the server says that the trial item is there already")
        }
    }

    /// Changes it, and answers in words what the server does with texts and conditions.
    private func change(_ item: TrialItem, _ href: Href, _ collection: DAVCollection) async throws -> String {
        let first = try await read(href, collection)
        guard let etag = first.etag else {
            throw Failed(finding: "the server gives the item no ETag, so no change of it is safe")
        }
        let changed = try await collection.put(
            href, body: item.body("two"), contentType: item.contentType, precondition: .matches(etag))
        guard changed == .stored else { throw Failed(finding: "a change of the item is refused: \(changed)") }
        let second = try await read(href, collection)
        guard String(decoding: second.body, as: UTF8.self).contains("check two") else {
            throw Failed(finding: "a change of the item was accepted and is not there")
        }
        let late = try await collection.put(
            href, body: item.body("three"), contentType: item.contentType, precondition: .matches(etag))
        let keeps = second.body == item.body("two") ? "keeps texts as they are" : "rewrites texts"
        guard late == .preconditionFailed, try await read(href, collection).body == second.body else {
            tell(.warn, "write", "the server takes changes of what has changed meanwhile, so two at once may cost one")
            return "the server \(keeps)"
        }
        return "the server \(keeps) and refuses late changes"
    }

    private func read(_ href: Href, _ collection: DAVCollection) async throws -> Resource {
        guard case .found(let resource)? = try await collection.fetch([href]).first else {
            throw Failed(finding: "the item was accepted and cannot be read")
        }
        return resource
    }

    private func remove(_ href: Href, _ collection: DAVCollection) async throws {
        let etag = try await read(href, collection).etag
        let outcome = try await collection.delete(href, ifMatch: etag)
        guard outcome == .gone, await isGone(href, collection) else {
            throw Failed(finding: "the item cannot be removed: \(outcome)")
        }
    }

    /// Removes what may still be there.
    private func isGone(_ href: Href, _ collection: DAVCollection) async -> Bool {
        for _ in 0..<2 {
            guard case .missing? = try? await collection.fetch([href]).first else {
                _ = try? await collection.delete(href, ifMatch: nil)
                continue
            }
            return true
        }
        return false
    }
}
