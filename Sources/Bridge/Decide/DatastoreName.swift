import SyncTypes

/// What a device means by a database name (design, "Datastores and accounts").
///
/// Matched without `./`, path, case and everything from `?`; echoed as received.
struct DatastoreName: Hashable, Sendable {
    /// The name datastores of this meaning share: "contacts", "calendar", "tasks", "notes", or a collection's own name.
    let canonical: String

    /// Reads the name on the wire.
    init(wire: String) {
        var name = DatastoreAddress(wire: wire).path[...]
        while let last = name.last, last == "/" || last == "\\" { name.removeLast() }
        if let separator = name.lastIndex(where: { $0 == "/" || $0 == "\\" || $0 == ":" }) {
            name = name[name.index(after: separator)...]
        }
        let folded = DatastoreAddress.unescaped(String(name)).lowercased()
        canonical = Self.aliases[folded] ?? folded
    }

    /// What a built-in datastore holds; nil for a name that must be a collection's.
    var builtInKind: ItemKind? {
        switch canonical {
        case "contacts": .contact
        case "calendar": .event
        case "tasks": .task
        case "notes": .note
        default: nil
        }
    }

    /// The built-in names, in the order in which the server announces them.
    static let announced: [(name: String, kind: ItemKind)] = [
        ("contacts", .contact), ("calendar", .event), ("tasks", .task), ("notes", .note),
    ]

    private static let aliases: [String: String] = {
        let names: [String: [String]] = [
            "contacts": ["contact", "card", "addressbook", "scard", "con", "contacts.cdb", "people"],
            "calendar": ["events", "event", "cal", "scal", "agenda", "appointment", "appointments"],
            "tasks": ["task", "todo", "stask", "todos"],
            "notes": ["note", "memo", "snote", "memos", "journal"],
        ]
        var table: [String: String] = [:]
        for (canonical, others) in names {
            for other in others { table[other] = canonical }
        }
        return table
    }()
}
