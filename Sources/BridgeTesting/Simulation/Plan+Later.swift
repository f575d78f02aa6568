import Phone
import SyncMLFront
import SyncTypes

/// Draws what joined the world later, each from its own stream, and puts it into a plan that is complete without it.
struct LaterMaker {
    private var random: SplitMix
    private let scope: Scope

    /// Grows a plan.
    static func grow(_ plan: inout Plan, scope: Scope) {
        for (number, one) in Later.allCases.enumerated() where scope.later.contains(one) {
            var maker = LaterMaker(
                random: SplitMix(seed: plan.seed &* 0x2545_f491_4f6c_dd1d &+ UInt64(number)), scope: scope)
            _ = maker.random.bytes(3)
            maker.add(one, to: &plan)
        }
    }

    private mutating func once(in count: UInt64) -> Bool { random.next() % count == 0 }

    private mutating func one<T>(of choices: [T]) -> T { choices[Int(random.next() % UInt64(choices.count))] }

    private mutating func add(_ one: Later, to plan: inout Plan) {
        switch one {
        case .servers:
            guard scope.losses, once(in: 3) else { return }
            plan.personality = self.one(of: [.sogo, .davical])
            // SOGo has no place for notes.
            if plan.personality == .sogo { plan.kinds.removeAll { $0 == .note } }
            if plan.kinds.isEmpty { plan.kinds = [.contact] }
        case .furtherServers:
            // Where life depends on SOGo, it stays.
            guard scope.losses, plan.personality != .sogo, once(in: 4) else { return }
            plan.personality = self.one(of: [.sabre, .cyrus])
        case .rules:
            guard once(in: 4) else { return }
            plan.conflictRule = self.one(of: ["server-wins", "duplicate", "newest"])
        case .shared:
            guard scope.thirdParty, plan.kinds.contains(.contact), once(in: 6) else { return }
            plan.hasShared = true
        case .refusals:
            guard scope.faults, once(in: 8) else { return }
            refuse(&plan)
        case .series:
            guard scope.thirdParty, scope.losses, plan.kinds.contains(.event), once(in: 3) else { return }
            insert(.thirdParty(.addSeries, pick: random.next()), into: &plan)
        case .crowd:
            guard scope.thirdParty, once(in: 40) else { return }
            insert(.thirdParty(.addCrowd, pick: random.next()), into: &plan)
            let phone = Int(random.next() % UInt64(plan.phones.count))
            plan.steps.append(.sync(phone: phone, mode: .twoWay, .none))
            plan.steps.append(.user(phone: phone, .deleteMany, pick: random.next()))
            plan.steps.append(.sync(phone: phone, mode: .twoWay, .none))
        case .refreshes:
            guard scope.disasters, once(in: 10) else { return }
            let mode = self.one(of: [SyncMode.refreshFromClient, .refreshFromServer])
            insert(.sync(phone: Int(random.next() % UInt64(plan.phones.count)), mode: mode, .none), into: &plan)
        case .copies:
            guard once(in: 8) else { return }
            insert(user(.addCopy, in: plan), into: &plan)
        case .room:
            for phone in plan.phones.indices where plan.phones[phone].capacity != nil {
                insert(.user(phone: phone, .makeRoom, pick: random.next()), into: &plan)
            }
        case .archive:
            for phone in plan.phones.indices where scope.losses && once(in: 16) {
                plan.phones[phone].habits.deletesSoftly = true
            }
        case .undo:
            for _ in 0..<2 where once(in: 8) { insert(.undo(pick: random.next()), into: &plan) }
        case .listings:
            // Where a tag is only a second, nothing but the report tells what a second has brought.
            if scope.losses, once(in: 6), plan.personality != .sogo { plan.hasOnlyListings = true }
            guard scope.faults, once(in: 4) else { return }
            garble(&plan)
        case .anchors:
            for phone in plan.phones.indices where scope.losses && once(in: 6) {
                plan.phones[phone].habits.slowWithoutAnchor = false
                plan.phones[phone].habits.firstAnchor = self.one(of: PhoneHabits.FirstAnchor.allCases)
            }
            guard scope.disasters, once(in: 8) else { return }
            let phone = Int(random.next() % UInt64(plan.phones.count))
            plan.steps.append(.user(phone: phone, .makeBackup, pick: 0))
            for _ in 0..<3 {
                plan.steps.append(.user(phone: phone, .edit, pick: random.next()))
                plan.steps.append(.sync(phone: phone, mode: .twoWay, .none))
            }
            plan.steps.append(.user(phone: phone, .restoreBackup, pick: 0))
            plan.steps.append(.sync(phone: phone, mode: .twoWay, .none))
        case .purge:
            guard scope.thirdParty, once(in: 16) else { return }
            insert(.thirdParty(.purge, pick: random.next()), into: &plan)
        case .hasty:
            for phone in plan.phones.indices where scope.losses && once(in: 12) {
                plan.phones[phone].habits.keepsAnchorEarly = true
            }
        case .shortReplies:
            guard scope.faults, once(in: 6) else { return }
            insert(garbled(.shortReply, plan), into: &plan)
        case .decisions:
            guard scope.disasters, once(in: 8) else { return }
            holdAndDecide(&plan)
        case .states:
            guard scope.disasters, once(in: 10) else { return }
            if !once(in: 3) { insert(.saveState, into: &plan) }
            insert(.replaceState, into: &plan)
        case .twins:
            guard scope.thirdParty, plan.kinds.contains(.contact), once(in: 16) else { return }
            let phone = Int(random.next() % UInt64(plan.phones.count))
            plan.steps.append(.thirdParty(.duplicate, pick: random.next()))
            plan.steps.append(.sync(phone: phone, mode: .twoWay, .none))
            plan.steps.append(.thirdParty(.dedupe, pick: random.next()))
            plan.steps.append(.user(phone: phone, .editTwin, pick: random.next()))
            plan.steps.append(.sync(phone: phone, mode: .twoWay, .none))
        case .windows:
            guard once(in: 5) else { return }
            openWindow(&plan)
        case .sif:
            for phone in plan.phones.indices where scope.losses && once(in: 3) {
                plan.phones[phone].holdsSIF = true
                // Its numbers have places, and no spelling.
                plan.phones[phone].mostNumbers = nil
                plan.phones[phone].rewrites = false
                // A contact with all its empty elements, in base64, is larger than the smallest phones' messages.
                plan.phones[phone].messageSize = max(plan.phones[phone].messageSize, 16_000)
            }
        case .forms:
            for phone in plan.phones.indices where scope.losses && !plan.phones[phone].holdsSIF {
                plan.phones[phone].holdsNewCards = once(in: 4)
                plan.phones[phone].holdsVNotes = once(in: 3)
            }
        case .folders:
            guard scope.kinds.contains(.note), once(in: scope.kinds == [.note] ? 2 : 8) else { return }
            plan.hasNoteFolder = true
            if !plan.kinds.contains(.note) { plan.kinds = (plan.kinds + [.note]).sorted { $0.store < $1.store } }
        case .unnamed:
            guard scope.thirdParty, scope.losses, once(in: 60) else { return }
            sendUnnamedTwins(&plan)
        case .makers:
            for phone in plan.phones.indices where plan.phones[phone].hasOldFormats && once(in: 6) {
                guard !plan.phones[phone].holdsSIF, !plan.phones[phone].holdsNewCards else { continue }
                let maker = self.one(of: HandsetMaker.allCases)
                plan.phones[phone].maker = maker
                plan.phones[phone].longestNote = maker.longestNote ?? plan.phones[phone].longestNote
            }
        case .wishes:
            for _ in 0..<2 where once(in: 4) {
                let phone = Int(random.next() % UInt64(plan.phones.count))
                insert(.wish(phone: phone, query: self.one(of: Self.wishes)), into: &plan)
            }
        case .suspensions:
            for phone in plan.phones.indices where plan.phones[phone].version == .v12 && once(in: 3) {
                for _ in 0..<2 {
                    let after = 1 + Int(random.next() % 6)
                    insert(.suspend(phone: phone, after: after, resumes: !once(in: 4)), into: &plan)
                }
            }
            for phone in plan.phones.indices where once(in: 2) {
                plan.phones[phone].habits.resumesWithNewAnchor = true
            }
        case .backups:
            guard once(in: 5) else { return }
            let phone = Int(random.next() % UInt64(plan.phones.count))
            insert(.wish(phone: phone, query: self.one(of: ["backup", "Backup=old", "sync=3,&backup"])), into: &plan)
        case .partial:
            guard once(in: 6) else { return }
            askForPart(&plan)
        case .sizes:
            guard once(in: 8) else { return }
            askForLess(&plan)
        case .manners:
            for phone in plan.phones.indices where scope.losses && once(in: 6) {
                // Where everything has to be there before it is matched, the number tells that it is; SyncML 1.0 has none.
                let announces = plan.phones[phone].version != .v10
                if announces, once(in: 2) {
                    plan.phones[phone].habits.finalEarly = true
                    plan.phones[phone].habits.numberOfChanges = true
                } else {
                    plan.phones[phone].habits.credentialsAtOnce = false
                    plan.phones[phone].habits.repeatsCommandsAfterChallenge = false
                    // What is not said again carries no credentials.
                    plan.phones[phone].habits.credentials = .header
                    plan.phones[phone].habits.challenge = .sameSession
                }
            }
        case .strayAnswers:
            guard scope.faults, once(in: 4) else { return }
            for _ in 0..<(1 + random.next() % 3) { insert(astray(plan), into: &plan) }
        case .worstServer:
            // Where every write of a task looks like a move, nobody can tell more of what listings lack.
            let isPlain =
                plan.window == nil && !plan.hasShared && plan.conflictRule == nil && !plan.queuesOffline
                && !plan.hasNoteFolder && !plan.isMisled
            guard scope.losses, isPlain, plan.personality != .sogo, once(in: 6) else { return }
            plan.personality = .calypso
        case .birthdays:
            // Where days are many, and in SIF, the world knows starts by their year.
            guard scope.thirdParty, plan.kinds.contains(.event), plan.window == nil,
                !plan.phones.contains(where: \.holdsSIF), once(in: 3)
            else { return }
            for phone in plan.phones.indices where plan.phones[phone].hasOldFormats && once(in: 2) {
                if plan.phones[phone].maker == nil, !plan.phones[phone].holdsNewCards {
                    plan.phones[phone].maker = .nokia
                }
            }
            for _ in 0..<(1 + random.next() % 2) { insert(.thirdParty(.addBirthday, pick: random.next()), into: &plan) }
        case .outages:
            guard scope.faults, once(in: 5) else { return }
            plan.queuesOffline = true
            for _ in 0..<(1 + random.next() % 3) { outage(&plan) }
        case .filters:
            guard once(in: 5) else { return }
            ask(&plan)
        case .moves:
            guard scope.thirdParty, once(in: 6) else { return }
            insert(.thirdParty(.move, pick: random.next()), into: &plan)
        }
    }

    private mutating func sendUnnamedTwins(_ plan: inout Plan) {
        let phone = Int(random.next() % UInt64(plan.phones.count))
        guard let contacts = plan.kinds.firstIndex(of: .contact), !plan.phones[phone].holdsSIF else { return }
        plan.phones[phone].habits.maps = .never
        (plan.phones[phone].name, plan.phones[phone].dropsPhotos) = ("no photos", true)
        let count = UInt64(plan.kinds.count)
        plan.steps += [
            .thirdParty(.add, pick: random.next() / count * count + UInt64(contacts)),
            .thirdParty(.duplicate, pick: random.next()), .thirdParty(.repaint, pick: random.next()),
            .sync(phone: phone, mode: .twoWay, .none), .sync(phone: phone, mode: .slow, .none),
        ]
    }

    /// The account has a window, which somebody changes, and the months go by.
    private mutating func openWindow(_ plan: inout Plan) {
        if !plan.kinds.contains(.event) { plan.kinds = (plan.kinds + [.event]).sorted { $0.store < $1.store } }
        plan.window = one(of: Self.windows)
        for _ in 0..<(2 + random.next() % 3) {
            insert(user(.add, in: plan), into: &plan)
            if scope.thirdParty { insert(.thirdParty(.add, pick: random.next()), into: &plan) }
            insert(.sync(phone: Int(random.next() % UInt64(plan.phones.count)), mode: .twoWay, .none), into: &plan)
        }
        for _ in 0..<(1 + random.next() % 3) {
            insert(.clock(86_400 * Int64(one(of: [1, 20, 45, 80, -30]))), into: &plan)
        }
        for _ in 0..<(random.next() % 3) {
            let phone = once(in: 2) ? Int(random.next() % UInt64(plan.phones.count)) : nil
            insert(.window(phone: phone, one(of: Self.windows + ["all"])), into: &plan)
        }
    }

    /// A phone asks for a part, and for another one later.
    private mutating func ask(_ plan: inout Plan) {
        if plan.window == nil {
            if !plan.kinds.contains(.event) { plan.kinds = (plan.kinds + [.event]).sorted { $0.store < $1.store } }
            plan.window = "all"
        }
        for _ in 0..<(1 + random.next() % 3) {
            let phone = Int(random.next() % UInt64(plan.phones.count))
            let days = one(of: [(-30, 90), (-10, 40), (-150, 150), (0, 60)])
            switch random.next() % 4 {
            case 0: insert(.ask(phone: phone, .days(days.0, days.1)), into: &plan)
            case 1: insert(.filter(phone: phone, days.0, days.1), into: &plan)
            case 2: insert(.ask(phone: phone, .without(digit: Int(random.next() % 10))), into: &plan)
            default: insert(.ask(phone: phone, nil), into: &plan)
            }
            if scope.thirdParty { insert(.thirdParty(.add, pick: random.next()), into: &plan) }
            insert(.sync(phone: phone, mode: .twoWay, .none), into: &plan)
        }
        if once(in: 2) { insert(.clock(86_400 * Int64(one(of: [1, 20, 45, -30]))), into: &plan) }
    }

    /// A phone asks for what it is not to get beside what it has, and for everything later.
    private mutating func askForPart(_ plan: inout Plan) {
        if plan.window == nil { plan.window = "all" }
        let phone = Int(random.next() % UInt64(plan.phones.count))
        for _ in 0..<(1 + random.next() % 3) {
            let filter =
                once(in: 2)
                ? HandsetFilter.most(1 + Int(random.next() % 6)) : .keeping(without: Int(random.next() % 10))
            insert(.ask(phone: phone, once(in: 4) ? nil : filter), into: &plan)
            if scope.thirdParty { insert(.thirdParty(.add, pick: random.next()), into: &plan) }
            insert(.sync(phone: phone, mode: .twoWay, .none), into: &plan)
        }
    }

    /// A phone asks for what is short or has no attachments, and for everything later.
    private mutating func askForLess(_ plan: inout Plan) {
        if plan.window == nil { plan.window = "all" }
        let phone = Int(random.next() % UInt64(plan.phones.count))
        for _ in 0..<(1 + random.next() % 3) {
            let filter = once(in: 2) ? HandsetFilter.kilobytes(1) : .withoutAttachments
            insert(.ask(phone: phone, once(in: 4) ? nil : filter), into: &plan)
            if scope.thirdParty { insert(.thirdParty(.add, pick: random.next()), into: &plan) }
            insert(.sync(phone: phone, mode: .twoWay, .none), into: &plan)
        }
    }

    private static let wishes = ["sync=2", "sync=3", "SYNC=5", "sync=4", "sync=7", "reset", "sync=1&x=y"]

    private static let windows = ["-30..90", "-10..40", "-30..", "..60", "-150..150", "0..30", "20..120"]

    /// The reports and listings of one sync are not what they should be.
    private mutating func garble(_ plan: inout Plan) {
        let kind = one(of: [
            Plan.UpstreamTrouble.halfListing, .halfListing, .emptyListing, .errorInside, .deadToken,
        ])
        insert(garbled(kind, plan), into: &plan)
    }

    private mutating func garbled(_ kind: Plan.UpstreamTrouble, _ plan: Plan) -> Plan.Step {
        var trouble = Plan.Trouble()
        for number in 0..<60 { trouble.upstream[number] = kind }
        return .sync(phone: Int(random.next() % UInt64(plan.phones.count)), mode: .twoWay, trouble)
    }

    private mutating func astray(_ plan: Plan) -> Plan.Step {
        var trouble = Plan.Trouble()
        let (first, kind) = (Int(random.next() % 12), one(of: [Plan.UpstreamTrouble.page, .strayCondition]))
        // A server that says so twice is believed.
        let count = kind == .page ? one(of: [1, 1, 2, 8]) : 1
        for number in first..<(first + count) { trouble.upstream[number] = kind }
        return .sync(phone: Int(random.next() % UInt64(plan.phones.count)), mode: .twoWay, trouble)
    }

    /// People go on while the server is away for the syncs of one phone or two, and upkeep may come before the next sync.
    private mutating func outage(_ plan: inout Plan) {
        let kind = one(of: [Plan.UpstreamTrouble.lostRequest, .unavailable, .failure, .tooMany, .timeout])
        var trouble = Plan.Trouble()
        for number in 0..<400 { trouble.upstream[number] = kind }
        var life: [Plan.Step] = []
        for _ in 0..<(1 + random.next() % 3) {
            let phone = Int(random.next() % UInt64(plan.phones.count))
            for _ in 0..<(1 + random.next() % 3) {
                life.append(
                    .user(phone: phone, one(of: [.add, .edit, .editSeveral, .clear, .delete]), pick: random.next()))
            }
            if scope.thirdParty, once(in: 2) {
                life.append(.thirdParty(one(of: [.add, .edit, .edit, .delete]), pick: random.next()))
            }
            life.append(.sync(phone: phone, mode: once(in: 8) ? .slow : .twoWay, trouble))
            if once(in: 6) { life.append(.restart) }
        }
        if once(in: 2) { life.append(.upkeep) }
        let first = plan.steps.count / 3
        plan.steps.insert(
            contentsOf: life, at: first + Int(random.next() % UInt64(plan.steps.count - first + 1)))
    }

    /// A user deletes most of what a phone has; before the administrator decides, another client changes some of it, or the user
    /// types it in again.
    private mutating func holdAndDecide(_ plan: inout Plan) {
        let phone = Int(random.next() % UInt64(plan.phones.count))
        let other = Int(random.next() % UInt64(plan.phones.count))
        plan.steps.append(.sync(phone: phone, mode: .twoWay, .none))
        plan.steps.append(.user(phone: phone, .deleteMost, pick: random.next()))
        plan.steps.append(.sync(phone: phone, mode: .twoWay, .none))
        switch random.next() % 3 {
        case 0:
            for _ in 0..<3 { plan.steps.append(.thirdParty(.edit, pick: random.next())) }
            plan.steps.append(.sync(phone: other, mode: .twoWay, .none))
        case 1:
            plan.steps.append(.user(phone: phone, .retype, pick: random.next()))
            plan.steps.append(.sync(phone: phone, mode: one(of: [.twoWay, .slow]), .none))
        default: break
        }
        plan.steps.append(.decide(approve: !once(in: 3)))
        plan.steps.append(.sync(phone: phone, mode: .twoWay, .none))
    }

    /// Some sync meets a server that refuses whatever is put there.
    private mutating func refuse(_ plan: inout Plan) {
        let syncs = plan.steps.indices.filter { index in
            if case .sync(_, _, let trouble) = plan.steps[index] { return trouble.isNone }
            return false
        }
        guard !syncs.isEmpty, case .sync(let phone, let mode, _) = plan.steps[one(of: syncs)] else { return }
        var trouble = Plan.Trouble()
        let first = Int(random.next() % 10)
        for number in first..<(first + one(of: [2, 6])) { trouble.upstream[number] = .refused }
        insert(.sync(phone: phone, mode: mode, trouble), into: &plan)
    }

    private mutating func user(_ action: Plan.UserAction, in plan: Plan) -> Plan.Step {
        .user(phone: Int(random.next() % UInt64(plan.phones.count)), action, pick: random.next())
    }

    /// Somewhere in the life, never before its first third.
    private mutating func insert(_ step: Plan.Step, into plan: inout Plan) {
        let first = plan.steps.count / 3
        plan.steps.insert(step, at: first + Int(random.next() % UInt64(plan.steps.count - first + 1)))
    }
}
