/// What an admin writes behind `set`: KEY=VALUE, or KEY= to take a key away.
enum Assignment {
    /// Reads assignments to the keys that `normalised` knows how to check. Throws `.badValue` with a hint; nil values take keys away.
    static func read<Key: RawRepresentable<String> & CaseIterable>(
        _ assignments: [String], expectation: (Key) -> String, normalised: (Key, String) -> String?
    ) throws -> [(Key, String?)] {
        try assignments.map { assignment in
            let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            guard parts.count == 2 else {
                throw AdministrationError(.badValue, "\"\(assignment)\": write KEY=VALUE, or KEY= to take a key away")
            }
            guard let key = Key(rawValue: parts[0]) else {
                let known = Key.allCases.map(\.rawValue)
                throw AdministrationError(
                    .badValue, "unknown key \(parts[0]); \(Suggestion.hint(for: parts[0], among: known))")
            }
            if parts[1].isEmpty { return (key, nil) }
            guard let value = normalised(key, parts[1]) else {
                throw AdministrationError(.badValue, "\(key.rawValue)=\(parts[1]): expected \(expectation(key))")
            }
            return (key, value)
        }
    }
}
