import Bridge
import Mapping
import SyncTypes

/// The bridge's state is lost, or an older one takes its place: servers and phones have moved on.
extension Simulation {
    /// Keeps what stands in the journal, before it goes.
    @discardableResult
    mutating func rememberJournal() -> Observation {
        var seen = Observation(log: log)
        seen.read(database)
        formerJournal += seen.journal
        return seen
    }

    /// Without a backup the bridge starts anew. Either way every phone is compared as a whole, and nobody knows any more what it
    /// was sent: what it shows then is as good as typed, and what was deleted on one side only comes back.
    mutating func replaceState() async {
        let seen = rememberJournal()
        let shown = phones.flatMap { phone in phone.all.map(\.text) }
        // What a write of which nobody heard may have written over was only known here, too.
        let unheard =
            (try? database.read { store in
                try store.accounts().flatMap { try store.openIntents($0.id) }.filter { !$0.conflicts.isEmpty }
                    .compactMap(\.base)
            })
        for body in seen.links.compactMap(\.pending) + seen.staged + (unheard ?? []) {
            let text = ItemText(body)
            guard let identity = text.identity else { continue }
            let standing = Set(shown.filter { $0.identity == identity }.flatMap { $0.shown.values.joined() })
            log.perish(identity, shown: text.shown.mapValues { $0.filter { !standing.contains($0) } })
        }
        let there = collections.values.flatMap { server.members(of: $0).values.map { ItemText($0) } }
        for text in shown + there {
            if let identity = text.identity { log.restore(identity, shown: text.shown) }
        }
        log.forgetDeletions()
        purges = []
        stateLosses += 1
        do {
            if let savedState { try database.restore(savedState) } else { try database.empty() }
        } catch {
            story.tell("the state cannot be replaced: \(error)")
            return
        }
        await begin()
        if savedState == nil { await enrol() }
        setWindowsAgain()
        story.tell(savedState == nil ? "the state is lost" : "an old backup of the state takes its place")
        story.count(savedState == nil ? "state lost" : "state restored")
    }
}
