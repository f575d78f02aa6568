import SyncTypes
import Versit

/// SIF-N: Subject is the first line of a note, Body all of it (BlackBerry before 7 makes the one of the other).
///
/// Lost: Color, Height, Width, Left, Top and Folder say how one program shows a note and stay with it; Date is the device's stamp.
/// Categories stay with it too, since a note's text is all that is merged.
/// Numbers are never sent, since BlackBerry refuses empty ones. A Subject that is no beginning of Body is put before it as a line.
enum SIFNoteForm: SIFForm {
    static let root = "note"
    static let scene = SIFScene(dialect: .plain)
    static let elements: [(name: String, property: String)] = [("Subject", "NOTE"), ("Body", "NOTE")]
    static let together = [["Subject", "Body"]]

    static func inner(_ context: LensContext, _ evidence: Evidence) -> any KindLens {
        var own = context
        own.format = .plainText
        own.evidence = evidence
        own.datastore = nil
        if let limit = context.datastore?.properties[context.format.contentType.mediaType]?["BODY"],
            limit.maxSize != nil
        {
            own.datastore = DatastoreProfile(sourceRef: "", properties: ["text/plain": ["": limit]])
        }
        return NoteLens(own)
    }

    static func neutral(_ text: SIFText, _ scene: SIFScene) -> [UInt8] {
        let (subject, body) = (TextPatch.collapsed(text.text("Subject") ?? ""), text.lines("Body") ?? "")
        guard !subject.isEmpty else { return Array(body.utf8) }
        guard text.filled("Body") != nil else { return Array(subject.utf8) }
        let first = TextPatch.collapsed(title(body))
        // A program that cuts the subject short leaves its beginning.
        return Array((first.hasPrefix(subject) ? body : subject + "\n" + body).utf8)
    }

    static func text(_ neutral: [UInt8], _ scene: SIFScene) -> [UInt8] {
        let body = String(decoding: neutral, as: UTF8.self)
        let values: [(name: String, value: SIFValue)] = [
            ("Subject", .text(TextPatch.collapsed(title(body)))), ("Body", .text(body)),
        ]
        return SIFText.written(root: root, values.filter { scene.allows($0.name) })
    }

    private static func title(_ text: String) -> String {
        text.split(separator: "\n").lazy.map { LineEnds.trimmed(String($0)) }.first { !$0.isEmpty } ?? ""
    }

    static func observations(_ text: SIFText, _ scene: SIFScene) -> [Observation] {
        plainObservations(neutral(text, scene))
    }

    static func plainObservations(_ text: [UInt8]) -> [Observation] {
        NoteLens.observations(of: text, format: .plainText)
    }
}
