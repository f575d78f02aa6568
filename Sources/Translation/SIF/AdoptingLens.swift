import SyncTypes
import Versit

/// The lens of a kind for a device that gets vCard, iCalendar or bare text, and yet may have sent SIF: its format was changed, or
/// it takes one and sends the other.
///
/// A SIF text is read as what a view of it would be, had it lain upstream; other texts go to the lens of the kind as they are.
struct AdoptingLens: KindLens {
    private let context: LensContext
    private let inner: any KindLens

    init(_ context: LensContext) {
        self.context = context
        inner = LensKinds.lens(of: context.kind).init(context)
    }

    static func outline(of document: Document, zones: ZoneSource) throws(TranslationError) -> ResourceOutline {
        try SIFLens.outline(of: document, zones: zones)
    }

    private func adopted(_ text: [UInt8]) throws(TranslationError) -> [UInt8] {
        // A note may begin with any characters: it is SIF only if it can be read as such.
        guard let format = ItemFormat.sif(of: text), format == .sif(for: context.kind) else { return text }
        var own = context
        own.format = format
        own.datastore = nil
        let uid = "adopted"
        let body: [UInt8]
        do {
            body = try SIFLens(own).create(from: text, uid: uid)
        } catch {
            if context.kind == .note { return text }
            throw error
        }
        return try inner.view(of: PartKey(uid: uid), in: try ResourceReader.document(body), held: nil)
    }

    private func read(_ text: [UInt8]) -> [UInt8] { (try? adopted(text)) ?? text }

    func view(of part: PartKey, in body: Document, held: [UInt8]?) throws(TranslationError) -> [UInt8] {
        try inner.view(of: part, in: body, held: held.map(read))
    }

    func shortfall(of part: PartKey, in body: Document) -> String? { inner.shortfall(of: part, in: body) }

    func emptying(_ view: [UInt8], over texts: [[UInt8]]) -> [UInt8] {
        inner.emptying(view, over: texts.map(read))
    }

    func create(from text: [UInt8], uid: String) throws(TranslationError) -> [UInt8] {
        guard let format = ItemFormat.sif(of: text), format == .sif(for: context.kind) else {
            return try inner.create(from: text, uid: uid)
        }
        var own = context
        own.format = format
        own.datastore = nil
        return try SIFLens(own).create(from: text, uid: uid)
    }

    func put(_ edit: DeviceEdit, into body: Document) throws(TranslationError) -> KindPut {
        var changed = edit
        changed.text = try adopted(edit.text)
        changed.held = edit.held.map(read)
        changed.sent = edit.sent.map(read)
        return try inner.put(changed, into: body)
    }

    func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool { inner.isSame(read(a), read(b)) }

    func values(of text: [UInt8]) -> [String] { inner.values(of: read(text)) }

    func matchKeys(of text: [UInt8]) -> MatchKeys { inner.matchKeys(of: read(text)) }

    func isClose(_ text: [UInt8], to held: [UInt8]) -> Bool { inner.isClose(read(text), to: read(held)) }

    func contradicts(_ text: [UInt8], _ other: [UInt8]) -> Bool { inner.contradicts(read(text), read(other)) }

    func likeness(of text: [UInt8], to other: [UInt8]) -> Int? { inner.likeness(of: read(text), to: read(other)) }

    func timeShift(of text: [UInt8], from other: [UInt8]) -> Int? {
        inner.timeShift(of: read(text), from: read(other))
    }

    func shifted(_ text: [UInt8], by seconds: Int) -> [UInt8]? { inner.shifted(read(text), by: seconds) }

    func title(of text: [UInt8]) -> String? { inner.title(of: read(text)) }
}
