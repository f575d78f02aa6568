import Bridge
import Mapping
import Phone
import SyncTypes

/// Syncs with their troubles, and how a phone goes on after them.
extension Simulation {
    /// One step of the plan.
    mutating func perform(_ step: Plan.Step) async {
        switch step {
        case .user(let phone, let action, let pick):
            let acts = log.acts
            story.tell("phone \(phone): \(use(phone, action, pick))")
            if log.acts > acts { story.edits += 1 }
        case .thirdParty(let action, let pick):
            let acts = log.acts
            story.tell("third party: \(work(action, pick))")
            if log.acts > acts { story.edits += 1 }
        case .sync(let phone, let mode, let trouble):
            let report = await sync(phone, mode, trouble, "")
            guard report == nil, !trouble.isNone else { return }
            switch phones[phone].model.retry {
            case .nothing, .sameMessage: break
            case .newSession: await sync(phone, .twoWay, .none, "retry")
            case .slowSync: await sync(phone, .slow, .none, "retry")
            }
        case .clock(let seconds):
            clock.advance(seconds)
            noteJump()
            story.tell("the clock jumps by \(seconds) s")
            story.count("clock jump")
        case .expireTokens:
            server.expireTokens()
            story.tell("the server forgets its sync tokens")
            story.count("tokens expired")
        case .restart:
            await begin()
            story.tell("the bridge restarts")
            story.count("restart")
        case .upkeep:
            await keepUp()
        case .undo(let pick):
            await undo(pick)
        case .decide(let approve):
            await decideNow(approve)
        case .wish(let phone, let query):
            phones[phone].query = query
        case .suspend(let phone, let after, let resumes):
            phones[phone].suspension = Handset.Suspension(after: after, resumes: resumes)
        case .saveState:
            savedState = try? database.copied()
            story.tell("the administrator makes a backup")
        case .replaceState:
            await replaceState()
        case .window(let phone, let window):
            setWindow(phone, window)
        case .filter(let phone, let first, let last):
            setFilter(phone, first == last ? nil : .dates(first, last, at: clock.now))
        case .ask(let phone, let filter):
            setFilter(phone, filter)
        }
    }

    /// One session of a phone. Nil when it broke off.
    @discardableResult
    mutating func sync(_ number: Int, _ mode: SyncMode, _ trouble: Plan.Trouble, _ label: String) async -> PhoneReport?
    {
        clock.advance(60)
        story.sessions += 1
        var phone = phones[number]
        let query = phone.query
        phone.query = nil
        let (suspension, resumes) = (phone.suspension, phone.resumes)
        (phone.suspension, phone.resumes) = (nil, false)
        process.prepare(death: trouble.death, fullAt: trouble.fullAt)
        let isTroubled = trouble.death != nil || !trouble.fullAt.isEmpty
        upstream.prepare(trouble.upstream, step: story.step, isTroubled: isTroubled)
        let world = LiveBridge(self)
        let line = HandsetLine(events: trouble.line, isWordy: isWordy) { await world.exchange($0) }
        if let late = phone.late {
            phone.late = nil
            _ = await world.exchange(late)
            story.count("lateCopy")
        }
        var modes: [String: SyncMode] = [:]
        for kind in phone.kinds {
            let isAgreed = phone.store.memory.stores[kind.store]?.lastAnchor != nil
            modes[kind.store] = isAgreed || mode == .twoWay ? mode : .slow
            if !isAgreed, mode == .twoWay, !phone.model.habits.slowWithoutAnchor { modes[kind.store] = .twoWay }
            if !isAgreed, phone.model.habits.slowWithoutAnchor { modes[kind.store] = .slow }
            if resumes, let open = phone.store.memory.stores[kind.store]?.open { modes[kind.store] = open.mode }
        }
        let before = beforeBackup(number, query)
        for kind in phone.kinds where before == nil && modes[kind.store] == .refreshFromClient {
            noteReplacement(number, kind)
        }
        // Who asks for all that the server has takes back what he deleted and nobody has approved yet.
        for kind in phone.kinds where before == nil && modes[kind.store] == .refreshFromServer {
            log.forgetDeletions(of: "phone \(number)", kind)
        }
        noteStrangers(number)
        let names = phone.freeNames
        let isReusing = phone.model.names == .reusing
        let isLarge = phone.model.names == .large
        var configuration = phone.configuration
        if let query { configuration.url += "?" + query }
        for index in configuration.stores.indices {
            let kind = phone.kinds.first { $0.store == configuration.stores[index].name }
            configuration.stores[index].filter = kind.flatMap { phone.filter?.asked(of: $0, in: configuration.version) }
        }
        var environment = PhoneEnvironment(now: clock.now) { store, count in
            if isReusing, let free = names[store], !free.isEmpty { return LUID(free[count % free.count]) }
            return LUID(String(isLarge && count < 268_435_456 ? count + 268_435_456 : count))
        }
        environment.suspendsAfter = suspension?.after
        environment.resumes = resumes
        var session = PhoneSession(configuration, store: phone.store, modes: modes, environment: environment)
        let step = await PhoneDriver.run(&session, over: line)
        let fromServer = Set(
            modes.filter { $0.value == .oneWayFromServer || isFromServer(query, $0.value) }.map(\.key)
        ).union(resumes ? phone.filledByServer : [])
        note(number, before: phone.store, after: session.store, session.report, fromServer: fromServer)
        noteLosses(number, before: phone.store, after: session.store, session.report)
        // What it was filled with stays unheard where the server took no part since.
        let answered = session.report.failure == nil ? session.report.stores.filter { $0.status == nil } : []
        let untaken = fromServer.union(phone.filledByServer.subtracting(answered.map(\.name)))
        phone.store = session.store
        phone.filledByServer = untaken
        phone.untold = phones[number].untold
        phone.late = line.late
        if case .finished = step { phone.unheard = [] } else { phone.unheard.formUnion(line.unheard) }
        phone.unstamped = phone.unheard.filter { luid in
            phone.kinds.allSatisfy { kind in
                let texts = [phones[number].store, phone.store].map { $0.items[kind.store]?[luid].map { ItemText($0) } }
                return texts[0]?.stamps == texts[1]?.stamps
            }
        }
        if let suspension, suspension.resumes {
            if case .finished(let report) = step {
                phone.resumes = report.isSuspended == true
            } else {
                phone.resumes = true
            }
        }
        if session.report.isSuspended == true { story.count("suspended") }
        if resumes, session.report.stores.contains(where: \.wasResumed) { story.count("resumed") }
        if line.isEndless { endless.append("step \(story.step): phone \(number)") }
        phones[number] = phone
        (process, service) = world.now
        noteWrites()
        if let before { noteBackup(number, since: before, step) }
        noteShelf(number, step, session.report)
        // What is acknowledged as kept is not known to the server.
        if before == nil { noteAcknowledged(number, except: untaken.union(phones[number].onShelf)) }
        noteHeldInVain()
        for (name, count) in line.seen where name != "lateCopy" { story.count(name, count) }
        story.count("upstream trouble", upstream.faultsSeen)
        story.count("disk full", process.counts.full)
        story.count("process killed", world.deaths)
        process.prepare(death: nil, fullAt: 0..<0)
        upstream.prepare([:], step: story.step)
        story.mix(line.hash)
        tell(number, mode, trouble, query.map { "to ?\($0) \(label)" } ?? label, step, Array(line.talk.prefix(150)))
        switch step {
        case .finished(let report): return report
        case .failed, .send: return nil
        }
    }

    private mutating func tell(
        _ number: Int, _ mode: SyncMode, _ trouble: Plan.Trouble, _ label: String, _ step: PhoneStep, _ talk: [String]
    ) {
        var lines = ["phone \(number) syncs \(mode.rawValue) \(label)"]
        if !trouble.isNone { lines.append("    with \(trouble.summary)") }
        lines += talk.map { "    \($0)" }
        switch step {
        case .finished(let report): lines += report.table.split(separator: "\n").map { "    \($0)" }
        case .failed(let error): lines.append("    failed: \(error.reason)")
        case .send: lines.append("    failed: still talking")
        }
        story.tell(lines.joined(separator: "\n"))
    }
}

extension Handset {
    /// For each store the names that are free, the lowest first.
    fileprivate var freeNames: [String: [String]] {
        guard model.names == .reusing else { return [:] }
        var free: [String: [String]] = [:]
        for kind in kinds {
            let known = store.memory.stores[kind.store]?.known ?? [:]
            let taken = Set(store.names(kind.store)).union(known.keys)
            free[kind.store] = (1...200).map { String($0) }.filter { !taken.contains($0) }
        }
        return free
    }
}

/// True for a URL that lets only the server speak, to a phone that asks for nothing else itself.
private func isFromServer(_ query: String?, _ asked: SyncMode) -> Bool {
    query?.lowercased() == "sync=5" && asked == .twoWay
}
