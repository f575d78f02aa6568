import SyncTypes
import Versit

/// Reads what an upstream resource holds, without a device in mind.
public enum ResourceReader {
    /// The outline of a body. `kind`: what is expected, nil for any; a body of another kind is an error, except that events
    /// and tasks may stand for each other.
    public static func parts(
        of body: [UInt8], kind: ItemKind? = nil, zones: ZoneSource = .none
    ) throws(TranslationError) -> ResourceOutline {
        try parts(of: UpstreamBody(body), kind: kind, zones: zones)
    }

    /// The same of a body that was read already.
    public static func parts(
        of body: UpstreamBody, kind: ItemKind? = nil, zones: ZoneSource = .none
    ) throws(TranslationError) -> ResourceOutline {
        let document = body.document
        guard let found = LensKinds.kind(of: document) else {
            throw TranslationError(.unreadableResource, "neither a card nor an event, task or journal")
        }
        if let kind, kind != found, !(isCalendar(kind) && isCalendar(found)) {
            throw TranslationError(.unreadableResource, "\(found.rawValue) where \(kind.rawValue) was expected")
        }
        return try LensKinds.lens(of: found).outline(of: document, zones: zones)
    }

    private static func isCalendar(_ kind: ItemKind) -> Bool {
        switch kind {
        case .event, .task: true
        case .contact, .note: false
        }
    }

    /// The parsed body.
    static func document(_ body: [UInt8]) throws(TranslationError) -> Document {
        do {
            return try Document.parse(body).document
        } catch {
            throw TranslationError(.unreadableResource, error.reason)
        }
    }
}
