/// What reads bytes from outside, as one function of any bytes: the targets of `make fuzz`, and of the cases it found.
public enum HostileTarget: String, CaseIterable, Sendable {
    /// The reader and writer of vCard, vCalendar, iCalendar and vNote.
    case versit
    /// Both grammars of recurrence.
    case recurrence
    /// Contacts of a device: vCard 2.1, 3.0, 4.0 and SIF-C.
    case contacts
    /// Events of a device: vCalendar 1.0, iCalendar 2.0 and SIF-E.
    case events
    /// Tasks of a device: vCalendar 1.0, iCalendar 2.0 and SIF-T.
    case tasks
    /// Notes of a device: bare texts, vNote and SIF-N.
    case notes
    /// What a server has: cards, calendar objects and text files, and the merge that takes a change back.
    case upstream

    /// What is broken for these bytes; empty when all holds. A trap or an endless loop is a fault, too. The first byte chooses
    /// the format.
    public func broken(by bytes: [UInt8]) -> [String] {
        guard let choice = bytes.first else { return [] }
        let text = Array(bytes.dropFirst())
        return switch self {
        case .versit: HostileSyntax.document(text, choice)
        case .recurrence: HostileSyntax.recurrence(text)
        case .contacts: HostileTranslation.contacts.broken(by: text, choice)
        case .events: HostileTranslation.events.broken(by: text, choice)
        case .tasks: HostileTranslation.tasks.broken(by: text, choice)
        case .notes: HostileTranslation.notes.broken(by: text, choice)
        case .upstream: HostileUpstream.broken(by: text, choice)
        }
    }

    /// Inputs to begin with: sound ones of every format.
    public var seeds: [[UInt8]] {
        switch self {
        case .versit:
            HostileTarget.allCases.filter { $0 != .versit && $0 != .recurrence }.flatMap(\.seeds)
        case .recurrence: HostileSyntax.rules.map { [0] + Array($0.utf8) }
        case .contacts: HostileTranslation.contacts.seeds
        case .events: HostileTranslation.events.seeds
        case .tasks: HostileTranslation.tasks.seeds
        case .notes: HostileTranslation.notes.seeds
        case .upstream: HostileUpstream.seeds
        }
    }
}
