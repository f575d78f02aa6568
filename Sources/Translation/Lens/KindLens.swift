import SyncTypes
import Versit

/// What a phone sent for an item it knows, with what both sides had before.
struct DeviceEdit {
    /// The phone's text.
    var text: [UInt8]
    /// The text the phone is believed to have held before; nil: nothing is known.
    var held: [UInt8]?
    /// The last view sent; nil: nothing is known, `held` stands in.
    var sent: [UInt8]?
    /// The part of the resource that is this item.
    var part: PartKey
    /// What to do when both sides changed a property.
    var rule: ConflictRule
}

/// The lens for one kind of item. `Lens` picks it and parses the upstream body.
protocol KindLens: Sendable {
    /// A lens for a device.
    init(_ context: LensContext)

    /// What an upstream resource of this kind holds.
    static func outline(of document: Document, zones: ZoneSource) throws(TranslationError) -> ResourceOutline

    /// A part rendered for the device.
    func view(of part: PartKey, in body: Document, held: [UInt8]?) throws(TranslationError) -> [UInt8]

    /// What a view shows otherwise than the resource says it, for people; nil: nothing of note.
    func shortfall(of part: PartKey, in body: Document) -> String?

    /// A view that also empties what the device has of these texts and the view has not.
    func emptying(_ view: [UInt8], over texts: [[UInt8]]) -> [UInt8]

    /// A new upstream body from a phone's text.
    func create(from text: [UInt8], uid: String) throws(TranslationError) -> [UInt8]

    /// The changed document and the conflicts; `changed` false: nothing to write. `Lens` serialises.
    func put(_ edit: DeviceEdit, into body: Document) throws(TranslationError) -> KindPut

    /// True when two texts of the device say the same after its own habits.
    func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool

    /// What a text says, one line a value, without spelling and stamps.
    func values(of text: [UInt8]) -> [String]

    /// What a text is matched by.
    func matchKeys(of text: [UInt8]) -> MatchKeys

    /// True when a text can be an edit of a held one.
    func isClose(_ text: [UInt8], to held: [UInt8]) -> Bool

    /// True when two texts that share a fingerprint cannot be the same item: two people of one name.
    func contradicts(_ text: [UInt8], _ other: [UInt8]) -> Bool

    /// How alike two texts are of which one may be what a device has left of the other; nil when they are two items.
    func likeness(of text: [UInt8], to other: [UInt8]) -> Int?

    /// Seconds by which a text begins and ends later than another of the same item; nil for all that is not so simple, and for 0.
    func timeShift(of text: [UInt8], from other: [UInt8]) -> Int?

    /// A text that begins and ends so many seconds later; nil when it cannot be moved.
    func shifted(_ text: [UInt8], by seconds: Int) -> [UInt8]?

    /// What an item is called when nothing but its time may differ; nil: nothing can be told from it.
    func title(of text: [UInt8]) -> String?
}

extension KindLens {
    /// Nothing of note.
    func shortfall(of part: PartKey, in body: Document) -> String? { nil }

    /// What is not there is empty.
    func emptying(_ view: [UInt8], over texts: [[UInt8]]) -> [UInt8] { view }

    /// Items at no time.
    func timeShift(of text: [UInt8], from other: [UInt8]) -> Int? { nil }

    /// Items at no time.
    func shifted(_ text: [UInt8], by seconds: Int) -> [UInt8]? { nil }

    /// Items at no time.
    func title(of text: [UInt8]) -> String? { nil }

    /// Nothing contradicts by default.
    func contradicts(_ text: [UInt8], _ other: [UInt8]) -> Bool { false }
}

/// What a put made of the parsed body.
struct KindPut {
    /// The document after it.
    var document: Document
    /// False: the document is as it was.
    var changed: Bool
    /// The properties both sides changed.
    var conflicts: [FieldConflict]
    /// What may be a loss or the user's.
    var doubts: [DoubtfulLoss] = []
}

/// Picks the lens of a kind or format.
enum LensKinds {
    /// The lens of an item kind in a format.
    static func lens(of kind: ItemKind, _ format: ItemFormat) -> any KindLens.Type {
        format.isSIF ? SIFLens.self : AdoptingLens.self
    }

    /// The lens of an item kind in the formats of vCard and iCalendar.
    static func lens(of kind: ItemKind) -> any KindLens.Type {
        switch kind {
        case .contact: ContactLens.self
        case .event, .task: CalendarLens.self
        case .note: NoteLens.self
        }
    }

    /// The properties in a text of a device.
    static func observations(of text: [UInt8], format: ItemFormat, _ payload: DevicePayload) -> [Observation] {
        switch ItemFormat.sif(of: text) ?? format {
        case .vCard21, .vCard30, .vCard40: ContactLens.observations(of: text, format: format, payload)
        case .vCalendar10, .iCalendar20: CalendarLens.observations(of: text, format: format, payload)
        case .vNote11, .plainText: NoteLens.observations(of: text, format: format)
        case .sifC, .sifE, .sifT, .sifN: SIFLens.observations(of: text, format: format)
        }
    }

    /// What a component at the top of an upstream body is about; nil for others.
    static func kind(of document: Document) -> ItemKind? {
        for component in document.components {
            if component.name == "VCARD" { return .contact }
            guard component.name == "VCALENDAR" else { continue }
            for inner in component.components {
                switch inner.name {
                case "VEVENT": return .event
                case "VTODO": return .task
                case "VJOURNAL": return .note
                default: continue
                }
            }
        }
        return nil
    }
}
