import SyncTypes
import Versit

/// What a vNote has beside its words: CATEGORIES and CLASS are merged, DCREATED and LAST-MODIFIED shown.
///
/// Lost: whatever else a journal entry has (DTSTART, STATUS, RELATED-TO, ATTACH) stays upstream unseen; X-IRMC-LUID is the device's.
struct NoteFields {
    private let scene: CalendarScene
    /// What the device announced (CTCap); nil: nothing.
    private let announced: [String: PropertyLimit]?

    init(_ context: LensContext) {
        var context = context
        announced = context.datastore?.properties[ItemFormat.vNote11.contentType.mediaType]
        context.format = .vNote11
        let book = ZoneBook([], source: .none)
        scene = CalendarScene(context, component: nil, upstream: book, device: book, isTask: false)
    }

    /// The families that are merged.
    var families: [any CalendarFamily] {
        [CategoriesFamily(scene: scene), ChoiceFamily(choice: .classification, scene: scene)]
    }

    /// The same for a new entry: also what is merely a default is taken.
    var creating: [any CalendarFamily] {
        var scene = scene
        scene.isCreating = true
        return [CategoriesFamily(scene: scene), ChoiceFamily(choice: .classification, scene: scene)]
    }

    /// Characters that BODY may have; nil when not announced.
    var limit: Int? { announced?["BODY"]?.maxSize }

    /// A vNote of some words with the fields of an entry.
    func vNote(_ words: String, of journal: Component) throws(TranslationError) -> [UInt8] {
        var note = Component("VNOTE", .vCalendar10)
        note.entries = [
            .line(ContentLine("VERSION", raw: "1.1")), .line(ContentLine("BODY", text: words, .vCalendar10)),
        ]
        for family in families where allows(family.property) { try family.render(journal, into: &note) }
        for (name, source) in [("DCREATED", "CREATED"), ("LAST-MODIFIED", "LAST-MODIFIED")] where allows(name) {
            guard let time = journal.text(source).flatMap({ DateTime(parsing: $0) }) else { continue }
            note.entries.append(.line(ContentLine(name, raw: time.text)))
        }
        return Document([note]).serialise()
    }

    private func allows(_ name: String) -> Bool { announced.map { $0[name] != nil } ?? true }

    /// What the fields of a text say, in a fixed order; nothing for a bare text.
    func canonical(_ note: DeviceNote) -> [String] {
        guard let component = note.component else { return [] }
        return families.flatMap { $0.canonical(component) }.sorted()
    }

    /// The properties in a vNote, for `Evidence`.
    static func observations(_ note: Component) -> [Observation] {
        note.lines.flatMap { line -> [Observation] in
            switch line.key {
            case "CATEGORIES":
                line.list(note.dialect).map {
                    Observation(property: line.key, qualifier: "", length: $0.unicodeScalars.count)
                }
            case "CLASS":
                [Observation(property: line.key, qualifier: LineEnds.trimmed(line.raw).uppercased(), length: 0)]
            default: []
            }
        }
    }
}
