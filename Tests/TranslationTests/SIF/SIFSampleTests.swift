import Foundation
import LensLaws
import SyncTypes
import Testing
import Translation

/// What real clients send is read without loss: a view of what it became says the same.
@Suite struct SIFSampleTests {
    private static var folder: URL {
        let shared = ProcessInfo.processInfo.environment["FOOTBRIDGE_SHARED"] ?? "../shared"
        return URL(fileURLWithPath: shared).appendingPathComponent("samples/payloads/sif")
    }

    /// Elements that belong to the program that wrote them, and those of which our doc comments say what is lost.
    private static let own: Set<String> = [
        "Folder", "SIFVersion", "Email1AddressType", "Email2AddressType", "Email3AddressType", "ReminderSoundFile",
        "ReminderOptions", "ReminderInterval", "ReminderRepeatCount", "MeetingStatus", "NoAging", "UnRead", "ReplyTime",
        "PatternStartDate", "MonthOfYear", "DayOfMonth", "Instance", "Occurrences", "Attendees", "Date", "Color",
        "Height",
        "Width", "Left", "Top", "Duration", "AttendeeType", "Complete",
    ]

    @Test func samples() throws {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()) ?? []
        guard !files.isEmpty else { return print("skipped: no SIF samples in \(Self.folder.path)") }
        for file in files {
            let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(file)))
            let format = try #require(ItemFormat.sif(of: bytes), "\(file)")
            let kind = try #require(ItemKind.allCases.first { ItemFormat.sif(for: $0) == format })
            let lens = SIFGiven.lens(kind)
            let hidden = kind == .note ? Self.own.union(["Categories"]) : Self.own
            let made = try lens.create(from: bytes, uid: "u")
            let view = try lens.view(of: PartKey(uid: "u"), in: made, held: bytes).text
            let source = String(decoding: bytes, as: UTF8.self).replacing(" >", with: ">")
            for match in source.matches(of: /<([A-Z][A-Za-z0-9]*)>([^<]+)<\/\1>/) {
                let (element, value) = (String(match.1), match.2.trimmingCharacters(in: .whitespacesAndNewlines))
                if hidden.contains(element) || value.isEmpty || source.ranges(of: "<\(element)>").count > 1 { continue }
                let name =
                    ["BusinessHomePage": "BusinessWebPage", "PersonalWebPage": "HomeWebPage"][element] ?? element
                let shown = SIFGiven.value(name, in: view) ?? "(missing)"
                func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }
                if value != "0" {
                    #expect(
                        bare(shown) == bare(value) || element.hasSuffix("Date") || element == "End",
                        "\(file): \(element)")
                }
            }
            #expect(
                try !lens.put(bytes, held: bytes, sent: view, part: PartKey(uid: "u"), into: made, rule: .deviceWins)
                    .changed, "\(file)")
        }
    }
}
