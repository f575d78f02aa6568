import SyncTypes
import Versit

/// The last step of a view and the first of reading a device's text: what its family needs or means otherwise (`PayloadQuirks`). What
/// lies between, views and merges, knows of no family.
struct DevicePayload: Sendable {
    private let quirks: PayloadQuirks
    /// True for most devices: nothing is to be done.
    private let isPlain: Bool
    /// A lone `-` is ours, and nothing that its user typed.
    private var writesDashes: Bool { quirks.clearsByDash || quirks.needsDescription }

    init(_ quirks: PayloadQuirks) {
        self.quirks = quirks
        isPlain = quirks == PayloadQuirks()
    }

    /// False when the device reads no line that goes on in the next one.
    var folds: Bool { !quirks.neverFolds }

    /// True when the device keeps what a text does not have.
    var clearsByDash: Bool { quirks.clearsByDash }

    /// A view as the device gets it.
    func outgoing(_ view: Component) -> Component {
        if isPlain { return view }
        var out = view
        out.entries.removeAll { entry in
            key(entry).map { names(quirks.withheld, $0, view) || names(quirks.ignored, $0, view) } ?? false
        }
        var preferred: Set<String> = []
        out.entries = out.entries.map { entry in
            guard case .line(var line) = entry else { return entry }
            typed(&line, &preferred)
            if quirks.swapsStreet, line.key == "ADR" { PayloadText.swapStreet(&line, view.dialect) }
            if quirks.yearlyByDay, line.key == "RRULE" { PayloadText.yearlyByDay(&line) }
            if quirks.marksCategories, line.key == "CATEGORIES" { PayloadText.markCategories(&line, view.dialect) }
            if quirks.pairsMobiles, line.key == "TEL" { PayloadText.pairMobile(&line, view.dialect) }
            return .line(line)
        }
        if quirks.needsDescription { PayloadText.describe(&out) }
        if !quirks.last.isEmpty { order(&out) }
        return out
    }

    /// What a device's text says.
    func incoming(_ text: Component) -> Component {
        if isPlain { return text }
        var read = text
        read.entries.removeAll { entry in
            guard case .line(let line) = entry else { return false }
            return names(quirks.ignored, line.key, text) || writesDashes && PayloadText.isDash(line)
        }
        guard quirks.swapsStreet || quirks.marksCategories || quirks.pairsMobiles else { return read }
        read.entries = read.entries.map { entry in
            guard case .line(var line) = entry else { return entry }
            if quirks.swapsStreet, line.key == "ADR" { PayloadText.swapStreet(&line, text.dialect) }
            if quirks.marksCategories, line.key == "CATEGORIES" { PayloadText.unmarkCategories(&line, text.dialect) }
            if quirks.pairsMobiles, line.key == "TEL" { PayloadText.unpairMobile(&line) }
            return .line(line)
        }
        return read
    }

    private func names(_ properties: Set<String>, _ key: String, _ component: Component) -> Bool {
        properties.contains(key) || properties.contains(component.name + "." + key)
    }

    private func key(_ entry: Entry) -> String? {
        guard case .line(let line) = entry else { return nil }
        return line.key
    }

    /// Leaves out the kinds that the device does not take, and all preferences but the first.
    private func typed(_ line: inout ContentLine, _ preferred: inout Set<String>) {
        var withheld = quirks.withheldTypes
        let types = line.types
        if quirks.takesOnePreferred, types.contains("PREF"), !preferred.insert(line.key).inserted {
            withheld.insert("PREF")
        }
        guard types.contains(where: withheld.contains) else { return }
        var parameters = line.parameters
        for index in parameters.indices where parameters[index].name == "TYPE" {
            let kept = parameters[index].values.filter { !withheld.contains($0.uppercased()) }
            if kept != parameters[index].values { parameters[index].values = kept }
        }
        line.parameters = parameters.filter { $0.name != "TYPE" || !$0.values.isEmpty }
    }

    private func order(_ out: inout Component) {
        let places = Dictionary(uniqueKeysWithValues: quirks.last.enumerated().map { ($1, $0) })
        let moved = out.entries.enumerated().compactMap { index, entry in
            key(entry).flatMap { places[$0] }.map { (place: $0, index: index, entry: entry) }
        }
        let inOrder = moved.sorted { ($0.place, $0.index) < ($1.place, $1.index) }.map(\.entry)
        out.entries = out.entries.filter { key($0).flatMap { places[$0] } == nil } + inOrder
    }
}
