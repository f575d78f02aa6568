import SyncTypes

/// Items upstream, a phone's copies of them and strangers on the phone that nobody may take for one of them.
///
/// Deterministic from its seed, and generated without the product's own syntaxes, normalisation and keys: it states the truth by
/// which matching is measured. Strangers stand in the same families, offices and days as everybody else, and always say something
/// that tells them from all others: a mobile, an address, a birthday, another day.
public struct MatchingCorpus: Sendable {
    /// One person, event, task or note.
    public struct Entry: Sendable {
        /// What it is.
        public var kind: ItemKind
        /// A number in the corpus: LUID and name upstream are made of it.
        public var number: Int
        /// The text upstream; nil: a stranger.
        public var upstream: String?
        /// The text on the phone; nil: the phone does not have it.
        public var copy: String?
        /// What happened to the copy.
        public var losses: Set<PhoneLoss>
    }

    /// All of it, in the order of their numbers.
    public private(set) var entries: [Entry] = []
    /// What it was made of.
    public let seed: UInt64
    /// The phone speaks vCard 2.1 and vCalendar 1.0 in local time.
    public let isOld: Bool

    private var random: SplitMix
    private var left: [ItemKind: Int]

    /// A corpus with so many copies of items upstream on the phone: 70 % contacts, 15 % events, 6 % tasks, the rest notes; for
    /// each hundred of them some nine strangers and nine items that only upstream has.
    public init(seed: UInt64, copies: Int, isOld: Bool) {
        (self.seed, self.isOld) = (seed, isOld)
        random = SplitMix(seed: seed &* 2 &+ (isOld ? 1 : 0))
        let (people, events, tasks) = (copies * 70 / 100, copies * 15 / 100, copies * 6 / 100)
        left = [.contact: people, .event: events, .task: tasks, .note: copies - people - events - tasks]
        var source = CorpusPeople(seed: random.next())
        var days = CorpusDays(seed: random.next())
        while wants(.contact) { for person in source.group() where wants(.contact) { add(person) } }
        while wants(.event) { for event in days.events() where wants(.event) { add(event) } }
        while wants(.task) { for task in days.tasks() where wants(.task) { add(task) } }
        while wants(.note) { for note in days.notes() where wants(.note) { add(note: note) } }
    }

    private func wants(_ kind: ItemKind) -> Bool { left[kind, default: 0] > 0 }

    private enum Presence {
        case both, upstreamOnly, stranger
    }

    private mutating func presence() -> Presence {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<84: .both
        case 84..<92: .upstreamOnly
        default: .stranger
        }
    }

    /// Up to three of the losses; none for one copy in five.
    private mutating func losses(from list: [PhoneLoss]) -> Set<PhoneLoss> {
        if Int.random(in: 0..<5, using: &random) == 0 { return [] }
        return Set(
            (0..<Int.random(in: 1...3, using: &random)).map { _ in list[Int.random(in: 0..<list.count, using: &random)]
            })
    }

    private mutating func add(
        _ kind: ItemKind, _ upstream: String, _ copy: String, _ losses: Set<PhoneLoss>, _ presence: Presence
    ) {
        if presence == .both { left[kind, default: 0] -= 1 }
        entries.append(
            Entry(
                kind: kind, number: entries.count, upstream: presence == .stranger ? nil : upstream,
                copy: presence == .upstreamOnly ? nil : copy, losses: losses.isEmpty ? [.none] : losses))
    }

    private var uid: String { "corpus-\(seed)-\(entries.count)-4000-8000-a0a0" }

    private mutating func add(_ person: CorpusPerson) {
        let presence = presence()
        var lost = losses(from: presence == .stranger ? PhoneLoss.harmless : PhoneLoss.ofContacts)
        let copy = person.kept(&lost, &random)
        let keepsUID = presence == .both && Int.random(in: 0..<50, using: &random) == 0
        let text = CorpusCard.held(copy, lost, uid: keepsUID ? uid : nil, isOld: isOld, &random)
        let client = Int.random(in: 0..<CorpusCard.clients, using: &random)
        add(.contact, CorpusCard.upstream(person, uid: uid, client: client), text, lost, presence)
    }

    private mutating func add(_ event: CorpusEvent) {
        let presence = presence()
        var lost = presence == .stranger ? [] : losses(from: PhoneLoss.ofCalendars)
        let copy = event.kept(&lost)
        let text = CorpusCalendar.held(copy, lost, isOld: isOld, &random)
        let client = Int.random(in: 0..<3, using: &random)
        add(
            event.isTask ? .task : .event, CorpusCalendar.upstream(event, uid: uid, client: client), text, lost,
            presence)
    }

    private mutating func add(note: CorpusNote) {
        let presence = presence()
        var lost = presence == .stranger ? [] : losses(from: PhoneLoss.ofNotes)
        let copy = note.kept(&lost)
        add(.note, note.upstream(uid: uid), copy, lost, presence)
    }
}

extension MatchingCorpus {
    /// Gives two people each the other's copy under their own truth: a measurement must call both wrong.
    public mutating func mislabel() {
        let both = entries.indices.filter {
            entries[$0].kind == .contact && entries[$0].losses == [.none] && entries[$0].upstream != nil
                && entries[$0].copy != nil
        }
        guard let first = both.first, let last = both.last, first != last else { return }
        (entries[first].copy, entries[last].copy) = (entries[last].copy, entries[first].copy)
    }
}
