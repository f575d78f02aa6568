/// Rewriting of stored bodies, as servers that parse and serialise do it.
public enum BodyRewriting {
    /// Sorts the properties of each component by name and leaves their values alone; a component's children follow.
    public static func reorder(_ body: [UInt8]) -> [UInt8] {
        var lines = unfolded(body)[...]
        var out: [[UInt8]] = []
        while let first = lines.first {
            if starts(first, "BEGIN:") {
                component(&lines, &out)
            } else {
                out.append(first)
                lines = lines.dropFirst()
            }
        }
        return out.flatMap { $0 + [0x0D, 0x0A] }
    }

    /// Physical lines; a continuation stays glued to its first line, line break and all.
    static func unfolded(_ body: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for part in body.split(separator: 0x0A, omittingEmptySubsequences: true) {
            let line = Array(part.last == 0x0D ? part.dropLast() : part)
            if let first = line.first, first == 0x20 || first == 0x09, !lines.isEmpty {
                lines[lines.count - 1] += [0x0D, 0x0A] + line
            } else if !line.isEmpty {
                lines.append(line)
            }
        }
        return lines
    }

    private static func component(_ lines: inout ArraySlice<[UInt8]>, _ out: inout [[UInt8]]) {
        guard let begin = lines.popFirst() else { return }
        var properties: [[UInt8]] = []
        var children: [[UInt8]] = []
        var end: [UInt8]?
        while let line = lines.first, end == nil {
            if starts(line, "BEGIN:") {
                component(&lines, &children)
            } else {
                lines = lines.dropFirst()
                if starts(line, "END:") { end = line } else { properties.append(line) }
            }
        }
        // A stable order: VERSION first, then by name, equal names as they came.
        let sorted = properties.enumerated().sorted { left, right in
            let (a, b) = (key(left.element), key(right.element))
            return a == b ? left.offset < right.offset : a < b
        }
        out += [begin] + sorted.map(\.element) + children + (end.map { [$0] } ?? [])
    }

    static func key(_ line: [UInt8]) -> String {
        let end = line.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ";") } ?? line.endIndex
        let name = String(decoding: line[..<end], as: UTF8.self).uppercased()
        return name == "VERSION" ? "" : name
    }

    static func starts(_ line: [UInt8], _ prefix: String) -> Bool {
        String(decoding: line.prefix(prefix.utf8.count), as: UTF8.self).uppercased() == prefix
    }
}
