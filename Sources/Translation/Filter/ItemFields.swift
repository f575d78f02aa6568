import SyncTypes
import Versit

/// The values of an upstream resource's fields, for filters. A series is judged by its master.
public struct ItemFields: Sendable {
    /// One value of a field.
    public struct Value: Hashable, Sendable {
        /// The text, without escapes. Of a value with components also each of them is a value.
        public let text: String
        /// Seconds since 1970 UTC of a date or time; nil: it is none.
        public let instant: Int64?

        /// A value.
        public init(text: String, instant: Int64? = nil) {
            self.text = text
            self.instant = instant
        }
    }

    private let kind: ItemKind
    private let item: Component?
    private let zone: TimeZoneRules?
    private let book: ZoneBook

    /// Reads a body. `zone`: that of times without one; `zones`: rules by name.
    public init(_ body: UpstreamBody, kind: ItemKind, zone: TimeZoneRules?, zones: ZoneSource) {
        self.kind = kind
        self.zone = zone
        let document = body.document
        book = ZoneBook(document.components, source: zones)
        switch kind {
        case .contact: item = document.first("VCARD")
        case .note: item = document.first("VCALENDAR")?.components.first { $0.name == "VJOURNAL" }
        case .event, .task:
            let resource = try? CalendarResource(document, zones: zones)
            item = resource?.master ?? resource?.components.first
        }
    }

    /// The values of a field, none when it is not there; nil for a name that items of this kind do not have.
    public func values(of name: String) -> [Value]? {
        guard let field = FieldName(name, kind: kind) else { return nil }
        guard let item else { return [] }
        return item.all(field.property).flatMap { values($0, field, item.dialect) }
    }

    /// The instant that a filter's value means, read as the item's own; nil when it is no date.
    public func instant(of text: String) -> Int64? { DateTime(parsing: text).map(seconds) }

    private func values(_ line: ContentLine, _ field: FieldName, _ dialect: Dialect) -> [Value] {
        if field.property == "CATEGORIES" || field.property == "NICKNAME" || field.property == "RESOURCES" {
            return line.list(dialect).map { Value(text: $0) }
        }
        guard field.hasParts else {
            let text = line.text(dialect)
            return [Value(text: text, instant: CalendarScene.dateTime(line).map(seconds))]
        }
        let parts = line.structured(dialect)
        if let component = field.component {
            return parts.indices.contains(component) ? [Value(text: parts[component])] : []
        }
        return ([parts.joined(separator: ";")] + parts.filter { !$0.isEmpty }).map { Value(text: $0) }
    }

    private func seconds(_ value: DateTime) -> Int64 {
        Int64(value.secondsSince1970(in: zone) { book($0) })
    }
}
