import Bridge
import BridgeTesting
import DAVClient
import Phone
import SyncTypes
import Testing

/// What the window's tests share: an account with a window, events by the day, and what both sides have.
extension WindowTrapTests {
    static let day: Int64 = 86_400

    /// A phone with a calendar, whose account has a window.
    static func scene(
        window: String = WindowTrapTests.window, change: (inout PhoneConfiguration) -> Void = { _ in }
    ) async throws -> Scene {
        var scene = try Trap.scene(.event, change: change)
        // The account enrols itself with the first login.
        _ = try await scene.phone.sync()
        try scene.world.administration.set("alice", ["window=\(window)"])
        return scene
    }

    /// 09:00 UTC of a day, counted from 2023-11-14.
    static func time(_ day: Int, hour: String = "09") -> String {
        var (year, dayOfYear) = (2023, 317 + day)
        func length(_ year: Int) -> Int { year % 4 == 0 ? 366 : 365 }
        while dayOfYear < 0 {
            year -= 1
            dayOfYear += length(year)
        }
        while dayOfYear >= length(year) {
            dayOfYear -= length(year)
            year += 1
        }
        var month = 1
        for days in [31, length(year) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
            guard dayOfYear >= days else { break }
            dayOfYear -= days
            month += 1
        }
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        return "\(year)\(two(month))\(two(dayOfYear + 1))T\(hour)0000Z"
    }

    /// Another client stores an event under its title.
    static func put(_ scene: Scene, _ title: String, day: Int, _ lines: String...) {
        let text =
            [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//EN", "BEGIN:VEVENT",
                "UID:\(name(title))-0000-4000-8000", "DTSTAMP:20230101T000000Z", "SUMMARY:\(title)",
                "DTSTART:\(time(day))", "DURATION:PT1H", "LOCATION:Room 1",
            ] + lines + ["END:VEVENT", "END:VCALENDAR"]
        scene.world.server.put(scene.world.href(.event, name(title)), text.map { $0 + "\r\n" }.joined())
    }

    /// An event as the phone's own editor writes it.
    static func onPhone(_ title: String, day: Int, uid: String? = nil) -> String {
        ([
            "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", uid.map { "UID:\($0)" } ?? "", "SUMMARY:\(title)",
            "DTSTART:\(time(day))", "DTEND:\(time(day, hour: "10"))", "LOCATION:Room 1", "END:VEVENT", "END:VCALENDAR",
        ].filter { !$0.isEmpty }).map { $0 + "\r\n" }.joined()
    }

    static func name(_ title: String) -> String { title.lowercased().replacing(" ", with: "-") }

    static func body(_ scene: Scene, _ title: String) throws -> String {
        String(decoding: try #require(scene.world.server.get(scene.world.href(.event, name(title)))), as: UTF8.self)
    }

    /// The titles on the phone, sorted.
    static func titles(_ scene: Scene) -> [String] { titles(scene.phone.essences(.event)) }

    /// The titles upstream, sorted.
    static func upstream(_ scene: Scene) -> [String] { titles(scene.world.essences(of: scene.world.calendar)) }

    static func titles(_ essences: [String]) -> [String] {
        essences.map { String($0.split(separator: "|")[0]) }.sorted()
    }
}
