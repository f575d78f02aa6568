import Versit

/// A point in time as a user means it, whatever the spelling: a whole day, or an instant.
enum Moment: Hashable, Sendable {
    /// A day of a calendar without clock.
    case day(CalendarDay)
    /// Seconds since 1970-01-01T00:00:00Z.
    case instant(Int)

    /// The day; nil for an instant.
    var day: CalendarDay? {
        switch self {
        case .day(let day): day
        case .instant: nil
        }
    }

    /// Seconds since 1970 UTC: the instant, or midnight UTC of the day.
    var seconds: Int {
        switch self {
        case .day(let day): LocalTime(day).seconds
        case .instant(let seconds): seconds
        }
    }

    /// For the journal and for canonical texts.
    var text: String {
        switch self {
        case .day(let day): DateTime(date: day).text
        case .instant(let seconds): DateTime(secondsSince1970: seconds).text
        }
    }

    /// True when both are the same to the minute: phones that count in minutes drop the seconds.
    func isSameMinute(as other: Moment) -> Bool {
        switch (self, other) {
        case (.instant(let left), .instant(let right)):
            left - ((left % 60) + 60) % 60 == right - ((right % 60) + 60) % 60
        case (.day, .day), (.day, .instant), (.instant, .day): self == other
        }
    }
}
