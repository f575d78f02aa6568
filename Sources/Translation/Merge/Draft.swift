import Versit

/// A component under edit. Places found before an edit stay valid after it.
struct Draft {
    /// The component as it was.
    let component: Component
    private var slots: [Entry?]
    private var added: [Int: [Entry]] = [:]
    /// True once an entry was replaced by a different one, removed or added. A line that only lost its original folding, or
    /// went and came back the same, is no change: nothing is written for it.
    var isChanged: Bool { isTouched && !isSameContent }
    private var isTouched: Bool { !touched.isEmpty || !added.isEmpty }
    /// The places at which something else was put.
    private var touched: Set<Int> = []

    /// Starts with a component.
    init(_ component: Component) {
        self.component = component
        slots = component.entries.map { $0 }
    }

    /// The property at a place now; nil when removed or a nested component.
    func line(at place: Int) -> ContentLine? {
        guard case .line(let line) = slots[place] else { return nil }
        return line
    }

    /// Puts a property at a place.
    mutating func replace(at place: Int, with line: ContentLine) {
        set(.line(line), at: place)
    }

    /// Puts a nested component at a place.
    mutating func replace(at place: Int, with nested: Component) {
        set(.component(nested), at: place)
    }

    private mutating func set(_ entry: Entry?, at place: Int) {
        guard slots[place] != entry else { return }
        slots[place] = entry
        touched.insert(place)
    }

    /// Removes what is at a place.
    mutating func remove(at place: Int) { set(nil, at: place) }

    /// Adds a property behind the last one of its name, else behind the last property before nested components.
    mutating func add(_ line: ContentLine) {
        let place = Component.place(for: line.key, in: component.entries)
        added[place, default: []].append(.line(line))
    }

    /// Adds a nested component behind the last one of its name, else at the end.
    mutating func add(_ nested: Component) {
        let last = component.entries.lastIndex { entry in
            guard case .component(let old) = entry else { return false }
            return old.name == nested.name
        }
        added[last.map { $0 + 1 } ?? component.entries.count, default: []].append(.component(nested))
    }

    /// The places of the properties of a name (upper case) that are still there.
    func places(of name: String) -> [Int] {
        slots.indices.filter { line(at: $0)?.key == name }
    }

    /// Sets the first property of a name without counting as a change: a stamp such as REV. Absent ones stay absent.
    mutating func stamp(_ name: String, _ value: String) {
        guard let place = places(of: name).first, var line = line(at: place) else { return }
        line.setRaw(value)
        slots[place] = .line(line)
    }

    private var isSameContent: Bool {
        // What was not touched is the same on both sides.
        var rest = touched.compactMap { slots[$0] }.map(Draft.content) + added.values.joined().map(Draft.content)
        guard rest.count == touched.count else { return false }
        for place in touched {
            guard let index = rest.firstIndex(of: Draft.content(component.entries[place])) else { return false }
            rest.remove(at: index)
        }
        return true
    }

    /// An entry without its bytes as read.
    private static func content(_ entry: Entry) -> Entry {
        guard case .line(let line) = entry else { return entry }
        return .line(ContentLine(line.name, group: line.group, parameters: line.parameters, value: line.value))
    }

    /// The component after all edits.
    func finished() -> Component { isChanged ? assembled() : component }

    /// The component with all edits, stamps included.
    func assembled() -> Component {
        var result = component
        result.entries = []
        for place in 0...slots.count {
            result.entries += added[place] ?? []
            if place < slots.count, let entry = slots[place] { result.entries.append(entry) }
        }
        return result
    }
}
