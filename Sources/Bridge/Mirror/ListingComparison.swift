import DAVClient
import Mapping
import SyncTypes

/// A listing of one collection against its mirror: what is new or changed is fetched, what is gone becomes a tombstone.
///
/// Members lie in the store while they are compared, page by page; none of it is held in memory.
struct ListingComparison: Sendable {
    let store: Store
    let record: CollectionRecord
    let remote: UpstreamCollection
    /// Told of each decision.
    var marks: MarkObserver?
    /// The server is asked for the next bodies while the last ones are stored.
    var readsAhead = false

    /// Bodies fetched and saved in one go.
    private static let batch = 50

    /// Forgets an earlier listing: of a refresh that was interrupted, or of one that must be asked for again.
    func clear() throws {
        guard try hasMembers() else { return }
        try store.write { try $0.clearListing(of: record.id) }
    }

    /// True when the server told anything.
    func hasMembers() throws -> Bool { try store.read { try $0.hasListing(of: record.id) } }

    /// Takes some members of a full listing.
    func add(_ members: [Member]) throws {
        try store.write { try $0.addListed(members.map { ListedMember($0) }, of: record.id) }
    }

    /// Takes some changes of a sync report.
    func add(_ changes: [MemberChange]) throws {
        let members = changes.map { change in
            switch change {
            case .changed(let member): ListedMember(member)
            case .vanished(let href): ListedMember(href: href, isVanished: true)
            }
        }
        try store.write { try $0.addListed(members, of: record.id) }
    }

    /// A token that died silently lists everything and no deletions (SOGo, DAViCal): then only a listing tells what is gone.
    /// A few repeated members are no sign of it: servers repeat the last second, and our own writes.
    /// `echoes`, once they are known: members whose version only looked new, as after a backup of the server was restored.
    func isSuspectedWhole(echoes: Int? = nil) throws -> Bool {
        let (counts, known) = try store.read { store in
            (try store.listingCounts(of: record.id), try store.count(of: record.id))
        }
        let repeated = echoes ?? counts.unchanged
        return counts.vanished == 0 && repeated > 0 && repeated * 4 >= known
    }

    /// What the bodies told of the listing itself.
    struct Findings {
        /// Resources that were known and are as they were.
        var echoes = 0
        /// A resource is new under the UID of another one of this collection, of which nothing was told. No collection holds a UID
        /// twice (RFC 4791, 4.1; RFC 6352, 5.1): the other one has gone untold.
        var hasUntoldMove = false
        /// A member could not be read, even when it was asked for a second time.
        var hasUnreadable = false
    }

    /// Fetches what is new or changed. A new resource that is a vanished one of elsewhere takes over its links.
    @discardableResult
    func fetchChanged(isComplete: Bool) async throws -> Findings {
        var findings = Findings()
        var page = try changed(after: nil)
        var answers = try await fetch(page)
        while let last = page.last {
            if readsAhead {
                let next = try changed(after: last)
                async let coming = fetch(next)
                try save(answers, isComplete: isComplete, &findings)
                (page, answers) = (next, try await coming)
            } else {
                try save(answers, isComplete: isComplete, &findings)
                page = try changed(after: last)
                answers = try await fetch(page)
            }
        }
        return findings
    }

    /// The next hrefs of the listing whose resources are new or changed.
    private func changed(after last: Href?) throws -> [Href] {
        try store.read { try $0.listedChanges(of: record.id, after: last, limit: Self.batch) }.map(\.href)
    }

    private func save(_ answers: [Fetched], isComplete: Bool, _ findings: inout Findings) throws {
        if answers.contains(where: { $0.isUnreadable }) { findings.hasUnreadable = true }
        var (echoes, hasUntoldMove) = (0, false)
        try store.write { store in
            let moves = MoveDetection(account: record.account, store: store, marks: marks)
            for answer in answers {
                let known = try store.resource(record.id, answer.href)
                // Listed and not readable: the mirror keeps what it has.
                guard let saved = try MirrorRow.apply(answer, in: record, to: store) else { continue }
                if let known, !known.isGone {
                    if saved.revision == known.revision { echoes += 1 }
                    continue
                }
                try moves.arrived(saved, isComplete: isComplete)
                if try !isComplete && moves.hasUntoldTwin(saved) { hasUntoldMove = true }
            }
        }
        findings.echoes += echoes
        if hasUntoldMove { findings.hasUntoldMove = true }
    }

    /// The bodies of some members. Once the token has moved nobody is told of them again, so one that cannot be read is asked for twice.
    private func fetch(_ hrefs: [Href]) async throws -> [Fetched] {
        if hrefs.isEmpty { return [] }
        var answers = try await remote.fetch(hrefs)
        let rest = answers.indices.filter { answers[$0].isUnreadable }
        guard !rest.isEmpty else { return answers }
        let second = try await remote.fetch(rest.map { answers[$0].href })
        for answer in second {
            if let place = rest.first(where: { answers[$0].href == answer.href }) { answers[place] = answer }
        }
        return answers
    }

    /// A vanished resource that lies elsewhere now is a move: its links go along, and it counts as no deletion.
    func followMoves(isComplete: Bool) throws {
        try forEachVanished(isComplete) { head, store in
            if try MoveDetection(account: record.account, store: store, marks: marks).left(head) {
                try store.markGone(head.id)
            }
        }
    }

    /// How many mirrored resources are not there any more.
    func vanishedCount(isComplete: Bool) throws -> Int {
        try store.read { store in
            isComplete
                ? try store.missingCount(inListingOf: record.id) : try store.listedVanishedCount(of: record.id)
        }
    }

    /// A listing may have been cut short. What a whole one lacks is asked for, and what is there, or cannot be read now, counts as
    /// listed. True when something that it lacked is there: nothing else that it says can be believed to be all.
    func askForMissing() async throws -> Bool {
        var isShort = false
        var after: ResourceRow?
        while true {
            let page = try store.read { try $0.missing(inListingOf: record.id, after: after, limit: Self.batch) }
            guard let last = page.last else { return isShort }
            let answers = try await remote.fetch(page.map(\.href))
            for answer in answers { if case .found = answer { isShort = true } }
            try store.write { store in
                for answer in answers {
                    switch answer {
                    case .found(let resource):
                        _ = try MirrorRow.apply(answer, in: record, to: store)
                        try store.addListed([ListedMember(href: resource.href)], of: record.id)
                    case .unreadable(let href, _):
                        try store.addListed([ListedMember(href: href)], of: record.id)
                    case .missing: break
                    }
                }
            }
            after = last.id
        }
    }

    /// What is not there any more becomes a tombstone.
    func dropVanished(isComplete: Bool) throws {
        try forEachVanished(isComplete) { head, store in try store.markGone(head.id) }
    }

    private func forEachVanished(_ isComplete: Bool, _ visit: (ResourceHead, StoreWriter) throws -> Void) throws {
        var after: ResourceHead?
        while true {
            let page = try store.read { store in
                isComplete
                    ? try store.missing(inListingOf: record.id, after: after?.id, limit: Self.batch)
                    : try store.listedVanished(of: record.id, after: after?.href, limit: Self.batch)
            }
            guard let last = page.last else { return }
            try store.write { store in
                for head in page { try visit(head, store) }
            }
            after = last
        }
    }
}

extension Fetched {
    /// True when it is there and was not given for a reason that may pass: not for its size, nor since it is no text.
    fileprivate var isUnreadable: Bool {
        switch self {
        case .unreadable(_, let status): status != 413 && status != 415
        case .found, .missing: false
        }
    }
}

extension ListedMember {
    fileprivate init(_ member: Member) {
        self.init(
            href: member.href, etag: member.etag, lastModified: member.lastModified,
            contentLength: member.contentLength)
    }
}
