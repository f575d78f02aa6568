import Versit

/// The zones that the times of one text refer to: those it describes itself, then what the world knows.
struct ZoneBook: Sendable {
    /// Rules by TZID, from the text's VTIMEZONEs or TZ and DAYLIGHT.
    var own: [String: TimeZoneRules] = [:]
    /// All other zones.
    var source: ZoneSource

    /// The zones of a text's calendar objects.
    init(_ calendars: [Component], source: ZoneSource) {
        self.source = source
        for calendar in calendars {
            for component in calendar.components where component.name == "VTIMEZONE" {
                // What the world knows by that name is not asked for here.
                guard let id = component.first("TZID")?.text(calendar.dialect), source.exactly(id) == nil,
                    let rules = TimeZoneRules(vtimezone: component)
                else { continue }
                own[id] = rules
            }
        }
    }

    /// The rules of a TZID: an IANA name means the rules the world keeps up to date, whatever old VTIMEZONE stands beside
    /// it; any other name means the text's own description, else what its spelling resembles (Windows names, path prefixes).
    func callAsFunction(_ id: String) -> TimeZoneRules? {
        source.exactly(id) ?? own[id] ?? source(id)
    }

    /// Adds the zones of another text; present ones stay.
    mutating func merge(_ other: ZoneBook) {
        own.merge(other.own) { mine, _ in mine }
    }
}
