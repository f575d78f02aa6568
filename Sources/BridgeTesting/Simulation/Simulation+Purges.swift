import Phone
import SyncTypes

/// Items of one collection that another client deleted at once.
struct Purge: Sendable {
    let kind: ItemKind
    /// What was there.
    let members: Set<Int>
    /// What went.
    let gone: Set<Int>
}

extension Simulation {
    /// Looks whether a phone has lost what was purged, though nobody has approved that.
    mutating func noteLosses(_ number: Int, before: HandsetStore, after: HandsetStore, _ report: PhoneReport) {
        guard !purges.isEmpty, story.step < plan.steps.count else { return }
        let window = window(of: number)
        for store in report.stores where SyncMode(alertCode: store.used) == .twoWay {
            // What leaves a window is no loss.
            if window?.leftOut != nil || window != nil && store.name == ItemKind.event.store { continue }
            let shown = identities(before, store.name, phones[number])
            let lost = shown.subtracting(identities(after, store.name, phones[number]))
            for purge in purges where purge.kind.store == store.name && !lost.isDisjoint(with: purge.gone) {
                // What a phone's user deleted too went for that.
                let held = shown.intersection(purge.members).filter { identity in
                    log.items[identity]?.deletions.contains(where: \.isOnPhone) != true
                }
                let count = held.intersection(purge.gone).intersection(lost).count
                guard count > 1, held.count > 2 else { continue }
                // A server that forgets silently may not have told of others that had gone before.
                if plan.personality.forgetsSilently, count * 2 <= shown.count { continue }
                unapproved.append("step \(story.step): phone \(number) lost \(count) of \(held.count)")
            }
        }
    }

    private func identities(_ store: HandsetStore, _ name: String, _ phone: Handset) -> Set<Int> {
        Set((store.items[name] ?? [:]).values.compactMap { phone.reading($0).identity })
    }
}
