import Versit

/// GEO: latitude and longitude. `51.5;-0.1` in 3.0, `geo:51.5,-0.1` in 4.0, a comma in 2.1; read in any of these.
struct GeoProperty: ContactProperty {
    let name = "GEO"

    /// The first two numbers count: SyncEvolution returns `51.5\;-0.1\;`.
    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        var text = LineEnds.trimmed(line.text(dialect))
        if text.lowercased().hasPrefix("geo:") { text = String(text.dropFirst(4)) }
        let numbers = text.split { $0 == ";" || $0 == "," || $0 == "\\" }
            .map { LineEnds.trimmed(String($0)) }.filter { !$0.isEmpty }
        guard numbers.count >= 2, let latitude = Double(numbers[0]), let longitude = Double(numbers[1]) else {
            return []
        }
        return [
            ContactValue(
                canon: ["\(latitude)", "\(longitude)"], parts: Array(numbers.prefix(2)), name: name, group: line.group)
        ]
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        guard fields?.allows(name) ?? true else { return [] }
        return values.map { ContentLine(name, raw: spelled($0, dialect)) }
    }

    private func spelled(_ value: ContactValue, _ dialect: Dialect) -> String {
        switch dialect {
        case .vCard40: "geo:\(value.part(0)),\(value.part(1))"
        case .vCard21: "\(value.part(0)),\(value.part(1))"
        case .vCard30, .vCalendar10, .iCalendar20, .plain: "\(value.part(0));\(value.part(1))"
        }
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine else { return nil }
        var line = line
        line.setRaw(spelled(mine, dialect))
        return line
    }
}
