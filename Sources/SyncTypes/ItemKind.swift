/// What an item is about, whatever format carries it.
public enum ItemKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A person or organisation: vCard, SIF-C.
    case contact
    /// A calendar event: VEVENT.
    case event
    /// A task: VTODO.
    case task
    /// A note: VJOURNAL, vNote, plain text.
    case note
}
