import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

/// The five edits of a rich item, in every format of a phone: each reaches its own line upstream, and nothing else moves.
@Suite("Rich items in every format") struct RichItemTests {
    typealias F = CalendarFixtures

    /// Lines that say when something was written.
    private static let stamps = ["REV", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"]

    private static func changed(_ old: [UInt8], _ new: [UInt8]) -> [String] {
        let lines =
            Given.added(old, to: new).map { "-" + $0 } + Given.added(new, to: old).map { "+" + $0 }
        return lines.filter { line in !stamps.contains { line.dropFirst().hasPrefix($0) } }
    }

    /// A text with one line or element changed: nil takes it away.
    private static func set(_ name: String, _ element: String, in text: [UInt8], _ change: (String) -> String?) throws
        -> [UInt8]
    {
        if text.starts(with: "<?xml".utf8) {
            let old = try #require(SIFGiven.value(element, in: text), "\(element)")
            return SIFGiven.set(element, change(old) ?? "", in: text)
        }
        var document = try Document.parse(text).document
        var outer = try #require(document.components.first)
        var component = outer.name == "VCALENDAR" ? try #require(outer.components.last) : outer
        let old = component
        let place = try #require(
            component.entries.firstIndex { if case .line(let line) = $0 { line.key == name } else { false } }, "\(name)"
        )
        guard case .line(var line) = component.entries[place] else { return text }
        if name == "CATEGORIES" {
            let all = line.list(component.dialect).joined(separator: ", ")
            let new = change(all)?.split(separator: ",").map { LineEnds.trimmed(String($0)) } ?? []
            component.entries[place] = .line(ContentLine(name, list: new, component.dialect))
        } else if let new = change(line.text(component.dialect)) {
            line.setText(new, component.dialect)
            component.entries[place] = .line(line)
        } else {
            component.entries.remove(at: place)
        }
        if outer.name == "VCALENDAR" {
            document.replaceNested(old, by: component)
        } else {
            outer = component
            document.set(outer)
        }
        return document.serialise()
    }

    // MARK: - Contacts

    static let contacts: [ItemFormat] = [.vCard21, .vCard30, .vCard40, .sifC]
    private static let card = PartKey(uid: "rich-1")

    private func edited(
        _ format: ItemFormat, into body: [UInt8] = Cards.rich, _ edit: ([UInt8]) throws -> [UInt8]
    ) throws -> [String] {
        let view = try Given.lens(format).view(of: Self.card, in: Cards.rich, held: nil).text
        let lens = Given.lens(format, evidence: Given.evidence(view, format: format))
        let mine = try edit(view)
        #expect(mine != view)
        let put = try lens.put(mine, held: view, sent: view, part: Self.card, into: body, rule: .deviceWins)
        #expect(put.conflicts.isEmpty)
        return Self.changed(body, put.body)
    }

    @Test("A contact: one number changes", arguments: contacts) func number(_ format: ItemFormat) throws {
        let lines = try edited(format) { $0.replacing("170 444444", with: "170 999999") }
        #expect(lines == ["-TEL;TYPE=CELL:+49 170 444444", "+TEL;TYPE=CELL:+49 170 999999"])
    }

    @Test("A contact: a title goes that the phone has proven to hold", arguments: contacts)
    func title(_ format: ItemFormat) throws {
        let lines = try edited(format) { try Self.set("TITLE", "JobTitle", in: $0) { _ in nil } }
        #expect(lines == ["-TITLE:Senior Tester"])
    }

    @Test("A contact: a category comes, while the server has changed another", arguments: contacts)
    func category(_ format: ItemFormat) throws {
        let theirs = Cards.rich.replacing("CATEGORIES:Extra", with: "CATEGORIES:Music")
        let lines = try edited(format, into: theirs) { view in
            try Self.set("CATEGORIES", "Categories", in: view) { $0 + ", Golf" }
        }
        #expect(lines == ["+CATEGORIES:Golf"] || lines == ["-CATEGORIES:Music", "+CATEGORIES:Music,Golf"], "\(lines)")
    }

    // MARK: - Events

    static let events = [F.oldPhone(), F.newPhone(), F.sifDevice(.event)]

    private func edited(
        _ device: LensContext, _ part: PartKey = F.richKey, into body: [UInt8] = F.rich,
        _ edit: ([UInt8]) throws -> [UInt8]
    ) throws -> [String] {
        let view = try Lens(device).view(of: part, in: F.rich, held: nil).text
        var device = device
        device.evidence = Given.evidence(view, format: device.format)
        let mine = try edit(view)
        #expect(mine != view, "\(SIFGiven.string(view))")
        let put = try Lens(device).put(mine, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        #expect(put.conflicts.isEmpty)
        return Self.changed(body, put.body)
    }

    @Test("An event: the title changes", arguments: events) func summary(_ device: LensContext) throws {
        let lines = try edited(device) { $0.replacing("team A", with: "team B") }
        #expect(
            lines == [
                "-SUMMARY;LANGUAGE=en:Weekly plan\\, team A", "+SUMMARY;LANGUAGE=en:Weekly plan\\, team B",
            ])
    }

    @Test("An event: a place goes that the phone has proven to hold", arguments: events)
    func place(_ device: LensContext) throws {
        let lines = try edited(device) { try Self.set("LOCATION", "Location", in: $0) { _ in nil } }
        #expect(lines == ["-LOCATION:Room 5\\; north wing"])
    }

    @Test("An event: one occurrence moves", arguments: events) func occurrenceMoves(_ device: LensContext) throws {
        let lines = try edited(device, F.richOverride) { view in
            view.replacing("20260127T130000", with: "20260127T133000").replacing(
                "Europe/Berlin:20260127T140000", with: "Europe/Berlin:20260127T143000")
        }
        #expect(
            lines.contains("-DTSTART;TZID=Europe/Berlin:20260127T140000")
                && lines.contains("+DTSTART;TZID=Europe/Berlin:20260127T143000"), "\(lines)")
        #expect(!lines.contains { $0.contains("RECURRENCE-ID") || $0.contains("RRULE") || $0.contains("EXDATE") })
    }

    @Test("An event: one occurrence goes", arguments: events) func occurrenceGoes(_ device: LensContext) throws {
        let lines = try edited(device) { view in
            switch device.format {
            case .vCalendar10: view.replacing(";20260217T100000", with: ";20260217T100000;20260210T100000")
            case .iCalendar20:
                view.replacing(
                    "LOCATION:Room 5", with: "EXDATE;TZID=Europe/Berlin:20260210T100000\r\nLOCATION:Room 5")
            case .vCard21, .vCard30, .vCard40, .vNote11, .plainText, .sifC, .sifE, .sifT, .sifN:
                view.replacing(
                    "</Exceptions>", with: "<ExcludeDate>20260210T100000</ExcludeDate></Exceptions>")
            }
        }
        #expect(lines == ["+EXDATE;TZID=Europe/Berlin:20260210T100000"], "\(lines)")
        let rest = try Lens(device).remove(F.richOverride, from: F.rich)
        let gone = Self.changed(F.rich, try #require(rest))
        #expect(gone.contains("+EXDATE;TZID=Europe/Berlin:20260127T100000"), "\(gone)")
        #expect(gone.contains("-SUMMARY:Weekly plan (moved)") && !gone.contains { $0.hasPrefix("-RRULE") })
    }

    @Test("An event: a category comes, while the server has changed another", arguments: events)
    func eventCategory(_ device: LensContext) throws {
        let theirs = F.rich.replacing("CATEGORIES:Work,Planning", with: "CATEGORIES:Work,Budget")
        let lines = try edited(device, into: theirs) { view in
            try Self.set("CATEGORIES", "Categories", in: view) { $0 + ", Golf" }
        }
        #expect(lines == ["-CATEGORIES:Work,Budget", "+CATEGORIES:Work,Budget,Golf"], "\(lines)")
    }
}
