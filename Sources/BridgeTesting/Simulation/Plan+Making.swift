import Phone
import SyncMLFront
import SyncTypes

/// How much of the world takes part in a run: the stages in which the simulation was built, kept for narrowing a failure.
public struct Scope: Sendable, Hashable {
    /// Phones at most.
    public var phones = 4
    /// Other clients work upstream.
    public var thirdParty = true
    /// Things go wrong.
    public var faults = true
    /// Phones lose parts of items, and servers have habits.
    public var losses = true
    /// Backups come back, phones are wiped and swapped.
    public var disasters = true
    /// More happens between the steps: see `Plan+Busy.swift`. The plan without it stays the same.
    public var isBusy = false
    /// XML messages may be as small as 1500 bytes, and such phones ask for device information: see `KnownSeeds`.
    public var tightMessages = false
    /// All people have one family name: see `KnownSeeds`.
    public var families = false
    /// What joined the world later.
    public var later = Set(Later.allCases)
    /// Kinds beside contacts.
    public var kinds: [ItemKind] = [.contact, .event, .task, .note]

    /// Everything.
    public static let whole = Scope()

    /// Everything, and much of it: what `prove` and the tests run.
    public static let busy = Scope(isBusy: true)

    /// One tame phone, an honest server, contacts.
    public static var tame: Scope {
        Scope(
            phones: 1, thirdParty: false, faults: false, losses: false, disasters: false, later: [], kinds: [.contact])
    }
}

extension Plan {
    /// The plan of a seed.
    public init(seed: UInt64, scope: Scope = .whole) {
        var maker = PlanMaker(random: SplitMix(seed: seed), scope: scope)
        self = maker.make(seed)
        LaterMaker.grow(&self, scope: scope)
    }
}

/// Draws a plan.
struct PlanMaker {
    var random: SplitMix
    let scope: Scope

    /// True once in so many times.
    mutating func once(in count: UInt64) -> Bool { random.next() % count == 0 }

    /// One of them.
    mutating func one<T>(of choices: [T]) -> T { choices[Int(random.next() % UInt64(choices.count))] }

    mutating func make(_ seed: UInt64) -> Plan {
        // The first draws of near seeds are near each other; a few are thrown away.
        _ = random.bytes(3)
        let count = scope.phones == 1 ? 1 : one(of: [1, 2, 2, 2, 3, 4].filter { $0 <= scope.phones })
        let kinds =
            scope.kinds.count > 1 && once(in: 3) ? [one(of: scope.kinds), one(of: scope.kinds)] : [scope.kinds[0]]
        let phones = (0..<count).map { _ in model() }
        let personality: Plan.Personality = scope.losses ? one(of: Plan.Personality.early) : .honest
        var steps: [Plan.Step] = []
        for phone in 0..<count {
            for _ in 0..<(random.next() % 4) { steps.append(.user(phone: phone, .add, pick: random.next())) }
            if scope.thirdParty, once(in: 2) { steps.append(.thirdParty(.add, pick: random.next())) }
            steps.append(.sync(phone: phone, mode: .twoWay, .none))
        }
        let length = 8 + random.next() % 16
        for _ in 0..<length { step(&steps, phones: count) }
        if scope.isBusy { steps = PlanMaker.busier(steps, seed, phones: count, scope) }
        return Plan(
            seed: seed, phones: phones, kinds: Array(Set(kinds)).sorted { $0.store < $1.store },
            hasFamilies: scope.families, personality: personality, steps: steps)
    }

    private mutating func step(_ steps: inout [Plan.Step], phones: Int) {
        let phone = Int(random.next() % UInt64(phones))
        switch random.next() % 20 {
        case 0..<9: steps.append(.user(phone: phone, userAction(), pick: random.next()))
        case 9..<13:
            guard scope.thirdParty else { return }
            let actions: [Plan.ThirdPartyAction] = [
                .add, .edit, .edit, .edit, .editSeveral, .clear, .delete, .touch, .reorder,
            ]
            steps.append(.thirdParty(one(of: actions), pick: random.next()))
        case 13..<18: steps.append(.sync(phone: phone, mode: mode(), trouble()))
        case 18:
            guard scope.faults else { return }
            steps.append(.clock(one(of: [-7200, -60, 3, 600, 7200, 86_400 * 3])))
        default:
            guard scope.faults else { return }
            steps.append(once(in: 2) ? .expireTokens : .restart)
        }
    }

    mutating func userAction() -> Plan.UserAction {
        if scope.disasters, once(in: 12) {
            return one(of: [.makeBackup, .makeBackup, .restoreBackup, .restoreBackup, .wipe, .swap])
        }
        return one(of: [
            .add, .add, .edit, .edit, .edit, .edit, .editSeveral, .editSeveral, .clear, .delete, .delete,
            once(in: 4) ? .addTwice : .edit, once(in: 3) ? .deleteAndAddAgain : .edit,
        ])
    }

    mutating func mode() -> SyncMode {
        guard once(in: 8) else { return .twoWay }
        return one(of: [.slow, .slow, .oneWayFromClient, .oneWayFromServer])
    }

    mutating func trouble() -> Plan.Trouble {
        guard scope.faults, once(in: 2) else { return .none }
        var trouble = Plan.Trouble()
        switch random.next() % 10 {
        case 0..<4:
            trouble.line[Int(random.next() % 7)] = one(of: Plan.LineEvent.allCases)
            if once(in: 3) { trouble.line[Int(random.next() % 7)] = one(of: Plan.LineEvent.allCases) }
        case 4..<7:
            let first = Int(random.next() % 14)
            let kind = one(of: Plan.UpstreamTrouble.early)
            for number in first..<(first + one(of: [1, 1, 2, 50])) { trouble.upstream[number] = kind }
        case 7..<9:
            let number = Int(random.next() % 24)
            trouble.death = one(of: [
                .beforeCommit(number), .afterCommit(number), .beforeRequest(number / 2), .afterRequest(number / 2),
            ])
        default:
            let first = Int(random.next() % 20)
            trouble.fullAt = first..<(first + one(of: [1, 2, 40]))
        }
        return trouble
    }

    private mutating func model() -> HandsetModel {
        var model = HandsetModel()
        if scope.faults { model.retry = one(of: HandsetModel.Retry.allCases) }
        guard scope.losses else { return model }
        model.version = one(of: [.v10, .v11, .v11, .v12, .v12])
        model.hasOldFormats = model.version != .v12 || once(in: 3)
        model.encoding = one(of: [.xml, .wbxml, .wbxml])
        model.messageSize = one(of: [1500, 3000, 10_000, 64_000])
        model.names = one(of: HandsetModel.Names.allCases)
        switch random.next() % 7 {
        case 0: (model.name, model.dropsPhotos) = ("no photos", true)
        case 1: (model.name, model.mostNumbers) = ("few numbers", one(of: [1, 2]))
        case 2: (model.name, model.longestNote) = ("short notes", 80)
        case 3: (model.name, model.rewrites) = ("own spelling", true)
        case 4: (model.name, model.capacity) = ("small", one(of: [3, 6]))
        default: break
        }
        model.habits = one(of: [PhoneHabits(), .syncEvolution, .s60, .nokia9210, .sonyEricsson, .funambol, .panasonic])
        if once(in: 8) { model.habits.maps = one(of: PhoneHabits.MapTiming.allCases) }
        if !scope.tightMessages, model.encoding == .xml, model.messageSize < 5000 {
            model.habits.asksInformation = false
            model.messageSize = 3000
        }
        if once(in: 8) { model.habits.constantSessionID = true }
        if once(in: 8) { model.habits.putsInformation = false }
        return model
    }
}
