import Versit

/// CATEGORIES: a set of words, on one line or several (RFC 5545 section 3.8.1.2; vCalendar 1.0 puts semicolons between).
struct CategoriesFamily: CalendarFamily {
    let scene: CalendarScene

    var property: String { "CATEGORIES" }
    var isRepeatable: Bool { true }

    func upstream(_ component: Component) -> [Placed<String>] {
        var found: [Placed<String>] = []
        for (place, entry) in component.entries.enumerated() {
            guard case .line(let line) = entry, line.key == property else { continue }
            for word in line.list(component.dialect) where !found.contains(where: { $0.value == word }) {
                found.append(Placed(value: word, place: place))
            }
        }
        return found
    }

    /// Symbian's numbers ("X-65536") are the device's own.
    func device(_ component: Component) -> [String] {
        var found: [String] = []
        for line in component.all(property) {
            for word in line.list(component.dialect) where !found.contains(word) && !isPrivate(word) {
                found.append(word)
            }
        }
        return found
    }

    private func isPrivate(_ word: String) -> Bool {
        word.hasPrefix("X-") && word.dropFirst(2).allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// The words of vCalendar 1.0 come back in capitals, own words with X- before them (S60).
    func isLoss(_ kept: String, of full: String, _ evidence: Evidence?) -> Bool {
        let kept = kept.lowercased()
        return kept == full.lowercased() || kept == "x-" + full.lowercased()
    }

    func description(of value: String) -> String { value }

    /// Two different words are two values.
    func change(_ upstream: Placed<String>, from base: String, to mine: String, in draft: inout Draft) {
        replace(upstream, with: [mine], in: &draft)
    }

    func remove(_ upstream: Placed<String>, in draft: inout Draft) { replace(upstream, with: [], in: &draft) }

    private func replace(_ upstream: Placed<String>, with words: [String], in draft: inout Draft) {
        guard let place = upstream.place, var line = draft.line(at: place) else { return }
        let dialect = draft.component.dialect
        let list = line.list(dialect).flatMap { $0 == upstream.value ? words : [$0] }
        guard !list.isEmpty else { return draft.remove(at: place) }
        line.setList(list, dialect)
        draft.replace(at: place, with: line)
    }

    /// Behind the others on the line that is there.
    func add(_ value: String, in draft: inout Draft) {
        let dialect = draft.component.dialect
        guard let place = draft.places(of: property).last, var line = draft.line(at: place) else {
            // The first new word makes the line; a draft cannot take back what it added, so each further word has its own.
            return draft.add(ContentLine(property, list: [value], dialect))
        }
        line.setList(line.list(dialect) + [value], dialect)
        draft.replace(at: place, with: line)
    }

    func render(_ upstream: Component, into view: inout Component) {
        let words = self.upstream(upstream).map(\.value)
        guard !words.isEmpty else { return }
        view.entries.append(.line(ContentLine(property, list: words, view.dialect)))
    }

    /// A new component whose words stand on one line.
    static func onOneLine(_ component: Component) -> Component {
        let words = component.all("CATEGORIES").flatMap { $0.list(component.dialect) }
        guard let first = component.entries.firstIndex(where: isCategories) else { return component }
        var copy = component
        copy.entries.removeAll(where: isCategories)
        copy.entries.insert(.line(ContentLine("CATEGORIES", list: words, component.dialect)), at: first)
        return copy
    }

    private static func isCategories(_ entry: Entry) -> Bool {
        guard case .line(let line) = entry else { return false }
        return line.key == "CATEGORIES"
    }
}
