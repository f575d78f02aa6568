import SyncTypes
import Versit

/// Notes: VJOURNAL upstream, a bare text on the device.
struct NoteLens: KindLens {
    private let context: LensContext

    init(_ context: LensContext) { self.context = context }

    static func outline(of document: Document, zones: ZoneSource) throws(TranslationError) -> ResourceOutline {
        let journal = try journal(document)
        let uid = LineEnds.trimmed(journal.text("UID") ?? "")
        let summary = TextPatch.collapsed(NoteText.split(NoteText(journal).text).first)
        return ResourceOutline(kind: .note, uid: uid, parts: [PartKey(uid: uid)], summary: summary)
    }

    private static func journal(_ document: Document) throws(TranslationError) -> Component {
        for calendar in document.components where calendar.name == "VCALENDAR" {
            if let journal = calendar.components.first(where: { $0.name == "VJOURNAL" }) { return journal }
        }
        throw TranslationError(.unreadableResource, "no VJOURNAL")
    }

    static func observations(of text: [UInt8], format: ItemFormat) -> [Observation] {
        let length = decoded(text).unicodeScalars.count
        return length == 0 ? [] : [Observation(property: "NOTE", qualifier: "", length: length)]
    }

    /// A device's text: any character set, line ends as `\n`, without those at the end (SyncEvolution's peers add some).
    private static func decoded(_ bytes: [UInt8]) -> String {
        var text = LineEnds.unified(Charset.decode(bytes, charset: nil))
        if text.unicodeScalars.first == "\u{FEFF}" { text = String(text.unicodeScalars.dropFirst()) }
        while let last = text.unicodeScalars.last, last == "\n" || last == " " || last == "\0" {
            text.unicodeScalars.removeLast()
        }
        return text
    }

    /// The longest text the device announced; nil: any.
    private var limit: Int? { context.datastore?.properties["text/plain"]?.values.compactMap(\.maxSize).max() }

    func view(of part: PartKey, in body: Document, held: [UInt8]?) throws(TranslationError) -> [UInt8] {
        guard context.format == .plainText else {
            throw TranslationError(.unsupported, "notes as \(context.format.rawValue)")
        }
        return Array(shown(NoteText(try NoteLens.journal(body)).text).utf8)
    }

    private func shown(_ text: String) -> String {
        NoteLens.decoded(Array((limit.map { TextPatch.cut(text, to: $0) } ?? text).utf8))
    }

    func create(from text: [UInt8], uid: String) throws(TranslationError) -> [UInt8] {
        let note = NoteText(NoteLens.decoded(text))
        var journal = Component("VJOURNAL", .iCalendar20)
        journal.entries = [
            .line(ContentLine("UID", text: uid, .iCalendar20)), .line(ContentLine("DTSTAMP", raw: context.now.text)),
            .line(ContentLine("SUMMARY", text: note.summary ?? "", .iCalendar20)),
        ]
        if let description = note.description {
            journal.entries.append(.line(ContentLine("DESCRIPTION", text: description, .iCalendar20)))
        }
        var calendar = Component("VCALENDAR", .iCalendar20)
        calendar.entries = [
            .line(ContentLine("VERSION", raw: "2.0")),
            .line(ContentLine("PRODID", raw: "-//Footbridge//Footbridge//EN")),
            .component(journal),
        ]
        return Document([calendar]).serialise()
    }

    func put(_ edit: DeviceEdit, into body: Document) throws(TranslationError) -> KindPut {
        let journal = try NoteLens.journal(body)
        guard edit.part.recurrenceID == nil else { throw TranslationError(.noSuchPart, "a note has no occurrences") }
        let note = NoteText(journal)
        let merged = merged(edit, note)
        let result = note.replacing(with: merged.text)
        guard merged.isChanged, result != note else {
            return KindPut(document: body, changed: false, conflicts: merged.conflicts)
        }
        var draft = Draft(journal)
        set("SUMMARY", from: note.summary, to: result.summary, in: &draft)
        set("DESCRIPTION", from: note.description, to: result.description, in: &draft)
        draft.stamp("DTSTAMP", context.now.text)
        draft.stamp("LAST-MODIFIED", context.now.text)
        var document = body
        document.replaceNested(journal, by: draft.finished())
        return KindPut(document: document, changed: draft.isChanged, conflicts: merged.conflicts)
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
        let (full, mine) = (note.text, NoteLens.decoded(edit.text))
        let unchanged = Merged(text: full, isChanged: false)
        guard let believed = (edit.held ?? edit.sent).map(NoteLens.decoded) else {
            if isLoss(mine, of: full) || Skeleton.isFlattened(mine, of: full) { return unchanged }
            return conflict(mine, full, edit)
        }
        if mine == believed || (!isProven(believed) && isLoss(mine, of: believed)) { return unchanged }
        let held = visible(believed, under: mine)
        let sent = edit.sent.map(NoteLens.decoded) ?? believed
        let now = shown(full)
        if now == sent || TextPatch.isLoss(sent, of: full, allowsCut: edit.sent == nil) {
            return Merged(text: TextPatch.apply(base: held, mine: mine, full: full), isChanged: true)
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

    func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool { NoteLens.decoded(a) == NoteLens.decoded(b) }

    func values(of text: [UInt8]) -> [String] {
        NoteLens.decoded(text).split(separator: "\n").map { TextPatch.collapsed(String($0)) }.filter { !$0.isEmpty }
    }

    func matchKeys(of text: [UInt8]) -> MatchKeys {
        let text = NoteLens.decoded(text)
        let canonical = TextPatch.collapsed(text)
        let identical = StableHash(text.utf8).value
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
        let (own, theirs) = (Skeleton(NoteLens.decoded(text)), Skeleton(NoteLens.decoded(other)))
        guard !own.isEmpty, !theirs.isEmpty else { return nil }
        if own.isSame(as: theirs) { return own == theirs ? 3 : 2 }
        let least = TextPatch.shortestNoteCut
        return own.isCut(of: theirs, least: least) || theirs.isCut(of: own, least: least) ? 1 : nil
    }

    /// A first line in common, or half of the lines.
    func isClose(_ text: [UInt8], to held: [UInt8]) -> Bool {
        let (own, other) = (values(of: text), values(of: held))
        guard let first = own.first, let old = other.first else { return own.isEmpty && other.isEmpty }
        if first == old || first.hasPrefix(old) || old.hasPrefix(first) { return true }
        if TextPatch.changedLength(first, old) * 2 <= min(first.count, old.count) { return true }
        let common = Set(own).intersection(other).count
        return common * 2 >= min(Set(own).count, Set(other).count)
    }
}
