import Bridge
import Mapping
import Phone
import SyncTypes

/// What the administrator and deliberate refreshes do: typed acts, after which the log allows what they mean.
extension Simulation {
    /// The minute's upkeep, an hour later.
    mutating func keepUp() async {
        clock.advance(3600)
        upkeepSteps.insert(story.step)
        // It forgets what is too old.
        rememberJournal()
        upstream.prepare([:], step: story.step)
        await service.settleApprovedDeletions()
        service.closeIdleSessions()
        await service.retryPendingTexts()
        noteWrites()
        story.tell("the minute's upkeep")
        story.count("upkeep")
    }

    /// Takes a change of the journal back, or all changes of its session.
    mutating func undo(_ pick: UInt64) async {
        let changes = """
            SELECT id, session, before, after FROM journal
            WHERE action IN ('created', 'updated', 'deleted') AND href IS NOT NULL ORDER BY id
            """
        let rows = (try? database.read { try $0.inspect(changes) }) ?? []
        guard !rows.isEmpty, case .integer(let entry)? = rows[Int(pick % UInt64(rows.count))]["id"] else {
            story.tell("the administrator finds nothing to take back")
            return
        }
        var chosen = rows.filter { $0["id"] == .integer(entry) }
        var word = String(entry)
        if (pick >> 32) % 3 == 0, case .integer(let session)? = chosen.first?["session"] {
            chosen = rows.filter { $0["session"] == .integer(session) }
            word = "s\(session)"
        }
        upstream.prepare([:], step: story.step)
        administratorSteps.insert(story.step)
        guard let target = UndoTarget(word) else { return }
        // What the change had made is off, and what it had written over is back: as good as typed now.
        for row in chosen {
            let (before, after) = (row["before"].bytes.map { ItemText($0) }, row["after"].bytes.map { ItemText($0) })
            guard let identity = (before ?? after)?.identity else { continue }
            log.release(identity)
            log.restore(identity, shown: before?.shown ?? [:])
            if before == nil {
                let shown = after?.shown ?? [:]
                log.delete(identity, shown: shown, blind: [], isOnPhone: true, author: "administrator")
                log.release(identity)
            }
        }
        let dependencies = Simulation.dependencies(process, database, clock, random, secrets, marks, backups)
        do {
            let report = try await Undo(settings: settings, dependencies: dependencies).run(target)
            let outcomes = report.lines.map { "\($0.summary): \($0.outcome.rawValue) \($0.reason ?? "")" }
            story.tell("the administrator takes \(word) back: " + outcomes.joined(separator: ", "))
        } catch {
            story.tell("the administrator cannot take \(word) back: \(error)")
        }
        noteWrites()
        story.count("undo")
    }

    /// Decides while life goes on: what is approved happens at once.
    mutating func decideNow(_ approve: Bool) async {
        upstream.prepare([:], step: story.step)
        administratorSteps.insert(story.step)
        decide(approve: approve)
        await service.settleApprovedDeletions()
        noteWrites()
        purges = []
    }

    /// The administrator decides about everything that waits.
    mutating func decide(approve: Bool) {
        let administration = DeviceAdministration(store: database)
        for report in (try? administration.list()) ?? [] {
            let decision =
                approve
                ? try? administration.approve(report.deviceID, now: clock.now)
                : try? administration.reject(report.deviceID, now: clock.now)
            guard let decision, !decision.isEmpty else { continue }
            if !approve { log.forgetDeletions() }
            story.count(approve ? "approval" : "rejection")
            story.tell("the administrator \(approve ? "approves" : "rejects") what waits for \(report.deviceID)")
        }
    }

    /// A user replaces what the server has by what the phone has (203): all that the phone shows is as good as typed now, and
    /// all that it does not have is as good as deleted, if the guard agrees.
    mutating func noteReplacement(_ number: Int, _ kind: ItemKind) {
        let items = phones[number].all.filter { $0.kind == kind }
        let standing = Dictionary(
            grouping: collections[kind].map { server.members(of: $0).values.map { ItemText($0) } } ?? [],
            by: \.identity)
        for item in items {
            guard let identity = item.text.identity else { continue }
            // A phone of iCalendar is shown every line: what another client has added since, it lacks, and that goes.
            let own = Set(item.text.lines.map(\.name))
            let lacks =
                phones[number].format(kind) == .ical20
                ? (standing[identity] ?? []).flatMap { $0.lines.map(\.name) } : []
            log.restore(identity, shown: item.text.shown, without: Set(lacks).subtracting(own))
        }
        let present = Set(items.compactMap(\.text.identity))
        let window = window(of: number)
        for body in (collections[kind].map { server.members(of: $0) } ?? [:]).values {
            let text = ItemText(body)
            guard let identity = text.identity, !present.contains(identity) else { continue }
            // What the phone was not to have it does not lack.
            if window?.place(of: text) == .outside { continue }
            log.delete(identity, shown: text.shown, blind: [], isOnPhone: true, author: "phone \(number), replacing")
            log.forgetDeletion(identity, (log.items[identity]?.deletions.count ?? 1) - 1)
        }
        story.count("refresh from the phone")
    }

    /// What the bridge deleted and made upstream since this was last asked.
    mutating func noteWrites() {
        let writes = upstream.writes
        for write in writes[creationsSeen...] {
            if isWordy { story.tell(write.told) }
            if let before = write.before, write.after == nil, let identity = ItemText(before).identity {
                log.remove(identity)
            }
            // Made again where phones may write: what they type from now on counts.
            if write.before == nil, let after = write.after, let identity = ItemText(after).identity {
                log.becomeWritable(identity)
            }
            // Under the rule "duplicate" a conflict makes a second item, with the device's version of it.
            if plan.conflictRule == "duplicate", write.before == nil, let after = write.after,
                let identity = ItemText(after).identity, isUpstream(identity, besides: write.href)
            {
                log.addCopy(of: identity)
            }
        }
        creationsSeen = writes.count
    }

    private func isUpstream(_ identity: Int, besides href: Href) -> Bool {
        (Array(collections.values) + [shared].compactMap(\.self)).contains { folder in
            server.members(of: folder).contains {
                $0.key.canonical != href.canonical && ItemText($0.value).identity == identity
            }
        }
    }
}
