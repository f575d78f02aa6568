import Versit

/// What an entry says, without its spelling: two entries with the same content differ in folding, in the order of parameters
/// or, for components, in the order of their entries.
indirect enum EntryContent: Hashable {
    /// A property: group, name and parameters in one order, value as written.
    case line(group: String, name: String, parameters: [[String]], value: [UInt8])
    /// A component and how often each of its entries is in it.
    case component(name: String, entries: [EntryContent: Int])

    /// The content of a property.
    init(_ line: ContentLine) {
        let parameters = line.parameters.map { parameter in
            let values = parameter.name == "TYPE" ? parameter.values.map { $0.uppercased() } : parameter.values
            return [parameter.name] + values
        }
        self = .line(
            group: line.group?.lowercased() ?? "", name: line.key,
            parameters: parameters.sorted { $0.lexicographicallyPrecedes($1) }, value: Array(line.value))
    }

    /// The content of a component, without what programs keep for themselves.
    init(_ component: Component) {
        var counts: [EntryContent: Int] = [:]
        for entry in component.entries {
            switch entry {
            case .line(let line):
                guard line.isProperty, !Bookkeeping.names.contains(line.key) else { continue }
                counts[EntryContent(line), default: 0] += 1
            case .component(let nested): counts[EntryContent(nested), default: 0] += 1
            }
        }
        self = .component(name: component.name, entries: counts)
    }

    /// All properties of a document, with the names of the components around them.
    static func lines(_ document: Document) -> Set<[EntryContent]> {
        func lines(_ component: Component, _ path: [EntryContent]) -> [[EntryContent]] {
            guard case .component(let name, let entries) = EntryContent(component) else { return [] }
            let path = path + [.component(name: name, entries: [:])]
            let own = entries.keys.filter { $0.value != nil }.map { path + [$0] }
            return own + component.components.flatMap { lines($0, path) }
        }
        return Set(document.components.flatMap { lines($0, []) })
    }

    /// The content without its value: what tells two values of one property apart.
    var head: EntryContent {
        switch self {
        case .line(let group, let name, let parameters, _):
            .line(group: group, name: name, parameters: parameters, value: [])
        case .component(let name, _): .component(name: name, entries: [:])
        }
    }

    /// The value alone; nil for a component.
    var value: [UInt8]? {
        switch self {
        case .line(_, _, _, let value): value
        case .component: nil
        }
    }
}

/// What names a component among its siblings: it stays when everything else in it changes.
enum ComponentIdentity {
    /// The identity; nil for a component that is only known by what it says, such as an alarm without UID.
    static func of(_ component: Component) -> String? {
        switch component.name {
        case "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY":
            return "\(component.name) \(raw("UID", component)) \(occurrence(component) ?? "")"
        case "VTIMEZONE": return "VTIMEZONE \(raw("TZID", component))"
        case "VCARD", "VCALENDAR": return component.name
        default:
            let uid = raw("UID", component)
            return uid.isEmpty ? nil : "\(component.name) \(uid)"
        }
    }

    /// The occurrence a component stands for, with its zone; nil for a whole series or a single item.
    static func occurrence(_ component: Component) -> String? {
        guard let line = component.first("RECURRENCE-ID") else { return nil }
        let value = LineEnds.trimmed(line.raw)
        guard let zone = line.parameter("TZID")?.values.first else { return value }
        return "\(value) \(zone)"
    }

    private static func raw(_ name: String, _ component: Component) -> String {
        component.first(name).map { LineEnds.trimmed($0.raw) } ?? ""
    }
}
