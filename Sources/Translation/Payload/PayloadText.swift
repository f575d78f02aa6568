import Versit

/// How single lines are changed for a device family and back.
enum PayloadText {
    /// Exchanges the extension and the street of an ADR (vCard 2.1 section 2.2.1).
    static func swapStreet(_ line: inout ContentLine, _ dialect: Dialect) {
        var parts = line.structured(dialect)
        guard parts.count > 2, parts[1] != parts[2] else { return }
        parts.swapAt(1, 2)
        line.setStructured(parts, dialect)
    }

    /// `YM1 1 #0`, the start's month each year, as `YD1 #0`.
    static func yearlyByDay(_ line: inout ContentLine) {
        let words = line.raw.split(separator: " ")
        guard words.count == 3, words[0] == "YM1", Int(words[1]) != nil else { return }
        line.setRaw("YD1 " + words[2])
    }

    /// What its own mark looks like stays apart from it: `X-One` goes out as `X-X-One`.
    static func markCategories(_ line: inout ContentLine, _ dialect: Dialect) {
        let names = line.list(dialect)
        let marked = names.map { $0.hasPrefix("X-") ? "X-" + $0 : $0 }
        if marked != names { line.setList(marked, dialect) }
    }

    /// Takes the device's `X-` off.
    static func unmarkCategories(_ line: inout ContentLine, _ dialect: Dialect) {
        let names = line.list(dialect)
        let unmarked = names.map { $0.hasPrefix("X-") && $0.utf8.count > 2 ? String($0.dropFirst(2)) : $0 }
        if unmarked != names { line.setList(unmarked, dialect) }
    }

    /// A mobile number of nowhere goes to the private slot.
    static func pairMobile(_ line: inout ContentLine, _ dialect: Dialect) {
        let types = line.types
        guard types.contains("CELL"), !types.contains("HOME"), !types.contains("WORK") else { return }
        line.parameters.append(dialect.isOld ? Parameter(bareType: "HOME") : Parameter("TYPE", "HOME"))
    }

    /// A mobile number of the private slot is one of nowhere.
    static func unpairMobile(_ line: inout ContentLine) {
        guard line.types.contains("CELL") else { return }
        var parameters = line.parameters
        for index in parameters.indices where parameters[index].name == "TYPE" {
            let kept = parameters[index].values.filter { $0.uppercased() != "HOME" }
            if kept != parameters[index].values { parameters[index].values = kept }
        }
        line.parameters = parameters.filter { $0.name != "TYPE" || !$0.values.isEmpty }
    }

    /// A DESCRIPTION for an event that has none. Its title would not do: that stays behind when its user gives it another one.
    static func describe(_ event: inout Component) {
        guard event.name == "VEVENT", event.first("DESCRIPTION") == nil else { return }
        event.insert(ContentLine("DESCRIPTION", raw: "-"))
    }

    /// True for a value that is a lone `-`.
    static func isDash(_ line: ContentLine) -> Bool {
        line.value.first == UInt8(ascii: "-") && LineEnds.trimmed(line.raw) == "-"
    }

    /// Properties of one text that `-` can empty.
    private static let clearable: Set<String> = [
        "TEL", "EMAIL", "URL", "TITLE", "ORG", "NOTE", "LOCATION", "DESCRIPTION",
    ]

    /// Empties on the device what it holds, and what the view has nothing of.
    static func clear(_ view: inout Component, _ held: Component) {
        for line in held.lines where clearable.contains(line.key) && !isDash(line) {
            let types = Set(line.types)
            guard !view.lines.contains(where: { $0.key == line.key && Set($0.types) == types }) else { continue }
            view.insert(ContentLine(line.name, parameters: line.parameters.filter { $0.name == "TYPE" }, raw: "-"))
        }
    }
}
