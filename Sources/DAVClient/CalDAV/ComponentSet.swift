import Markup
import SyncTypes

/// `supported-calendar-component-set` (RFC 4791 section 5.2.3). Advice only: servers accept more and less than it says.
enum ComponentSet {
    /// The kinds a calendar holds; without the property all of them.
    static func kinds(_ property: Element?) -> Set<ItemKind> {
        guard let property else { return [.event, .task, .note] }
        let names = property.all("comp").compactMap { comp in
            comp.attributes.first { $0.name == "name" }?.value.uppercased()
        }
        if names.isEmpty { return [.event, .task, .note] }
        return Set(names.compactMap(kind))
    }

    /// The property for one kind.
    static func element(_ component: String) -> Element {
        let comp = Element(
            "comp", namespace: XMLNamespace.calDAV, attributes: [Attribute(name: "name", value: component)])
        return PropertyName.componentSet.element([comp])
    }

    /// The component that carries a kind; nil for contacts.
    static func component(_ kind: ItemKind) -> String? {
        switch kind {
        case .contact: nil
        case .event: "VEVENT"
        case .task: "VTODO"
        case .note: "VJOURNAL"
        }
    }

    private static func kind(_ component: String) -> ItemKind? {
        ItemKind.allCases.first { self.component($0) == component }
    }
}
