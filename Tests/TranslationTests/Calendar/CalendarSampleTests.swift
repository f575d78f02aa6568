import Glibc
import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

/// What real devices sent, where the collection of samples is present: each item becomes a resource, and its own text put back
/// changes nothing.
struct CalendarSampleTests {
    typealias F = CalendarFixtures

    @Test("samples of real devices")
    func samples() throws {
        let folder = (getenv("FOOTBRIDGE_SHARED").map { String(cString: $0) } ?? "../shared") + "/samples/payloads"
        let files = Self.files(below: folder)
        guard !files.isEmpty else {
            print("skipped: no samples of calendar items")
            return
        }
        var items = 0
        for path in files {
            for text in Self.items(try #require(Self.contents(of: path))) {
                items += 1
                for zone in [F.berlin, nil] {
                    try check(text, path, zone)
                }
            }
        }
        #expect(items > 40)
    }

    private func check(_ text: [UInt8], _ path: String, _ zone: TimeZoneRules?) throws {
        let isTask = String(decoding: text, as: UTF8.self).contains("BEGIN:VTODO")
        let lens = Lens(F.oldPhone(isTask ? .task : .event, zone: zone))
        let made: [UInt8]
        do {
            made = try lens.create(from: text, uid: "s1")
        } catch {
            // No start, or a rule that is none.
            #expect(error.code == .unreadableItem, "\(path): \(error)")
            print("refused: \(path): \(error)")
            return
        }
        let part = PartKey(uid: "s1")
        for held in [text, nil] {
            let put = try lens.put(text, held: held, sent: held, part: part, into: made, rule: .deviceWins)
            #expect(!put.changed, "\(path): \(F.difference(made, put.body))")
        }
        let outline = try ResourceReader.parts(of: made, zones: F.zones)
        #expect(outline.parts == [part])
        let view = try lens.view(of: part, in: made, held: text).text
        #expect(lens.isSame(view, text), "\(path): \(F.difference(text, view))")
        let again = try lens.put(view, held: text, sent: view, part: part, into: made, rule: .deviceWins)
        #expect(!again.changed, "\(path): \(F.difference(made, again.body))")
    }

    /// Each VEVENT and VTODO of a file in a calendar of its own, with the file's TZ and DAYLIGHT.
    private static func items(_ bytes: [UInt8]) -> [[UInt8]] {
        guard let document = try? Document.parse(bytes, hint: .vCalendar10).document else { return [] }
        return document.components.filter { $0.name == "VCALENDAR" && $0.dialect == .vCalendar10 }.flatMap { calendar in
            calendar.components.filter { ["VEVENT", "VTODO"].contains($0.name) }.map { item in
                var single = calendar
                single.entries.removeAll { entry in
                    if case .component(let other) = entry { other != item } else { false }
                }
                return Document([single]).serialise()
            }
        }
    }

    private static func files(below folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(".") { continue }
            let path = folder + "/" + name
            if entry.pointee.d_type == UInt8(DT_DIR) { found += files(below: path) }
            if name.lowercased().hasSuffix(".vcs") || name.lowercased().hasSuffix(".ics") { found.append(path) }
        }
        return found.sorted()
    }

    private static func contents(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}
