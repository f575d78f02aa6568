import Bridge
import BridgeTesting
import Mapping
import SyncTypes

/// What replays need of a world.
enum ReplayWorld {
    private static let seed: UInt64 = 1

    /// A world in which `user` has a collection of each kind, tried upstream with the phone's password.
    static func passThrough(_ user: String = "alice", _ password: String = "secret") throws -> World {
        let world = try World(seed: seed)
        guard user != "alice" else { return world }
        world.server.addUser(user, password: password)
        for (name, kind) in [("contacts", .contact), ("calendar", .event), ("tasks", .task), ("notes", .note)]
            as [(String, ItemKind)]
        {
            world.server.addCollection(user: user, name: name, kinds: [kind])
        }
        return world
    }

    /// A world whose only account is stored, so that devices are challenged for MD5; `user` is alice upstream.
    static func stored(_ user: String = "alice", _ password: String = "secret") async throws -> World {
        let world = try World(seed: seed) { $0.upstream = nil }
        let dependencies = Dependencies(
            store: world.store, transport: world.server, clock: { world.clock.now }, stopwatch: { world.clock.now },
            random: { [UInt8](repeating: 7, count: $0) }, zones: SystemZones.source,
            secrets: SecretBox(key: BridgeTesting.SeededBytes(seed: seed).next(32)), logger: World.silent)
        let administration = AccountAdministration(settings: Settings(), dependencies: dependencies)
        _ = try await administration.add(
            AccountAdministration.Draft(
                name: user, upstream: world.server.origin + "/", user: "alice", password: "secret",
                devicePassword: password))
        return world
    }
}

extension World {
    /// The href of one of a user's collections.
    func collection(_ name: String, of user: String = "alice") -> Href {
        let alice = name == "contacts" ? contacts : calendar
        return Href(
            alice.rawValue.replacing("/alice/", with: "/\(user)/").replacing("/calendar/", with: "/\(name)/"))
    }

    /// Somebody stores a body upstream.
    func put(_ collection: Href, _ name: String, _ text: String) {
        server.put(Href(collection.rawValue + name), text)
    }

    /// Somebody changes a word of the one body that holds it.
    func edit(_ collection: Href, _ old: String, _ new: String) {
        for (href, body) in server.members(of: collection) {
            let text = String(decoding: body, as: UTF8.self)
            if text.contains(old) { server.put(href, text.replacing(old, with: new)) }
        }
    }
}

/// Bodies upstream, made for these tests.
enum Body {
    /// A vCard 3.0.
    static func card(_ given: String, _ family: String, tel: String = "+44 20 7946 0101") -> String {
        lines(
            "BEGIN:VCARD", "VERSION:3.0", "UID:\(given)-\(family)-1", "FN:\(given) \(family)",
            "N:\(family);\(given);;;",
            "TEL;TYPE=CELL:\(tel)", "END:VCARD")
    }

    /// An event of one hour.
    static func event(_ summary: String, at start: String = "20260301T090000Z") -> String {
        lines(
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//replay//EN", "BEGIN:VEVENT",
            "UID:\(summary.replacing(" ", with: "-"))", "DTSTAMP:20260101T000000Z", "DTSTART:\(start)", "DURATION:PT1H",
            "SUMMARY:\(summary)", "END:VEVENT", "END:VCALENDAR")
    }

    /// A task.
    static func task(_ summary: String) -> String {
        lines(
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//replay//EN", "BEGIN:VTODO",
            "UID:\(summary.replacing(" ", with: "-"))", "DTSTAMP:20260101T000000Z", "SUMMARY:\(summary)", "END:VTODO",
            "END:VCALENDAR")
    }

    private static func lines(_ lines: String...) -> String { lines.map { $0 + "\r\n" }.joined() }
}
