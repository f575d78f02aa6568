import SyncTypes
import Versit

/// SIF for a device that speaks it: its texts are read into the neutral form that the lens of the kind merges, and the lens's views
/// are written as SIF.
///
/// A view has every element that the device takes, empty where there is nothing: that is how a removal is spelt. A device's text
/// is completed by what it held, since missing is unchanged; an empty element is itself the proof that its user cleared the field. Only
/// pictures ask for more: the device must have shown one.
struct SIFLens: KindLens {
    private let context: LensContext
    private let form: any SIFForm.Type
    private let scene: SIFScene

    init(_ context: LensContext) {
        self.context = context
        form = SIFForms.form(of: context.format)
        scene = SIFForms.scene(context)
    }

    private func inner(_ evidence: Evidence? = nil) -> any KindLens {
        form.inner(context, evidence ?? context.evidence)
    }

    static func outline(of document: Document, zones: ZoneSource) throws(TranslationError) -> ResourceOutline {
        guard let kind = LensKinds.kind(of: document) else {
            throw TranslationError(.unreadableResource, "neither a card nor an event, task or journal")
        }
        return try LensKinds.lens(of: kind).outline(of: document, zones: zones)
    }

    /// The properties in a text of a device, for `Evidence`.
    static func observations(of text: [UInt8], format: ItemFormat) -> [Observation] {
        let form = SIFForms.form(of: format)
        // A device that is to get SIF and has spoken another format before.
        guard ItemFormat.sif(of: text) != nil else { return form.plainObservations(text) }
        guard let sif = try? SIFText(text, root: form.root) else { return [] }
        return form.observations(sif, form.scene)
    }

    private func sif(_ text: [UInt8]) throws(TranslationError) -> SIFText { try SIFText(text, root: form.root) }

    /// A text in the neutral form; one in a format of vCard's or iCalendar's family is read as it is.
    private func neutral(_ text: [UInt8]) throws(TranslationError) -> [UInt8] {
        ItemFormat.sif(of: text) == nil ? text : form.neutral(try sif(text), scene)
    }

    /// Nothing for a text that cannot be read.
    private func read(_ text: [UInt8]) -> [UInt8] { (try? neutral(text)) ?? [] }

    func view(of part: PartKey, in body: Document, held: [UInt8]?) throws(TranslationError) -> [UInt8] {
        form.text(try inner().view(of: part, in: body, held: nil), scene)
    }

    func create(from text: [UInt8], uid: String) throws(TranslationError) -> [UInt8] {
        try inner().create(from: try neutral(text), uid: uid)
    }

    func put(_ edit: DeviceEdit, into body: Document) throws(TranslationError) -> KindPut {
        var changed = edit
        changed.held = edit.held.map(read)
        changed.sent = edit.sent.map(read)
        guard ItemFormat.sif(of: edit.text) != nil else { return try inner().put(changed, into: body) }
        let sent = edit.sent.flatMap { try? sif($0) }
        var held = edit.held == nil ? sent : nil
        if let own = edit.held.flatMap({ try? sif($0) }) {
            held = own.completed(by: sent, together: form.together)
            changed.held = held.map { form.neutral($0, scene) }
        }
        let mine = try sif(edit.text)
        changed.text = form.neutral(mine.completed(by: held, together: form.together), scene)
        return try inner(proof(mine, held)).put(changed, into: body)
    }

    /// What the device has proven, with what its empty elements prove.
    private func proof(_ mine: SIFText, _ held: SIFText?) -> Evidence {
        var evidence = context.evidence
        guard let held else { return evidence }
        let elements = form.elements
        let cleared = elements.filter { element in
            guard mine.isCleared(element.name), held.mentions(element.name), !held.isCleared(element.name) else {
                return false
            }
            // Devices without pictures write the element all the same: it counts from one that has shown a picture.
            return element.property != "PHOTO" || evidence.proves(element.property)
        }
        guard !cleared.isEmpty else { return evidence }
        // What is cleared as a whole was held as a whole, however much of it upstream has.
        var whole: Set<String> = []
        for property in Set(cleared.map(\.property)) {
            let isEmpty = elements.allSatisfy { $0.property != property || mine.filled($0.name) == nil }
            if isEmpty { whole.insert(property) }
        }
        let properties = Set(cleared.map(\.property))
        var observations = form.observations(held, scene).filter { properties.contains($0.property) }
        for index in observations.indices where whole.contains(observations[index].property) {
            observations[index].length = .max
        }
        evidence.record(observations)
        return evidence
    }

    func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool { inner().isSame(read(a), read(b)) }

    func values(of text: [UInt8]) -> [String] { inner().values(of: read(text)) }

    func matchKeys(of text: [UInt8]) -> MatchKeys { inner().matchKeys(of: read(text)) }

    func isClose(_ text: [UInt8], to held: [UInt8]) -> Bool { inner().isClose(read(text), to: read(held)) }

    func contradicts(_ text: [UInt8], _ other: [UInt8]) -> Bool { inner().contradicts(read(text), read(other)) }

    func likeness(of text: [UInt8], to other: [UInt8]) -> Int? { inner().likeness(of: read(text), to: read(other)) }

    func timeShift(of text: [UInt8], from other: [UInt8]) -> Int? {
        inner().timeShift(of: read(text), from: read(other))
    }

    func shifted(_ text: [UInt8], by seconds: Int) -> [UInt8]? {
        inner().shifted(read(text), by: seconds).map { form.text($0, scene) }
    }

    func title(of text: [UInt8]) -> String? { inner().title(of: read(text)) }
}

/// One of the four kinds of SIF: its neutral form and the lens that merges it.
protocol SIFForm: SendableMetatype {
    /// Local name of the root.
    static var root: String { get }
    /// A scene in which nothing of a device is known.
    static var scene: SIFScene { get }
    /// All elements with the property that evidence knows them by.
    static var elements: [(name: String, property: String)] { get }
    /// Elements that mean something only together.
    static var together: [[String]] { get }
    /// The lens of the kind, for the neutral form.
    static func inner(_ context: LensContext, _ evidence: Evidence) -> any KindLens
    /// A device's text in the neutral form.
    static func neutral(_ text: SIFText, _ scene: SIFScene) -> [UInt8]
    /// The SIF of a text in the neutral form.
    static func text(_ neutral: [UInt8], _ scene: SIFScene) -> [UInt8]
    /// What a text shows of its device.
    static func observations(_ text: SIFText, _ scene: SIFScene) -> [Observation]
    /// The same of a text in another format of the kind.
    static func plainObservations(_ text: [UInt8]) -> [Observation]
}

/// The four kinds.
enum SIFForms {
    /// The kind of a format; a format that is no SIF has none of its own and is not asked.
    static func form(of format: ItemFormat) -> any SIFForm.Type {
        switch format {
        case .sifC, .vCard21, .vCard30, .vCard40: SIFContactForm.self
        case .sifE, .vCalendar10, .iCalendar20: SIFEventForm.self
        case .sifT: SIFTaskForm.self
        case .sifN, .vNote11, .plainText: SIFNoteForm.self
        }
    }

    /// The scene of a device.
    static func scene(_ context: LensContext) -> SIFScene {
        var scene = form(of: context.format).scene
        scene.zone = context.zone
        let announced = context.datastore?.properties[context.format.contentType.mediaType] ?? [:]
        // An announcement without a name or a title is not believed.
        if announced["LASTNAME"] ?? announced["FIRSTNAME"] ?? announced["SUBJECT"] ?? announced["BODY"] != nil {
            scene.announced = Set(announced.keys)
        }
        return scene
    }
}

extension SIFForm {
    /// The elements of families as one SIF object: every one that the device takes, empty where there is nothing.
    static func written(_ component: Component, _ families: [any SIFFamily], _ scene: SIFScene) -> [UInt8] {
        var values: [(name: String, value: SIFValue)] = []
        for family in families {
            let own = family.write(component, scene)
            for element in family.elements where scene.allows(element.name) {
                // A zone is no field of the user's: there is one or there is none.
                if element.property.isEmpty, own[element.name] == nil { continue }
                values.append((element.name, own[element.name] ?? .text("")))
            }
        }
        return SIFText.written(root: root, values)
    }
}
