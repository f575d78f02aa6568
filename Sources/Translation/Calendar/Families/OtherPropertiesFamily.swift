import Versit

/// A property without a family of its own, as an iCalendar device holds it.
struct OtherProperty: Hashable, Sendable {
    /// Upper case.
    var name: String
    /// The value, unfolded, still escaped.
    var value: String
    /// Parameters as `NAME=a,b`, upper case names.
    var parameters: Set<String>
    /// The line itself; no part of equality.
    var line: ContentLine

    init(_ line: ContentLine) {
        name = line.key
        value = line.raw
        parameters = Set(line.parameters.map { $0.name + "=" + $0.values.joined(separator: ",") })
        self.line = line
    }

    static func == (left: OtherProperty, right: OtherProperty) -> Bool {
        left.name == right.name && left.value == right.value && left.parameters == right.parameters
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(value)
    }
}

/// Everything else (COMMENT, CONTACT, GEO, ATTACH, RELATED-TO, X-...): iCalendar devices get it and may change it;
/// vCalendar 1.0 devices do not see it. X- properties that a device brings along by itself stay with the device.
struct OtherPropertiesFamily: CalendarFamily {
    let scene: CalendarScene

    var property: String { "X-" }
    var isRepeatable: Bool { true }

    func upstream(_ component: Component) -> [Placed<OtherProperty>] {
        component.entries.enumerated().compactMap { place, entry in
            guard case .line(let line) = entry, line.isProperty, !CalendarFamilies.owned.contains(line.key) else {
                return nil
            }
            return Placed(value: OtherProperty(line), place: place)
        }
    }

    func device(_ component: Component) -> [OtherProperty] {
        if scene.isSIF { return component.lines.compactMap { sif($0, component.dialect) } }
        guard !component.dialect.isOld else { return [] }
        return component.lines.filter { !CalendarFamilies.owned.contains($0.key) }.map(OtherProperty.init)
    }

    func shown(_ values: [OtherProperty]) -> [OtherProperty?] {
        if scene.isSIF { return values.map { sif($0.line, .iCalendar20) } }
        return scene.isOld ? values.map { _ in nil } : values
    }

    /// A property that has an element in SIF, as its text alone.
    private func sif(_ line: ContentLine, _ dialect: Dialect) -> OtherProperty? {
        guard SIFCalendarExtensions.properties.contains(line.key) else { return nil }
        return OtherProperty(ContentLine(line.key, text: LineEnds.trimmed(line.text(dialect)), .iCalendar20))
    }

    /// Parameters may be missing.
    func isLoss(_ kept: OtherProperty, of full: OtherProperty, _ evidence: Evidence?) -> Bool {
        kept.name == full.name && kept.value == full.value && kept.parameters.isSubset(of: full.parameters)
    }

    func affinity(_ a: OtherProperty, _ b: OtherProperty) -> Int { a.name == b.name ? 1 : 0 }

    func isProven(
        _ value: OtherProperty, full: OtherProperty, among all: [OtherProperty], _ evidence: Evidence
    ) -> Bool {
        evidence.proves(value.name, total: all.count { $0.name == value.name }, length: full.value.unicodeScalars.count)
    }

    func description(of value: OtherProperty) -> String { value.name + "=" + value.value }

    /// What devices add of their own counts for nothing.
    func canonical(_ device: Component) -> [String] {
        self.device(device).filter { scene.isSIF || !$0.name.hasPrefix("X-") }.map { description(of: $0) }
    }

    func change(
        _ upstream: Placed<OtherProperty>, from base: OtherProperty, to mine: OtherProperty, in draft: inout Draft
    ) {
        guard let place = upstream.place, var line = draft.line(at: place) else { return }
        line.value = mine.line.value
        draft.replace(at: place, with: line)
    }

    func remove(_ upstream: Placed<OtherProperty>, in draft: inout Draft) {
        if let place = upstream.place { draft.remove(at: place) }
    }

    func add(_ value: OtherProperty, in draft: inout Draft) {
        if scene.isSIF { return draft.add(value.line) }
        guard scene.isCreating || !value.name.hasPrefix("X-") else { return }
        let isPrivate = [
            "X-IRMC-", "X-SYMBIAN-", "X-EPOC", "X-SONYERICSSON-", "X-FUNAMBOL-", "X-METHOD", "X-SYNCEVOLUTION-",
        ]
        .contains { value.name.hasPrefix($0) }
        if !isPrivate { draft.add(value.line) }
    }

    func render(_ upstream: Component, into view: inout Component) {
        guard scene.isSIF else { return }
        for line in upstream.lines where SIFCalendarExtensions.properties.contains(line.key) {
            view.entries.append(.line(ContentLine(line.key, text: line.text(upstream.dialect), view.dialect)))
        }
    }
}
