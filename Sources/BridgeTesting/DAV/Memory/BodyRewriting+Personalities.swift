extension BodyRewriting {
    /// As SOGo stores: CLASS and DURATION where they were left out, and N without its empty end.
    public static func likeSOGo(_ body: [UInt8]) -> [UInt8] {
        var out: [[UInt8]] = []
        var open: [String] = []
        var seen: Set<String> = []
        var hasTime = false
        for line in unfolded(body) {
            let name = key(line)
            switch name {
            case "BEGIN":
                open.append(value(line))
                if open.count == 2 { (seen, hasTime) = ([], false) }
            case "END":
                if open.count == 2 { out += missing(in: value(line), seen, hasTime) }
                _ = open.popLast()
            case "N" where open == ["VCARD"]:
                let end = line.lastIndex { $0 != UInt8(ascii: ";") } ?? line.startIndex
                out.append(Array(line[...end]))
                continue
            default:
                if open.count == 2 { seen.insert(name) }
                if open.count == 2, name == "DTSTART" { hasTime = value(line).contains("T") }
            }
            out.append(line)
        }
        return joined(out)
    }

    /// What SOGo adds to a component: "+CLASS", "adds DURATION:PT1H".
    private static func missing(in component: String, _ seen: Set<String>, _ hasTime: Bool) -> [[UInt8]] {
        guard component == "VEVENT" || component == "VTODO" else { return [] }
        var lines: [String] = []
        if !seen.contains("CLASS") { lines.append("CLASS:PUBLIC") }
        if component == "VEVENT", hasTime, seen.isDisjoint(with: ["DTEND", "DURATION"]) {
            lines.append("DURATION:PT1H")
        }
        return lines.map { Array($0.utf8) }
    }

    /// As DAViCal stores: events as they came, cards with a REV and their groups in capitals ("ITEM1.").
    public static func likeDAViCal(_ body: [UInt8]) -> [UInt8] {
        let lines = unfolded(body)
        guard let first = lines.first, starts(first, "BEGIN:VCARD") else { return body }
        var out: [[UInt8]] = []
        for line in lines {
            let isEnd = starts(line, "END:VCARD")
            // Without a clock, so that a run can be repeated.
            if isEnd, !lines.contains(where: { key($0) == "REV" }) { out.append(Array("REV:20240101T000000Z".utf8)) }
            out.append(capitalGroup(line))
        }
        return joined(out)
    }

    private static func capitalGroup(_ line: [UInt8]) -> [UInt8] {
        let end = key(line).utf8.count
        guard let dot = line.prefix(end).lastIndex(of: UInt8(ascii: ".")) else { return line }
        return Array(String(decoding: line[..<dot], as: UTF8.self).uppercased().utf8) + line[dot...]
    }

    private static func value(_ line: [UInt8]) -> String {
        let rest = line.drop { $0 != UInt8(ascii: ":") }.dropFirst()
        return String(decoding: rest, as: UTF8.self)
    }

    private static func joined(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap { $0 + [0x0D, 0x0A] } }
}
