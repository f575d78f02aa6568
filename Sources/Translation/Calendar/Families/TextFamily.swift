import SyncTypes
import Versit

/// SUMMARY, DESCRIPTION, LOCATION and URL (RFC 5545 sections 3.8.1 and 3.8.4.6; the same names in vCalendar 1.0).
struct TextFamily: CalendarFamily {
    let property: String
    /// A URI is not escaped upstream.
    var isURI = false
    let scene: CalendarScene

    var isRepeatable: Bool { false }

    func upstream(_ component: Component) -> [Placed<String>] {
        guard let text = value(component) else { return [] }
        let place = component.entries.firstIndex { entry in
            guard case .line(let line) = entry else { return false }
            return line.key == property
        }
        return [Placed(value: text, place: place)]
    }

    func device(_ component: Component) -> [String] { value(component).map { [$0] } ?? [] }

    /// A DESCRIPTION that repeats the SUMMARY says nothing (libsynthesis adds it to tasks), and one without a SUMMARY is the
    /// title (Nokia 9210 and 7650).
    private func value(_ component: Component) -> String? {
        let own = text(property, component)
        switch property {
        case "SUMMARY": return own ?? text("DESCRIPTION", component)
        case "DESCRIPTION":
            guard let summary = text("SUMMARY", component) else { return nil }
            return own == summary ? nil : own
        default: return own
        }
    }

    private func text(_ name: String, _ component: Component) -> String? {
        guard let line = component.first(name) else { return nil }
        let text = isURI && !component.dialect.isOld ? line.raw : line.text(component.dialect)
        return LineEnds.trimmed(text).isEmpty ? nil : text
    }

    /// Characters below which no device cuts.
    private static let shortestCut = 16

    /// Equal but for white space at the end; a cut counts as long as the device has not returned a longer text, and no
    /// device cuts to a word or two.
    func isLoss(_ kept: String, of full: String, _ evidence: Evidence?) -> Bool {
        let length = kept.unicodeScalars.count
        let isCutRefuted = evidence.map { $0.length(property) > length || length < TextFamily.shortestCut } ?? false
        return TextPatch.isLoss(kept, of: full, allowsCut: !isURI && !isCutRefuted)
    }

    func isFlattened(_ kept: String, of full: String) -> Bool { !isURI && Skeleton.isFlattened(kept, of: full) }

    /// The visible beginning of a text that the device has never returned whole.
    func base(_ held: String, of mine: String, _ evidence: Evidence) -> String {
        let length = mine.unicodeScalars.count
        guard !isURI, length >= TextFamily.shortestCut, evidence.length(property) <= length else { return held }
        return TextPatch.beginning(of: held, under: mine) ?? held
    }

    func combined(base: String?, mine: String, theirs: String) -> String? {
        guard property == "DESCRIPTION", let base else { return nil }
        return TextPatch.combined(base: base, mine: mine, theirs: theirs)
    }

    func description(of value: String) -> String { TextPatch.collapsed(value) }

    func change(_ upstream: Placed<String>, from base: String, to mine: String, in draft: inout Draft) {
        guard let place = upstream.place, var line = draft.line(at: place) else { return add(mine, in: &draft) }
        let text = TextPatch.apply(base: base, mine: mine, full: upstream.value)
        if isURI { line.setRaw(text) } else { line.setText(text, draft.component.dialect) }
        draft.replace(at: place, with: line)
    }

    func remove(_ upstream: Placed<String>, in draft: inout Draft) {
        if let place = upstream.place { draft.remove(at: place) }
    }

    func add(_ value: String, in draft: inout Draft) {
        let dialect = draft.component.dialect
        draft.add(isURI ? ContentLine(property, raw: value) : ContentLine(property, text: value, dialect))
    }

    func render(_ upstream: Component, into view: inout Component) {
        guard let text = text(property, upstream) else { return }
        let limit = scene.context.datastore?.properties["text/x-vcalendar"]?[property]?.maxSize
        let shown = limit.map { String(text.unicodeScalars.prefix($0)) } ?? text
        view.entries.append(.line(ContentLine(property, text: shown, view.dialect)))
    }
}
