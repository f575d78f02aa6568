import SyncTypes
import Translation
import Versit

/// Any bytes of a device are an item or a typed error, and what is written upstream can be read.
struct HostileTranslation {
    private let kind: ItemKind
    /// Each with what it shows of the resource.
    private let lenses: [(format: ItemFormat, lens: Lens, view: [UInt8])]
    /// An upstream resource that a device changes.
    private let body: [UInt8]
    private let part: PartKey
    private let samples: [[UInt8]]

    private init(_ kind: ItemKind, _ formats: [ItemFormat], body: [UInt8], uid: String, samples: [[UInt8]]) {
        self.kind = kind
        self.body = body
        part = PartKey(uid: uid)
        self.samples = samples
        func lens(_ format: ItemFormat, _ profile: DeviceProfile) -> (ItemFormat, Lens, [UInt8]) {
            let context = LensContext(
                format: format, kind: kind, profile: profile, zone: CalendarFixtures.berlin,
                zones: CalendarFixtures.zones, now: CalendarFixtures.now)
            let lens = Lens(context)
            return (format, lens, (try? lens.view(of: PartKey(uid: uid), in: body, held: nil).text) ?? [])
        }
        let plain = DeviceProfile(utc: true)
        let old = formats.filter { $0 == .vCard21 || $0 == .vCalendar10 }
        lenses = formats.map { lens($0, plain) } + old.map { lens($0, Self.peculiar) }
    }

    /// A device of all families at once.
    private static let peculiar: DeviceProfile = {
        var profile = DeviceProfile()
        profile.quirks.localTimeOnly = true
        profile.quirks.utcOfToday = true
        profile.quirks.alarmsInUTC = true
        profile.quirks.payload = PayloadQuirks(
            withheld: ["FN", "CATEGORIES"], ignored: ["VEVENT.STATUS"], withheldTypes: ["PAGER"], last: ["TEL", "ADR"],
            limits: ["NOTE": PropertyLimit(maxSize: 80)], takesOnePreferred: true, clearsByDash: true,
            swapsStreet: true,
            needsDescription: true, yearlyByDay: true, neverFolds: true, firstYear: 2026, marksCategories: true,
            pairsMobiles: true)
        return profile
    }()

    func broken(by text: [UInt8], _ choice: UInt8) -> [String] {
        let (format, lens, view) = lenses[Int(choice) % lenses.count]
        let text = lens.meant(text)
        var broken: [String] = []
        func judge(_ what: String, _ written: [UInt8]) {
            guard let outline = try? ResourceReader.parts(of: written) else {
                return broken.append("\(format): what was \(what) cannot be read")
            }
            if outline.parts.isEmpty { broken.append("\(format): what was \(what) holds nothing") }
        }
        if let made = try? lens.create(from: text, uid: "made") { judge("created", made) }
        for held in [nil, view] {
            guard
                let put = try? lens.put(text, held: held, sent: held, part: part, into: body, rule: .deviceWins)
            else { continue }
            judge("merged", put.body)
            if !put.changed, put.body != body { broken.append("\(format): unchanged, and other bytes") }
        }
        _ = lens.replacing([text], by: View(text: view, format: format))
        compare(text, view, lens, format)
        return broken
    }

    /// All that a slow sync and the guard ask of a text.
    private func compare(_ text: [UInt8], _ view: [UInt8], _ lens: Lens, _ format: ItemFormat) {
        _ = (lens.matchKeys(of: text), lens.values(of: text), lens.title(of: text))
        _ = (lens.isSame(text, view), lens.isClose(text, to: view), lens.likeness(of: text, to: view))
        _ = (lens.contradicts(text, view), lens.saysNothingNew(text, held: view, sent: view))
        var evidence = Evidence()
        evidence.observe(text, format: format)
        var sentBack: Set<String> = []
        _ = lens.unprovenRemovals(text: text, held: view, view: view, sentBack: &sentBack)
    }

    /// Views of random resources, in all formats.
    var seeds: [[UInt8]] {
        lenses.enumerated().flatMap { number, entry in
            samples.compactMap { sample in
                let uid = (try? ResourceReader.parts(of: sample).uid) ?? ""
                let text = try? entry.lens.view(of: PartKey(uid: uid), in: sample, held: nil).text
                return text.map { [UInt8(number)] + $0 }
            }
        }
    }
}

extension HostileTranslation {
    /// Resources to begin with, each with its own seed.
    static func samples(_ count: UInt64, _ body: (inout Dice) -> [UInt8]) -> [[UInt8]] {
        (1...count).map { seed in
            var dice = Dice(seed)
            return body(&dice)
        }
    }

    private static let cards = samples(12, RandomCard.body)
    private static let eventBodies = [CalendarFixtures.rich] + samples(12) { RandomCalendar.body(isTask: false, &$0) }
    private static let taskBodies = samples(12) { RandomCalendar.body(isTask: true, &$0) }
    static let noteBodies = [
        "SUMMARY:Zettel\nDESCRIPTION:Zettel\\nMilch\\, Brot\\; Käse\nCATEGORIES:A,B\nCLASS:PRIVATE", "SUMMARY:One line",
        "DESCRIPTION:" + String(repeating: "long text ", count: 30),
    ].map {
        CalendarFixtures.calendar("PRODID:x\nBEGIN:VJOURNAL\nUID:n\nDTSTAMP:20200101T000000Z\n\($0)\nEND:VJOURNAL")
    }

    static let contacts = HostileTranslation(
        .contact, [.vCard21, .vCard30, .vCard40, .sifC], body: cards[0], uid: "u", samples: cards)
    static let events = HostileTranslation(
        .event, [.vCalendar10, .iCalendar20, .sifE], body: eventBodies[0], uid: CalendarFixtures.richKey.uid,
        samples: eventBodies)
    static let tasks = HostileTranslation(
        .task, [.vCalendar10, .iCalendar20, .sifT], body: taskBodies[0], uid: "e1", samples: taskBodies)
    static let notes = HostileTranslation(
        .note, [.plainText, .vNote11, .sifN], body: noteBodies[0], uid: "n", samples: noteBodies)
}
