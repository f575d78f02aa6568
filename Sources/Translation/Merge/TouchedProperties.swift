import Versit

/// The properties in which a device's text is not what it held: only there is its user's edit. What lies between the first and the
/// last difference may be among them although it is the same; that costs time and nothing else.
struct TouchedProperties {
    /// The names of their lines, and of components inside, upper case.
    let names: Set<String>

    /// Compares two texts of a device; nil: all may be touched.
    init?(_ mine: Component, since held: Component?) {
        guard let held, held.dialect == mine.dialect, held.name == mine.name else { return nil }
        let (new, old) = (mine.entries, held.entries)
        let shorter = min(new.count, old.count)
        var head = 0
        while head < shorter, Self.isSame(new[head], old[head]) { head += 1 }
        var tail = 0
        while tail < shorter - head, Self.isSame(new[new.count - 1 - tail], old[old.count - 1 - tail]) { tail += 1 }
        var names: Set<String> = []
        for entry in new[head..<(new.count - tail)] { names.insert(Self.name(entry)) }
        for entry in old[head..<(old.count - tail)] { names.insert(Self.name(entry)) }
        self.names = names
    }

    private static func isSame(_ new: Entry, _ old: Entry) -> Bool {
        switch (new, old) {
        case (.line(let new), .line(let old)): new.isSpelled(like: old)
        case (.component(let new), .component(let old)): new == old
        case (.line, .component), (.component, .line): false
        }
    }

    private static func name(_ entry: Entry) -> String {
        switch entry {
        case .line(let line): line.key
        case .component(let component): component.name
        }
    }
}
