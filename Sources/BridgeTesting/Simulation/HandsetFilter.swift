import Phone
import SyncMLFront
import SyncTypes

/// What a phone's user wants to have on it.
public enum HandsetFilter: Sendable, Hashable {
    /// Events of so many days around the day of the sync.
    case days(Int, Int)
    /// Events between two times: so many days around a moment, seconds since 1970 UTC.
    case dates(Int, Int, at: Int64)
    /// Items whose number lacks a digit.
    case without(digit: Int)
    /// Items whose number lacks a digit, and whatever else the phone has already (INCLUSIVE, `/tf`).
    case keeping(without: Int)
    /// Nothing new while the phone holds so many (`/max`).
    case most(Int)
    /// No item longer than so many kilobytes (`/li`).
    case kilobytes(Int)
    /// No attachments (`/na`).
    case withoutAttachments

    /// The events that the phone is to show at a time, and what it is not to show at all. `isSpacious`: its format says much of little.
    func window(now: Int64, isSpacious: Bool) -> EventWindow? {
        switch self {
        case .days(let first, let last): EventWindow("\(first)..\(last)", now: now)
        case .dates(let first, let last, let moment): EventWindow("\(first)..\(last)", now: moment)
        case .without(let digit): EventWindow(leftOut: String(digit))
        case .keeping(let digit): EventWindow(leftOut: String(digit), mayStay: true)
        case .most: EventWindow(leftOut: "", mayStay: true)
        case .kilobytes(let size): EventWindow(longest: isSpacious ? 0 : size * 1000)
        case .withoutAttachments: nil
        }
    }

    /// How the phone asks for it; nil: it asks for everything of this kind. `version`: what it speaks.
    func asked(of kind: ItemKind, in version: ProtocolVersion) -> PhoneFilter? {
        switch (self, kind) {
        case (.days(let first, let last), .event): return PhoneFilter("/dr(\(first),\(last))")
        case (.dates(let first, let last, let moment), .event):
            let hour = Int(moment / 3600)
            let (since, before) = (EventWindow.time(hour + first * 24), EventWindow.time(hour + last * 24))
            return PhoneFilter("SINCE&EQ;\(since)&AND;BEFORE&LT;\(before)")
        case (.without(let digit), .event), (.without(let digit), .task): return PhoneFilter("SUMMARY&NCON;\(digit)")
        case (.without(let digit), .contact): return PhoneFilter("N&NCON;\(digit)")
        case (.keeping(let digit), .event), (.keeping(let digit), .task), (.keeping(let digit), .contact):
            let words = (kind == .contact ? "N" : "SUMMARY") + "&NCON;\(digit)"
            return version == .v12 ? PhoneFilter(words, isInclusive: true) : PhoneFilter("/tf(\(words))")
        case (.most(let count), _): return PhoneFilter("/max(\(count))")
        case (.kilobytes(let size), _): return PhoneFilter("/li(\(size))")
        case (.withoutAttachments, _): return PhoneFilter("/na")
        case (.days, .contact), (.days, .task), (.days, .note), (.dates, .contact), (.dates, .task), (.dates, .note),
            (.without, .note), (.keeping, .note):
            return nil
        }
    }
}

extension Simulation {
    /// What a phone is to show: what the administrator has set, and of that what its user wants.
    func window(of number: Int) -> EventWindow? {
        let filter = phones[number].filter
        return EventWindow.both(
            windows.of(phones[number].deviceID, now: clock.now),
            filter?.window(now: clock.now, isSpacious: phones[number].model.holdsSIF))
    }

    /// A phone's user wants something else from the next sync on.
    mutating func setFilter(_ number: Int, _ filter: HandsetFilter?) {
        phones[number].filter = filter
        story.tell("phone \(number) asks for \(filter.map { "\($0)" } ?? "everything")")
        story.count("filter")
        noteJump()
    }
}
