import SyncTypes
import Versit

extension CalendarLens {
    func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool { values(of: a) == values(of: b) }

    /// In sorted lines, without defaults.
    func values(of text: [UInt8]) -> [String] {
        guard let item = try? CalendarItem(text, context) else { return [String(decoding: text, as: UTF8.self)] }
        let scene = scene(of: item)
        var lines = CalendarFamilies.all(scene).flatMap { $0.canonical(item.component) }
        lines.append(item.component.name)
        if let id = occurrence(item, scene) { lines.append("RECURRENCE-ID:" + id.text) }
        return lines.sorted()
    }

    func scene(of item: CalendarItem) -> CalendarScene {
        CalendarScene(context, component: nil, upstream: item.zones, device: item.zones, isTask: item.isTask)
    }

    private func occurrence(_ item: CalendarItem, _ scene: CalendarScene) -> Moment? {
        item.component.first("RECURRENCE-ID").flatMap {
            DateTime(parsing: $0.raw, zone: $0.parameter("TZID")?.values.first)
        }
        .map { scene.device($0) }
    }

    func matchKeys(of text: [UInt8]) -> MatchKeys {
        var hash = StableHash()
        let values = values(of: text)
        for line in values { hash.add(line.utf8 + [0x0A]) }
        guard let item = try? CalendarItem(text, context) else { return MatchKeys(identical: hash.value) }
        let uid = item.component.text("UID").map(LineEnds.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        let id = item.component.first("RECURRENCE-ID").map { LineEnds.trimmed($0.raw) }
        return MatchKeys(
            identical: hash.value, uid: uid.map { uid in id.map { uid + "/" + $0 } ?? uid },
            fingerprints: fingerprints(item), details: details(item, values), traces: traces(item))
    }

    /// The title of an event with its place, and with what is written about it.
    private func details(_ item: CalendarItem, _ values: [String]) -> [String] {
        guard !item.isTask, let summary = summary(item, scene(of: item)), !summary.isEmpty else { return [] }
        return values.filter { $0.hasPrefix("LOCATION:") || $0.hasPrefix("DESCRIPTION:") }.map {
            summary + "\u{1F}" + $0
        }
    }

    /// Events: start and summary. Tasks: summary and due time.
    private func fingerprints(_ item: CalendarItem) -> [String] {
        let scene = scene(of: item)
        guard let summary = summary(item, scene), !summary.isEmpty else { return [] }
        let when = WhenFamily(scene: scene).device(item.component).first
        guard item.isTask else {
            return when?.start.map { ["event:\($0.text):\(summary)"] } ?? []
        }
        return ["task:\(when?.end?.text ?? ""):\(summary)"]
    }

    func summary(_ item: CalendarItem, _ scene: CalendarScene) -> String? {
        TextFamily(property: "SUMMARY", scene: scene).device(item.component).first
            .map { TextPatch.collapsed($0).lowercased() }
    }

    /// A text that is an edit of a held one shares its UID, its title, its time, or its description.
    func isClose(_ text: [UInt8], to held: [UInt8]) -> Bool {
        guard let mine = try? CalendarItem(text, context), let other = try? CalendarItem(held, context) else {
            return false
        }
        let (scene, otherScene) = (scene(of: mine), scene(of: other))
        if let title = summary(mine, scene), title == summary(other, otherScene) { return true }
        let when = WhenFamily(scene: scene).device(mine.component).first
        if let when, when == WhenFamily(scene: otherScene).device(other.component).first { return true }
        if let uid = mine.component.text("UID"), uid.utf8.count > 6, uid == other.component.text("UID") { return true }
        let (description, before) = (mine.component.text("DESCRIPTION"), other.component.text("DESCRIPTION"))
        return description != nil && description == before
    }
}
