import Mapping
import Phone
import SyncTypes

/// What there is when all is still: for comparing endings. The journal stands apart, since it tells the way there.
struct Ending: Hashable, Sendable {
    /// What both sides say of one thing.
    struct Sides: Hashable, Sendable {
        var phone: [String] = []
        var server: [String] = []
    }

    /// Details by "kind title": one on each side, or none.
    private(set) var items: [String: Sides] = [:]
    /// Bodies upstream by path, without the lines that say when they were written.
    private(set) var bodies: [String: [String]] = [:]
    /// What must not be, whatever the way there: open ends, and copies that differ from what they are copies of.
    private(set) var faults: [String] = []

    /// Looks at a world.
    init(_ world: World, _ phone: SimulatedPhone) {
        for kind in CanonicalSession.kinds {
            for essence in phone.essences(kind) {
                items[Ending.key(kind, essence), default: Sides()].phone.append(Ending.detail(essence))
            }
            for essence in world.essences(of: world.collection(kind)) {
                items[Ending.key(kind, essence), default: Sides()].server.append(Ending.detail(essence))
            }
            for (href, body) in world.server.members(of: world.collection(kind)) {
                bodies[href.canonical] = Ending.lines(body)
            }
        }
        for (key, sides) in items where sides.phone != sides.server || sides.phone.count != 1 {
            faults.append("\(key): \(sides.phone.count) on the phone, \(sides.server.count) at the server, or unequal")
        }
        do {
            try look(at: world, phone)
        } catch {
            faults.append("the store cannot be read: \(error)")
        }
    }

    /// Mirror and links against the two sides they stand for.
    private mutating func look(at world: World, _ phone: SimulatedPhone) throws {
        let (resources, links, loose) = try world.store.read { store in
            try (
                store.inspect("SELECT href, body FROM resource WHERE is_gone = 0"),
                store.inspect(
                    "SELECT kind, luid, state, held, is_open FROM link JOIN datastore ON datastore.id = link.datastore"),
                ["intent", "staged_item", "held_deletion"].filter {
                    try !store.inspect("SELECT 1 FROM \($0)").isEmpty
                }
            )
        }
        faults += loose.map { "there are rows in \($0)" }
        var mirror: [String: [String]] = [:]
        for row in resources {
            guard case .text(let href)? = row["href"], case .blob(let body)? = row["body"] else { continue }
            mirror[Href(href).canonical] = Ending.lines(body)
        }
        if mirror != bodies { faults.append("the mirror is not what the server has") }
        var held: [String: [UInt8]] = [:]
        for row in links {
            guard case .text(let kind)? = row["kind"], case .text(let luid)? = row["luid"],
                case .blob(let text)? = row["held"], row["is_open"] == .integer(0)
            else {
                faults.append(
                    "a link is open: \(row["kind"] ?? .null) \(row["luid"] ?? .null) \(row["state"] ?? .null)")
                continue
            }
            held["\(kind) \(luid)"] = text
        }
        var present: [String: [UInt8]] = [:]
        for kind in CanonicalSession.kinds {
            for (luid, text) in phone.store.items[kind.store] ?? [:] { present["\(kind.rawValue) \(luid)"] = text }
        }
        for key in Set(held.keys).union(present.keys) where held[key] != present[key] {
            faults.append("held is not what the phone has: \(key)")
        }
    }

    /// What differs from the ending that must be.
    func differences(from other: Ending) -> [String] {
        var found: [String] = []
        for key in Set(items.keys).union(other.items.keys).sorted() where items[key] != other.items[key] {
            found.append("\(key): \(Ending.told(items[key])), not \(Ending.told(other.items[key]))")
        }
        guard found.isEmpty else { return found }
        for path in Set(bodies.keys).union(other.bodies.keys).sorted() where bodies[path] != other.bodies[path] {
            found.append("\(path): \(bodies[path] ?? []), not \(other.bodies[path] ?? [])")
        }
        return found
    }

    /// Items that are as in neither of two endings.
    func strangers(to one: Ending, and other: Ending) -> [String] {
        Set(items.keys).union(one.items.keys).union(other.items.keys).sorted().compactMap { key in
            if items[key] == one.items[key] || items[key] == other.items[key] { return nil }
            return "\(key): \(Ending.told(items[key])), neither \(Ending.told(one.items[key])) nor"
                + " \(Ending.told(other.items[key]))"
        }
    }

    /// True when neither side has the item.
    func lacks(_ kind: ItemKind, _ title: String) -> Bool { items["\(kind.rawValue) \(title)"] == nil }

    private static func told(_ sides: Sides?) -> String {
        guard let sides else { return "nowhere" }
        return "phone \(sides.phone.map { $0.suffix(20) }), server \(sides.server.map { $0.suffix(20) })"
    }

    private static func key(_ kind: ItemKind, _ essence: String) -> String {
        "\(kind.rawValue) \(essence.prefix { $0 != "|" })"
    }

    private static func detail(_ essence: String) -> String {
        String(essence.drop { $0 != "|" }.dropFirst())
    }

    private static func lines(_ body: [UInt8]) -> [String] {
        ItemText(body).lines.filter { !Observation.bookkeeping.contains($0.name) }.map(\.written)
    }
}
