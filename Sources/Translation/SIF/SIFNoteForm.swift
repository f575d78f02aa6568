import SyncTypes
import Versit

/// SIF-N: Subject is the first line of a note, Body all of it (BlackBerry before 7 makes the one of the other); its neutral form is a
/// vNote 1.1.
///
/// Lost: Color, Height, Width, Left, Top and Folder say how one program shows a note and stay with it; Date is the device's stamp.
/// Numbers are never sent, since BlackBerry refuses empty ones. A Subject that is no beginning of Body is put before it as a line.
enum SIFNoteForm: SIFForm {
    static let root = "note"
    static let scene = SIFScene(dialect: .vCalendar10)
    static let elements: [(name: String, property: String)] = [
        ("Subject", "NOTE"), ("Body", "NOTE"), ("Categories", "CATEGORIES"),
    ]
    static let together = [["Subject", "Body"]]

    static func inner(_ context: LensContext, _ evidence: Evidence) -> any KindLens {
        var own = context
        own.format = .vNote11
        own.evidence = evidence
        let announced = context.datastore?.properties[context.format.contentType.mediaType]
        let properties = ["BODY": announced?["BODY"] ?? PropertyLimit(), "CATEGORIES": PropertyLimit()]
        own.datastore = DatastoreProfile(
            sourceRef: "", properties: [ItemFormat.vNote11.contentType.mediaType: properties])
        return NoteLens(own)
    }

    static func neutral(_ text: SIFText, _ scene: SIFScene) -> [UInt8] {
        let words = DeviceNote.joined(title: text.text("Subject") ?? "", body: text.lines("Body") ?? "")
        var note = Component("VNOTE", scene.dialect)
        note.entries = [
            .line(ContentLine("VERSION", raw: "1.1")), .line(ContentLine("BODY", text: words, scene.dialect)),
        ]
        let categories = SIFCategories.words(text.filled("Categories"))
        if !categories.isEmpty {
            note.entries.append(.line(ContentLine("CATEGORIES", list: categories, scene.dialect)))
        }
        return Document([note]).serialise()
    }

    static func text(_ neutral: [UInt8], _ scene: SIFScene) -> [UInt8] {
        let note = DeviceNote(neutral)
        let categories = note.component?.all("CATEGORIES").flatMap { $0.list(scene.dialect) } ?? []
        let values: [(name: String, value: SIFValue)] = [
            ("Subject", .text(TextPatch.collapsed(NoteText.title(note.text)))), ("Body", .text(note.text)),
            ("Categories", .text(categories.joined(separator: ", "))),
        ]
        return SIFText.written(root: root, values.filter { scene.allows($0.name) })
    }

    static func observations(_ text: SIFText, _ scene: SIFScene) -> [Observation] {
        plainObservations(neutral(text, scene))
    }

    static func plainObservations(_ text: [UInt8]) -> [Observation] {
        NoteLens.observations(of: text, format: .vNote11)
    }
}
