import Versit

/// Elements of SIF that belong together, with the properties they become in the neutral form of a device's text (vCard 3.0 for
/// contacts, vCalendar 1.0 for events and tasks) and back. The merge itself knows that form only.
protocol SIFFamily: Sendable {
    /// The elements in the order in which they are written, each with the name under which evidence speaks of it.
    var elements: [(name: String, property: String)] { get }
    /// True when an element without the others says nothing: a start without its end, a status without its percentage.
    var isTogether: Bool { get }
    /// The properties of a text.
    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine]
    /// What the elements show of a component; an element that is left out here goes out empty.
    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue]
}

extension SIFFamily {
    /// Each for itself.
    var isTogether: Bool { false }
}

/// What the families of one text share.
struct SIFScene: Sendable {
    /// The device's local time; nil: not known.
    var zone: TimeZoneRules?
    /// True for tasks.
    var isTask = false
    /// The grammar of the neutral form.
    var dialect: Dialect
    /// Elements the device announced (CTCap); nil: all.
    var announced: Set<String>?

    /// True when the device takes an element.
    func allows(_ element: String) -> Bool { announced?.contains(element.uppercased()) ?? true }
}
