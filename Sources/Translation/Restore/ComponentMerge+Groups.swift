import Versit

/// Groups of lines (RFC 6350 section 3.3): `item1.TEL` with its `item1.X-ABLabel`.
extension ComponentMerge {
    private static func groups(_ component: Component) -> Set<String> {
        Set(component.lines.compactMap { $0.group?.lowercased() })
    }

    /// New names for the groups that come back while another line has taken their name.
    static func freeGroups(base: Component, mine: Component, theirs: Component) -> [String: String] {
        var taken = groups(theirs).union(groups(mine))
        let returning = groups(mine).subtracting(groups(base)).intersection(groups(theirs))
        return returning.sorted().reduce(into: [:]) { names, group in
            var number = 1
            while taken.contains("item\(number)") { number += 1 }
            taken.insert("item\(number)")
            names[group] = "item\(number)"
        }
    }

    /// An entry under the name that its group has now.
    func regrouped(_ entry: Entry) -> Entry {
        guard case .line(var line) = entry, let group = line.group, let name = renamed[group.lowercased()] else {
            return entry
        }
        line.group = name
        return .line(line)
    }
}
