import SyncTypes
import Versit

extension Lens {
    /// The body without one part: nil when nothing of the resource is left, so that the resource itself has to go.
    ///
    /// The removal of a detached occurrence leaves its series with an EXDATE for that date (RFC 5545 section 3.8.5.1): without
    /// it the occurrence would come back in its original place. The removal of the resource's main part takes everything
    /// but the detached occurrences in `keeping`, which the device goes on showing.
    public func remove(
        _ part: PartKey, from body: [UInt8], keeping: Set<PartKey> = []
    ) throws(TranslationError) -> [UInt8]? {
        guard let recurrenceID = part.recurrenceID else { return try removeMaster(from: body, keeping: keeping) }
        var document = try ResourceReader.document(body)
        guard var calendar = document.first("VCALENDAR") else { return nil }
        let items = calendar.components.filter { Self.isItem($0) }
        guard let override = items.first(where: { $0.first("RECURRENCE-ID")?.raw == recurrenceID }) else { return body }
        let others = items.filter { $0 != override }
        guard !others.isEmpty else { return nil }
        calendar.entries.removeAll { entry in
            if case .component(let component) = entry { return component == override }
            return false
        }
        if let master = others.first(where: { $0.first("RECURRENCE-ID") == nil }),
            let id = override.first("RECURRENCE-ID")
        {
            var exdate = ContentLine("EXDATE", raw: recurrenceID)
            exdate.parameters = id.parameters.filter { $0.name == "TZID" || $0.name == "VALUE" }
            var changed = master
            changed.insert(exdate)
            for index in calendar.entries.indices where calendar.entries[index] == .component(master) {
                calendar.entries[index] = .component(changed)
            }
        }
        document.set(calendar)
        return document.serialiseStrictly()
    }

    private func removeMaster(from body: [UInt8], keeping: Set<PartKey>) throws(TranslationError) -> [UInt8]? {
        guard !keeping.isEmpty else { return nil }
        var document = try ResourceReader.document(body)
        guard var calendar = document.first("VCALENDAR") else { return nil }
        let kept = Set(keeping.compactMap(\.recurrenceID))
        calendar.entries.removeAll { entry in
            guard case .component(let component) = entry, Self.isItem(component) else { return false }
            return component.first("RECURRENCE-ID").map { !kept.contains(LineEnds.trimmed($0.raw)) } ?? true
        }
        guard calendar.components.contains(where: Self.isItem) else { return nil }
        document.set(calendar)
        return document.serialiseStrictly()
    }

    private static func isItem(_ component: Component) -> Bool {
        component.name == "VEVENT" || component.name == "VTODO" || component.name == "VJOURNAL"
    }
}
