import Versit

/// Properties that programs keep about a component rather than people: never merged, but raised by each change.
enum Bookkeeping {
    /// RFC 5545 section 3.8.7, RFC 6350 sections 6.7.3 and 6.7.4.
    static let names: Set<String> = ["DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "REV", "PRODID"]

    /// What each change of a resource raises.
    static let changing = ["DTSTAMP", "LAST-MODIFIED", "REV"]

    /// The times that a text says it was changed at, as it writes them. A text that is no document has none.
    static func stamps(of text: [UInt8]) -> [String] {
        (try? Document.parse(text).document).map { stamps(of: $0, ["REV", "LAST-MODIFIED"]) } ?? []
    }

    /// The stamps of these names, as they are written.
    static func stamps(of document: Document, _ names: [String]) -> [String] {
        let components = document.components + document.components.flatMap(\.components)
        return components.flatMap { component in
            names.compactMap { name in component.first(name).map { name + ":" + $0.raw } }
        }
    }

    /// Notes a change: DTSTAMP, LAST-MODIFIED and REV are now, SEQUENCE is above all that were ever given. Each only where it
    /// is.
    static func raise(_ component: inout Component, above others: [Component], now: DateTime) {
        for name in ["DTSTAMP", "LAST-MODIFIED"] { set(name, now.text, in: &component) }
        if let rev = component.first("REV")?.raw {
            set("REV", rev.contains("-") ? extended(now) : now.text, in: &component)
        }
        let numbers = ([component] + others).compactMap { $0.first("SEQUENCE") }.compactMap {
            Int(LineEnds.trimmed($0.raw))
        }
        if let highest = numbers.max() { set("SEQUENCE", String(max(0, highest) + 1), in: &component) }
    }

    private static func set(_ name: String, _ value: String, in component: inout Component) {
        guard var line = component.first(name) else { return }
        line.setRaw(value)
        component.set(line)
    }

    /// ISO 8601's extended spelling: 2026-11-21T08:30:00Z.
    private static func extended(_ now: DateTime) -> String {
        let digits = Array(now.text.utf8)
        guard digits.count == 16 else { return now.text }
        func piece(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        let day = "\(piece(0..<4))-\(piece(4..<6))-\(piece(6..<8))"
        return "\(day)T\(piece(9..<11)):\(piece(11..<13)):\(piece(13..<15))Z"
    }
}
