import SyncTypes
import Versit

/// Notes: VJOURNAL upstream, a bare text or a vNote on the device, whatever its texts say they are.
struct NoteLens: KindLens {
    private let context: LensContext
    private let fields: NoteFields

    init(_ context: LensContext) {
        self.context = context
        fields = NoteFields(context)
    }

    static func outline(of document: Document, zones: ZoneSource) throws(TranslationError) -> ResourceOutline {
        let journal = try journal(document)
        let uid = LineEnds.trimmed(journal.text("UID") ?? "")
        let summary = TextPatch.collapsed(NoteText.split(NoteText(journal).text).first)
        return ResourceOutline(kind: .note, uid: uid, parts: [PartKey(uid: uid)], summary: summary)
    }

    static func journal(_ document: Document) throws(TranslationError) -> Component {
        for calendar in document.components where calendar.name == "VCALENDAR" {
            if let journal = calendar.components.first(where: { $0.name == "VJOURNAL" }) { return journal }
        }
        throw TranslationError(.unreadableResource, "no VJOURNAL")
    }

    /// The properties in a text of a device, for `Evidence`.
    static func observations(of text: [UInt8], format: ItemFormat) -> [Observation] {
        let note = DeviceNote(text)
        let length = note.text.unicodeScalars.count
        let words = length == 0 ? [] : [Observation(property: "NOTE", qualifier: "", length: length)]
        return words + (note.component.map(NoteFields.observations) ?? [])
    }

    /// The longest text the device announced; nil: any.
    private var limit: Int? {
        if context.format == .vNote11 { return fields.limit }
        return context.datastore?.properties["text/plain"]?.values.compactMap(\.maxSize).max()
    }

    func view(of part: PartKey, in body: Document, held: [UInt8]?) throws(TranslationError) -> [UInt8] {
        let journal = try NoteLens.journal(body)
        let words = shown(NoteText(journal).text)
        switch context.format {
        case .plainText: return Array(words.utf8)
        case .vNote11: return try fields.vNote(words, of: journal)
        case .vCard21, .vCard30, .vCard40, .vCalendar10, .iCalendar20, .sifC, .sifE, .sifT, .sifN:
            throw TranslationError(.unsupported, "notes as \(context.format.rawValue)")
        }
    }

    private func shown(_ text: String) -> String {
        DeviceNote.trimmed(limit.map { TextPatch.cut(text, to: $0) } ?? text)
    }

    func create(from text: [UInt8], uid: String) throws(TranslationError) -> [UInt8] {
        let device = DeviceNote(text)
        let note = NoteText(device.text)
        var journal = Component("VJOURNAL", .iCalendar20)
        journal.entries = [
            .line(ContentLine("UID", text: uid, .iCalendar20)), .line(ContentLine("DTSTAMP", raw: context.now.text)),
            .line(ContentLine("SUMMARY", text: note.summary ?? "", .iCalendar20)),
        ]
        if let description = note.description {
            journal.entries.append(.line(ContentLine("DESCRIPTION", text: description, .iCalendar20)))
        }
        if let component = device.component { journal = filled(journal, from: component) }
        var calendar = Component("VCALENDAR", .iCalendar20)
        calendar.entries = [
            .line(ContentLine("VERSION", raw: "2.0")),
            .line(ContentLine("PRODID", raw: "-//Footbridge//Footbridge//EN")),
            .component(journal),
        ]
        return Document([calendar]).serialise()
    }

    /// A new entry with what a vNote says beside its words.
    private func filled(_ journal: Component, from device: Component) -> Component {
        var draft = Draft(journal)
        if let time = device.text("DCREATED").flatMap({ DateTime(parsing: $0) }), time.form == .utc {
            draft.add(ContentLine("CREATED", raw: time.text))
        }
        let merge = ThreeWayMerge(
            sent: nil, held: nil, mine: device, evidence: context.evidence, rule: .deviceWins, mineIsNewer: true)
        for family in fields.creating { _ = merge.apply(family, to: &draft) }
        return CategoriesFamily.onOneLine(draft.finished())
    }

    func put(_ edit: DeviceEdit, into body: Document) throws(TranslationError) -> KindPut {
        let journal = try NoteLens.journal(body)
        guard edit.part.recurrenceID == nil else { throw TranslationError(.noSuchPart, "a note has no occurrences") }
        let note = NoteText(journal)
        let merged = merged(edit, note)
        var conflicts = merged.conflicts
        var draft = Draft(journal)
        if merged.isChanged {
            let result = note.replacing(with: merged.text)
            set("SUMMARY", from: note.summary, to: result.summary, in: &draft)
            set("DESCRIPTION", from: note.description, to: result.description, in: &draft)
        }
        if let mine = DeviceNote(edit.text).component {
            let merge = ThreeWayMerge(
                sent: edit.sent.flatMap { DeviceNote($0).component },
                held: edit.held.flatMap { DeviceNote($0).component },
                mine: mine, evidence: context.evidence, rule: edit.rule, mineIsNewer: true)
            for family in fields.families { conflicts += merge.apply(family, to: &draft) }
        }
        guard draft.isChanged else { return KindPut(document: body, changed: false, conflicts: conflicts) }
        draft.stamp("DTSTAMP", context.now.text)
        draft.stamp("LAST-MODIFIED", context.now.text)
        var document = body
        document.replaceNested(journal, by: draft.finished())
        return KindPut(document: document, changed: true, conflicts: conflicts)
    }

    private func set(_ name: String, from old: String?, to new: String?, in draft: inout Draft) {
        guard old != new else { return }
        let dialect = draft.component.dialect
        guard let place = draft.places(of: name).first, var line = draft.line(at: place) else {
            if let new { draft.add(ContentLine(name, text: new, dialect)) }
            return
        }
        guard let new else { return draft.remove(at: place) }
        line.setText(new, dialect)
        draft.replace(at: place, with: line)
    }

    private struct Merged {
        var text: String
        var isChanged: Bool
        var conflicts: [FieldConflict] = []
    }

    /// The whole text after the phone's edit.
    private func merged(_ edit: DeviceEdit, _ note: NoteText) -> Merged {
        let (full, mine) = (note.text, DeviceNote(edit.text).text)
        let unchanged = Merged(text: full, isChanged: false)
        guard let believed = (edit.held ?? edit.sent).map({ DeviceNote($0).text }) else {
            if isLoss(mine, of: full) || Skeleton.isFlattened(mine, of: full) { return unchanged }
            return conflict(mine, full, edit)
        }
        if mine == believed || (!isProven(believed) && isLoss(mine, of: believed)) { return unchanged }
        let held = visible(believed, under: mine)
        let sent = edit.sent.map { DeviceNote($0).text } ?? believed
        let now = shown(full)
        if now == sent || TextPatch.isLoss(sent, of: full, allowsCut: edit.sent == nil) {
            let text = isEmptied(held, to: mine) ? mine : TextPatch.apply(base: held, mine: mine, full: full)
            return Merged(text: text, isChanged: true)
        }
        if isLoss(mine, of: full) { return unchanged }
        if let both = TextPatch.combined(base: held, mine: mine, theirs: now) {
            return Merged(text: TextPatch.apply(base: now, mine: both, full: full), isChanged: true)
        }
        return conflict(mine, full, edit)
    }

    /// What the device had of a held text: a beginning, when it has never returned it whole and an edit of a cut one explains its text.
    private func visible(_ held: String, under mine: String) -> String {
        guard !isProven(held), mine.unicodeScalars.count >= TextPatch.shortestNoteCut else { return held }
        return TextPatch.beginning(of: held, under: mine) ?? held
    }

    /// True when of all that a user saw the title alone is left: what the device had cut off goes, too.
    private func isEmptied(_ held: String, to mine: String) -> Bool {
        let (old, new) = (NoteText.split(held), NoteText.split(mine))
        return old.rest != nil && new.rest == nil && old.first == new.first
    }

    private func isLoss(_ kept: String, of full: String) -> Bool {
        TextPatch.isLoss(
            kept, of: full, allowsCut: !isProven(full) && kept.unicodeScalars.count >= TextPatch.shortestNoteCut)
    }

    private func isProven(_ text: String) -> Bool {
        context.evidence.proves("NOTE", length: text.unicodeScalars.count)
    }

    private func conflict(_ mine: String, _ full: String, _ edit: DeviceEdit) -> Merged {
        let deviceWins =
            switch edit.rule {
            case .deviceWins, .newest: true
            case .serverWins, .duplicate: false
            }
        let conflict = FieldConflict(
            property: "DESCRIPTION", winner: deviceWins ? .device : .server, loser: deviceWins ? full : mine)
        return Merged(text: deviceWins ? mine : full, isChanged: deviceWins, conflicts: [conflict])
    }

    /// The fields count only where both have some.
    func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        let (a, b) = (DeviceNote(a), DeviceNote(b))
        guard a.text == b.text else { return false }
        return a.component == nil || b.component == nil || fields.canonical(a) == fields.canonical(b)
    }

    func values(of text: [UInt8]) -> [String] {
        let note = DeviceNote(text)
        return NoteLens.lines(note.text) + fields.canonical(note)
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { TextPatch.collapsed(String($0)) }.filter { !$0.isEmpty }
    }

    func matchKeys(of text: [UInt8]) -> MatchKeys {
        let note = DeviceNote(text)
        let text = note.text
        let canonical = TextPatch.collapsed(text)
        let identical = StableHash(([text] + fields.canonical(note)).joined(separator: "\0").utf8).value
        return MatchKeys(
            identical: identical, fingerprints: canonical.isEmpty ? [] : [canonical],
            traces: canonical.isEmpty ? [] : traces(canonical))
    }

    /// Its beginning: no device cuts a note to less.
    private func traces(_ text: String) -> [String] {
        let beginning = TextPatch.cut(text, to: TextPatch.shortestNoteCut)
        return [Skeleton(beginning).text, Skeleton.ascii(beginning)]
    }

    /// The same text, or its beginning.
    func likeness(of text: [UInt8], to other: [UInt8]) -> Int? {
        let (own, theirs) = (Skeleton(DeviceNote(text).text), Skeleton(DeviceNote(other).text))
        guard !own.isEmpty, !theirs.isEmpty else { return nil }
        if own.isSame(as: theirs) { return own == theirs ? 3 : 2 }
        let least = TextPatch.shortestNoteCut
        return own.isCut(of: theirs, least: least) || theirs.isCut(of: own, least: least) ? 1 : nil
    }

    /// A first line in common, or half of the lines.
    func isClose(_ text: [UInt8], to held: [UInt8]) -> Bool {
        let (own, other) = (NoteLens.lines(DeviceNote(text).text), NoteLens.lines(DeviceNote(held).text))
        guard let first = own.first, let old = other.first else { return own.isEmpty && other.isEmpty }
        if first == old || first.hasPrefix(old) || old.hasPrefix(first) { return true }
        if TextPatch.changedLength(first, old) * 2 <= min(first.count, old.count) { return true }
        let common = Set(own).intersection(other).count
        return common * 2 >= min(Set(own).count, Set(other).count)
    }
}
