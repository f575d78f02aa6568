import Versit

/// The entries of one name in one version of a component.
struct NamedEntries {
    /// Where each stands among the component's entries.
    var places: [Int] = []
    /// What each says.
    var contents: [EntryContent] = []
    /// Each as written.
    var entries: [Entry] = []
}

/// The properties of a component, and the components in it that are only known by what they say, by name.
struct LooseEntries {
    private var named: [String: NamedEntries] = [:]
    /// The names in the order of the text.
    private(set) var order: [String] = []

    /// Sorts the entries of a component; bookkeeping is left out.
    init(_ component: Component) {
        for (place, entry) in component.entries.enumerated() {
            switch entry {
            case .line(let line):
                guard line.isProperty, !Bookkeeping.names.contains(line.key) else { continue }
                add(entry, line.key, EntryContent(line), at: place)
            case .component(let nested):
                guard ComponentIdentity.of(nested) == nil else { continue }
                add(entry, nested.name, EntryContent(nested), at: place)
            }
        }
    }

    /// The entries of a name.
    subscript(name: String) -> NamedEntries { named[name] ?? NamedEntries() }

    private mutating func add(_ entry: Entry, _ name: String, _ content: EntryContent, at place: Int) {
        if named[name] == nil { order.append(name) }
        named[name, default: NamedEntries()].places.append(place)
        named[name, default: NamedEntries()].contents.append(content)
        named[name, default: NamedEntries()].entries.append(entry)
    }
}
