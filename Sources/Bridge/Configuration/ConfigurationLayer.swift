/// One source of settings: the file, the environment or the command line.
public struct ConfigurationLayer: Sendable {
    /// What stands behind each key.
    public var values: [ConfigurationKey: ConfigurationValue]
    /// How messages name a key of this source: "FILE: auth", "variable FOOTBRIDGE_AUTH", "--auth".
    public var place: @Sendable (ConfigurationKey) -> String

    /// A source.
    public init(
        values: [ConfigurationKey: ConfigurationValue] = [:], place: @escaping @Sendable (ConfigurationKey) -> String
    ) {
        self.values = values
        self.place = place
    }

    /// Sorts the tree of a file into keys; unknown and repeated ones are refused. An empty file is a map without keys.
    public static func file(
        _ name: String, _ tree: ConfigurationValue
    ) throws(ConfigurationError) -> ConfigurationLayer {
        var layer = ConfigurationLayer { "\(name): \($0.rawValue)" }
        switch tree {
        case .null: break
        case .map(let entries): try layer.take(entries, under: "", file: name)
        case .scalar, .list:
            throw ConfigurationError(.unreadable, "\(name): expected lines of the form KEY: VALUE, found \(tree.shape)")
        }
        return layer
    }

    private mutating func take(
        _ entries: [ConfigurationValue.Entry], under section: String, file: String
    ) throws(ConfigurationError) {
        for entry in entries {
            let path = section.isEmpty ? entry.key : "\(section).\(entry.key)"
            if section.isEmpty, ConfigurationKey.sections.contains(entry.key) {
                switch entry.value {
                case .map(let inner): try take(inner, under: entry.key, file: file)
                case .null: break
                case .scalar, .list:
                    throw ConfigurationError(
                        .badValue, "\(file): \(path) holds keys of its own, found \(entry.value.shape)")
                }
                continue
            }
            guard let key = ConfigurationKey(rawValue: path) else {
                let known = ConfigurationKey.allCases.map(\.rawValue)
                throw ConfigurationError(
                    .unknownKey, "\(file): unknown key \(path); \(Suggestion.hint(for: path, among: known))")
            }
            guard values[key] == nil else {
                throw ConfigurationError(.badValue, "\(file): \(path) is there twice; keep one")
            }
            values[key] = entry.value
        }
    }

    /// Takes the FOOTBRIDGE_ variables that are keys. Others are ignored, since machines set some for purposes of their own;
    /// those that look like a mistyped key are returned with a hint. `tree` reads the one value with structure (domains).
    public static func environment(
        _ variables: [String: String], tree: (String) throws(ConfigurationError) -> ConfigurationValue
    ) throws(ConfigurationError) -> (layer: ConfigurationLayer, warnings: [String]) {
        var layer = ConfigurationLayer { "variable \($0.variable)" }
        var warnings: [String] = []
        let keys = Dictionary(uniqueKeysWithValues: ConfigurationKey.allCases.map { ($0.variable, $0) })
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) where name.hasPrefix(ConfigurationKey.prefix) {
            if let key = keys[name] {
                layer.values[key] = key == .domains ? try tree(value) : .scalar(value)
            } else if let near = Suggestion.nearest(to: name, among: Array(keys.keys).sorted()),
                Suggestion.distance(Array(near), Array(name)) <= 2
            {
                warnings.append("variable \(name) means nothing; did you mean \(near)?")
            }
        }
        return (layer, warnings)
    }
}
