import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Testing

@testable import Bridge

@Suite("One database for events and tasks")
struct CombinedCalendarTests {
    private static func datastore(
        _ name: String, _ components: Set<String> = [], type: String = "text/x-vcalendar"
    ) -> DatastoreProfile {
        DatastoreProfile(sourceRef: name, receives: [ContentType(type)], components: components)
    }

    @Test("Which devices hold tasks in their calendar")
    func decision() {
        let both: Set<String> = ["VCALENDAR", "VEVENT", "VTODO"]
        let table: [(String, [DatastoreProfile], Bool)] = [
            ("nothing is known", [], false),
            (
                "no database for tasks", [Self.datastore("./contacts", type: "text/x-vcard"), Self.datastore("./cal")],
                true
            ),
            ("a database for tasks", [Self.datastore("./cal"), Self.datastore("./todo")], false),
            ("P900", [Self.datastore("c:\\Documents\\agenda\\agenda", both)], true),
            ("events only", [Self.datastore("./C:Calendar", ["VCALENDAR", "VEVENT"])], false),
            (
                "another database has them", [Self.datastore("./cal", both), Self.datastore("./Aufgaben", ["VTODO"])],
                false
            ),
            ("a name nobody knows", [Self.datastore("./Termine", ["VEVENT"])], false),
            ("the same with tasks", [Self.datastore("./Termine", both)], true),
            ("SIF of events", [Self.datastore("appointment", type: "text/x-s4j-sife")], false),
            ("contacts alone", [Self.datastore("./pb", type: "text/x-vcard")], true),
        ]
        for (name, datastores, expected) in table {
            #expect(DeviceProfile(datastores: datastores).holdsTasksInCalendar == expected, "\(name)")
        }
    }

    @Test(
        "Tasks go from the calendar to the task collection, and from there into the calendar", arguments: [false, true])
    func bothWays(isSlow: Bool) async throws {
        var scene = try Scene(version: .v11) { configuration in
            configuration.stores = StoreConfiguration.standard(oldFormats: true).filter { $0.name == "calendar" }
            configuration.stores[0].isCombined = true
        }
        func text(_ component: String, _ title: String) -> String {
            ["BEGIN:VCALENDAR", "VERSION:1.0", "BEGIN:\(component)", "SUMMARY:\(title)", "DTSTART:20231120T090000Z"]
                .map { $0 + "\r\n" }.joined() + (component == "VEVENT" ? "DTEND:20231120T100000Z\r\n" : "")
                + "END:\(component)\r\nEND:VCALENDAR\r\n"
        }
        scene.phone.edit("calendar", "1", text("VEVENT", "Lunch"))
        scene.phone.edit("calendar", "2", text("VTODO", "Bread"))
        scene.world.put("milk", Sample(.task, "Milk", "two"))
        scene.world.put("walk", Sample(.event, "Walk", "park"))
        _ = try await scene.phone.sync()
        func has(_ collection: ItemKind, _ words: String...) -> Bool {
            let bodies = scene.world.bodies(of: scene.world.collection(collection))
            return bodies.count == words.count && words.allSatisfy { word in bodies.contains { $0.contains(word) } }
        }
        #expect(has(.event, "SUMMARY:Lunch", "SUMMARY:Walk") && has(.task, "SUMMARY:Bread", "SUMMARY:Milk"))
        let held = scene.phone.texts("calendar")
        #expect(held.count == 4 && held.filter { $0.contains("BEGIN:VTODO") }.count == 2)
        try await Trap.expectQuiet(&scene)
        // Edits and deletions of either kind reach the right collection, in a slow sync, too.
        try Trap.edit(&scene.phone, .event, holding: "Milk", "Milk", "Oat milk")
        scene.phone.delete("calendar", "2")
        _ = try await scene.phone.sync()
        if isSlow { _ = try await scene.phone.sync(["calendar": .slow]) }
        #expect(has(.event, "SUMMARY:Lunch", "SUMMARY:Walk") && has(.task, "SUMMARY:Oat milk"))
        try await Trap.expectQuiet(&scene)
        // A filter of the calendar leaves its tasks alone unless it is about a field that they have.
        scene.phone.configuration.stores[0].filter = PhoneFilter("BEFORE&EQ;20000101")
        _ = try await scene.phone.sync()
        #expect(scene.phone.texts("calendar").allSatisfy { $0.contains("VTODO") })
        scene.phone.configuration.stores[0].filter = PhoneFilter("SUMMARY&CON;Lunch")
        _ = try await scene.phone.sync()
        #expect(scene.phone.texts("calendar").count == 1 && scene.phone.texts("calendar")[0].contains("Lunch"))
        #expect(has(.event, "SUMMARY:Lunch", "SUMMARY:Walk") && has(.task, "SUMMARY:Oat milk"))
    }
}
