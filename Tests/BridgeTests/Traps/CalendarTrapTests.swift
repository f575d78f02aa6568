import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("Traps: calendars")
struct CalendarTrapTests {
    /// An event as another client writes it; the world's clock stands at 2023-11-14.
    private static func event(_ uid: String, _ title: String, _ start: String, _ lines: String...) -> String {
        ([
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//EN", "BEGIN:VEVENT", "UID:\(uid)",
            "DTSTAMP:20230101T000000Z", "SUMMARY:\(title)", "DTSTART:\(start)", "DURATION:PT1H",
        ] + lines + ["END:VEVENT", "END:VCALENDAR"]).map { $0 + "\r\n" }.joined()
    }

    private func put(_ scene: Scene, _ name: String, _ text: String) {
        scene.world.server.put(scene.world.href(.event, name), text)
    }

    private func upstream(_ scene: Scene, _ name: String) throws -> String {
        String(decoding: try #require(scene.world.server.get(scene.world.href(.event, name))), as: UTF8.self)
    }

    private func hour(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

    /// The phone writes each start and end of its texts anew, by so many hours.
    private func shifted(_ text: String, by hours: Int) -> String {
        text.split(separator: "\r\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("DTSTART:") || line.hasPrefix("DTEND:"),
                let mark = line.firstIndex(of: "T", after: ":"),
                let old = Int(line[line.index(after: mark)...].prefix(2))
            else { return String(line) }
            let rest = line[line.index(mark, offsetBy: 3)...]
            return line[...mark] + hour(old + hours) + rest
        }.joined(separator: "\r\n")
    }

    // MARK: - Clocks

    @Test("A phone whose clock habit shifts every start: a slow sync moves nothing")
    func clockHabit() async throws {
        var scene = try Trap.scene(.event)
        for number in 1...6 {
            put(
                scene, "e\(number)",
                Self.event("event-number-\(number)-0000", "Event \(number)", "2023121\(number)T090000Z"))
        }
        _ = try await scene.phone.sync()
        let before = scene.world.bodies(of: scene.world.calendar)
        Trap.lose(&scene.phone, .event) { shifted($0, by: 1) }
        _ = try await scene.phone.sync(["calendar": .slow])
        #expect(scene.world.bodies(of: scene.world.calendar) == before, "no start moves")
        #expect(scene.phone.texts("calendar").count == 6)
        try Trap.edit(&scene.phone, .event, holding: "Event 3", "Event 3", "Renamed 3")
        _ = try await scene.phone.sync()
        let body = try upstream(scene, "e3")
        #expect(body.contains("Renamed 3") && body.contains("20231213T090000Z"), "\(body)")
        try await Trap.expectQuiet(&scene)
    }

    @Test("A new phone whose clock habit shifts every start: its copies are recognised")
    func clockHabitOfStranger() async throws {
        var scene = try Trap.scene(.event)
        for number in 1...6 {
            let text = Self.event("event-number-\(number)-0000", "Event \(number)", "2023121\(number)T090000Z")
            put(scene, "e\(number)", text)
            scene.phone.edit(
                "calendar", "old-\(number)",
                Self.event("\(number)", "Event \(number)", "2023121\(number)T100000Z").replacing(
                    "DURATION:PT1H", with: "DTEND:2023121\(number)T110000Z"))
        }
        let before = scene.world.bodies(of: scene.world.calendar)
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.calendar) == before, "nothing is doubled or moved")
        #expect(scene.phone.texts("calendar").count == 6)
        try await Trap.expectQuiet(&scene)
    }

    @Test("Two phones with DST faults shifting one event to and fro come to rest")
    func toAndFro() async throws {
        var scene = try Trap.scene(.event)
        var other = Trap.other(scene, .event)
        put(scene, "e1", Self.event("event-number-1-0000", "Standup", "20231211T090000Z"))
        /// The phone stores what it got an hour off, and takes that for its user's change.
        func sync(_ phone: inout SimulatedPhone, by hours: Int) async throws -> Int {
            let before = phone.texts("calendar")
            let moved = Scene.moved(try await phone.sync())
            for (luid, text) in phone.store.items["calendar"] ?? [:]
            where !before.contains(String(decoding: text, as: UTF8.self)) {
                phone.edit("calendar", luid, shifted(String(decoding: text, as: UTF8.self), by: hours))
            }
            return moved
        }
        var moves: [Int] = []
        for _ in 0..<8 {
            moves.append(try await sync(&scene.phone, by: 1) + sync(&other, by: -1))
        }
        #expect(moves.suffix(3) == [0, 0, 0], "\(moves)")
        let writes = scene.writes
        #expect(writes <= 4, "it went to and fro \(writes) times")
        let start = try #require(try upstream(scene, "e1").split(separator: "\r\n").first { $0.hasPrefix("DTSTART") })
        let hour = try #require(Int(start.dropFirst("DTSTART:20231211T".count).prefix(2)))
        #expect((7...11).contains(hour), "\(start)")
        let entries = try scene.world.store.read { try $0.entries(limit: 100) }
        #expect(entries.contains { $0.action == .conflict }, "the journal says what was not taken over")
        // What a user means still goes through.
        try Trap.edit(&scene.phone, .event, holding: "Standup", "Standup", "Sitdown")
        _ = try await scene.phone.sync()
        #expect(try upstream(scene, "e1").contains("Sitdown"))
    }

    @Test(
        "A user who moves an event by the same hour twice is no clock, while the phone keeps another event as it was sent"
    )
    func movedTwice() async throws {
        var scene = try Trap.scene(.event)
        put(scene, "e1", Self.event("event-number-1-0000", "Standup", "20231211T090000Z"))
        put(scene, "e2", Self.event("event-number-2-0000", "Review", "20231212T090000Z"))
        _ = try await scene.phone.sync()
        for (old, new) in [("T09", "T10"), ("T10", "T11")] {
            let held = scene.phone.texts("calendar").first { $0.contains("Standup") } ?? ""
            let line = try #require(held.split(separator: "\r\n").first { $0.hasPrefix("DTSTART") })
            try Trap.edit(&scene.phone, .event, holding: "Standup", String(line), shifted(String(line), by: 1))
            _ = try await scene.phone.sync()
            #expect(try upstream(scene, "e1").contains("DTSTART:20231211\(new)"), "after \(old)")
            // Another client touches it, so that the phone gets it again.
            put(scene, "e1", try upstream(scene, "e1").replacing("SUMMARY:Standup", with: "SUMMARY:Standup \(new)"))
            _ = try await scene.phone.sync()
        }
    }

    // MARK: - The past

    @Test("Purged history: what a phone throws away of its past stays upstream")
    func purged() async throws {
        var scene = try Trap.scene(.event)
        for number in 1...9 {
            put(
                scene, "old\(number)",
                Self.event("past-event-\(number)-0000", "Past \(number)", "202303\(hour(number))T090000Z"))
            put(
                scene, "new\(number)",
                Self.event("next-event-\(number)-0000", "Next \(number)", "202312\(hour(number))T090000Z"))
        }
        put(
            scene, "series",
            Self.event("series-0000-0000-0000", "Past and going on", "20230301T180000Z", "RRULE:FREQ=WEEKLY"))
        _ = try await scene.phone.sync()
        #expect(scene.phone.texts("calendar").count == 19)
        for number in 1...9 { try Trap.delete(&scene.phone, .event, holding: "Past \(number)\r\n") }
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(scene.world.bodies(of: scene.world.calendar).count == 19)
        #expect(scene.phone.texts("calendar").count == 10, "they do not come back")
        try await Trap.expectQuiet(&scene)
        // A series that goes on is no past, and what lies ahead neither.
        try Trap.delete(&scene.phone, .event, holding: "Past and going on")
        try Trap.delete(&scene.phone, .event, holding: "Next 1\r\n")
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.calendar).count == 17)
        try await Trap.expectQuiet(&scene)
    }

    @Test("What was moved into the past unseen is no past for the phone that deletes it")
    func movedIntoThePast() async throws {
        var scene = try Trap.scene(.event)
        put(scene, "e1", Self.event("moved-event-0000", "Moved", "20231220T090000Z"))
        _ = try await scene.phone.sync()
        put(scene, "e1", Self.event("moved-event-0000", "Moved", "20230301T090000Z"))
        try Trap.delete(&scene.phone, .event, holding: "Moved")
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(try upstream(scene, "e1").contains("20230301T090000Z"), "a change outweighs a deletion")
        #expect(scene.phone.texts("calendar").map { $0.contains("20230301T090000Z") } == [true])
        // Seen as past and thrown away, it stays away.
        try Trap.delete(&scene.phone, .event, holding: "Moved")
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(scene.world.bodies(of: scene.world.calendar).count == 1)
        #expect(scene.phone.texts("calendar").isEmpty)
        try await Trap.expectQuiet(&scene)
    }

    // MARK: - Series

    /// Weekly on Mondays at nine, without the second; the third is at two in the afternoon.
    private static let series = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//EN", "BEGIN:VEVENT", "UID:series-0000-0000-0000",
        "DTSTAMP:20230101T000000Z", "SUMMARY:Standup", "DTSTART:20231204T090000Z", "DTEND:20231204T100000Z",
        "RRULE:FREQ=WEEKLY;COUNT=6", "EXDATE:20231211T090000Z", "END:VEVENT", "BEGIN:VEVENT",
        "UID:series-0000-0000-0000", "RECURRENCE-ID:20231218T090000Z", "DTSTAMP:20230101T000000Z",
        "SUMMARY:Standup late",
        "DTSTART:20231218T140000Z", "DTEND:20231218T150000Z", "END:VEVENT", "END:VCALENDAR",
    ].map { $0 + "\r\n" }.joined()

    /// A phone with vCalendar 1.0, and one with iCalendar 2.0.
    private static let grammars = [PhoneFormat.vcal10, .ical20]

    private func agreed(_ format: PhoneFormat) async throws -> Scene {
        var scene = try Trap.scene(.event) { configuration in
            configuration.stores = configuration.stores.map {
                StoreConfiguration(name: $0.name, format: format, uri: $0.uri, localURI: $0.localURI)
            }
        }
        put(scene, "series", Self.series)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(scene.phone.texts("calendar").count == 2, "the series and its odd one")
        return scene
    }

    @Test("A series moved on the phone carries its override and its EXDATE along", arguments: grammars)
    func moved(_ format: PhoneFormat) async throws {
        var scene = try await agreed(format)
        let luid = try #require(
            scene.phone.store.items["calendar"]?.first {
                String(decoding: $0.value, as: UTF8.self).contains("RRULE")
            })
        let text = String(decoding: luid.value, as: UTF8.self)
            .replacing("20231204T090000", with: "20231204T110000")
            .replacing("20231204T100000", with: "20231204T120000")
        scene.phone.edit("calendar", luid.key, text)
        _ = try await scene.phone.sync()
        let body = try upstream(scene, "series")
        #expect(body.contains("DTSTART:20231204T110000Z"), "\(body)")
        #expect(body.contains("EXDATE:20231211T110000Z"), "\(body)")
        #expect(body.contains("RECURRENCE-ID:20231218T110000Z"), "\(body)")
        #expect(body.contains("SUMMARY:Standup late"))
        _ = try await scene.phone.sync()
        #expect(scene.phone.texts("calendar").count == 2)
        try await Trap.expectQuiet(&scene)
    }

    @Test(
        "A series moved upstream with its override: the phone follows, and no occurrence is doubled",
        arguments: grammars)
    func movedUpstream(_ format: PhoneFormat) async throws {
        var scene = try await agreed(format)
        put(
            scene, "series",
            Self.series.replacing("T090000Z", with: "T113000Z").replacing("T100000Z", with: "T123000Z")
                .replacing("T140000Z", with: "T150000Z").replacing("T150000Z\r\nEND", with: "T160000Z\r\nEND"))
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        let texts = scene.phone.texts("calendar")
        #expect(texts.count == 2, "\(texts)")
        #expect(texts.contains { $0.contains("RRULE") && $0.contains("20231204T113000Z") }, "\(texts)")
        #expect(texts.contains { $0.contains("Standup late") && $0.contains("20231218T150000Z") }, "\(texts)")
        try await Trap.expectQuiet(&scene)
    }

    @Test("EXDATEs lost on the phone stay upstream", arguments: grammars)
    func exdatesLost(_ format: PhoneFormat) async throws {
        var scene = try await agreed(format)
        Trap.lose(&scene.phone, .event) { text in
            text.split(separator: "\r\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("EXDATE") }
                .joined(separator: "\r\n")
        }
        try Trap.edit(&scene.phone, .event, holding: "RRULE", "SUMMARY:Standup", "SUMMARY:Sitdown")
        _ = try await scene.phone.sync()
        let body = try upstream(scene, "series")
        #expect(body.contains("EXDATE:20231211T090000Z"), "\(body)")
        #expect(body.contains("SUMMARY:Sitdown") && body.contains("SUMMARY:Standup late"), "\(body)")
        #expect(body.count(of: "EXDATE") == 1, "no synthetic date is taken for the user's: \(body)")
        #expect(body.contains("RECURRENCE-ID:20231218T090000Z"))
        Trap.lose(&scene.phone, .event) { text in
            text.split(separator: "\r\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("EXDATE") }
                .joined(separator: "\r\n")
        }
        _ = try await scene.phone.sync()
        try await Trap.expectQuiet(&scene)
    }

    @Test("The master of a series deleted on the phone: the occurrence it still shows stays", arguments: grammars)
    func masterDeleted(_ format: PhoneFormat) async throws {
        var scene = try await agreed(format)
        for number in 1...3 {
            put(
                scene, "e\(number)",
                Self.event("event-number-\(number)-0000", "Event \(number)", "2023121\(number)T070000Z"))
        }
        _ = try await scene.phone.sync()
        try Trap.delete(&scene.phone, .event, holding: "RRULE")
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        let bodies = scene.world.bodies(of: scene.world.calendar)
        #expect(bodies.contains { $0.contains("Standup late") && $0.contains("20231218T140000Z") }, "\(bodies)")
        #expect(!bodies.contains { $0.contains("RRULE") }, "\(bodies)")
        #expect(scene.phone.texts("calendar").contains { $0.contains("Standup late") })
        #expect(scene.phone.texts("calendar").count == 4)
        try await Trap.expectQuiet(&scene)
        // Its own edit and deletion still go through.
        try Trap.edit(&scene.phone, .event, holding: "Standup late", "Standup late", "Standup alone")
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.calendar).contains { $0.contains("Standup alone") })
        try Trap.delete(&scene.phone, .event, holding: "Standup alone")
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.calendar).count == 3)
        try await Trap.expectQuiet(&scene)
    }

    @Test("The whole series deleted on the phone: nothing of it stays", arguments: grammars)
    func seriesDeleted(_ format: PhoneFormat) async throws {
        var scene = try await agreed(format)
        for number in 1...3 {
            put(
                scene, "e\(number)",
                Self.event("event-number-\(number)-0000", "Event \(number)", "2023121\(number)T070000Z"))
        }
        _ = try await scene.phone.sync()
        try Trap.delete(&scene.phone, .event, holding: "RRULE")
        try Trap.delete(&scene.phone, .event, holding: "Standup late")
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(scene.world.bodies(of: scene.world.calendar).count == 3)
        #expect(scene.phone.texts("calendar").count == 3)
        try await Trap.expectQuiet(&scene)
    }
}

extension String {
    fileprivate func count(of word: String) -> Int {
        split(separator: word, omittingEmptySubsequences: false).count - 1
    }
}

extension Substring {
    /// The first such character behind another.
    fileprivate func firstIndex(of character: Character, after mark: Character) -> Index? {
        guard let start = firstIndex(of: mark) else { return nil }
        return self[start...].firstIndex(of: character)
    }
}
