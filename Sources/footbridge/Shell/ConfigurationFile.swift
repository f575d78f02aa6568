import Bridge
import Glibc
import Yams

/// The configuration file: which one, and its YAML as a neutral tree.
enum ConfigurationFile {
    /// The file that is read when nobody names one; nil when none of the usual ones exists.
    static func usual(_ environment: [String: String]) -> String? {
        if let named = environment["FOOTBRIDGE_CONFIG"], !named.isEmpty { return named }
        let home = environment["HOME"].map { "\($0)/.config" }
        let folders = [environment["XDG_CONFIG_HOME"] ?? home, "/etc"].compactMap { $0 }
        return folders.map { "\($0)/footbridge/footbridge.yaml" }.first { access($0, F_OK) == 0 }
    }

    /// Reads a file. Throws a `Failure` or a `ConfigurationError`.
    static func layer(_ path: String) throws -> ConfigurationLayer {
        let bytes = try Console.contents(of: path, limit: 1 << 20)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure("\(path) is not UTF-8 text") }
        return try ConfigurationLayer.file(path, try tree(text, name: path))
    }

    /// A YAML text as a tree. Anchors are followed, tags have no meaning.
    static func tree(_ text: String, name: String) throws(ConfigurationError) -> ConfigurationValue {
        do {
            return try Yams.compose(yaml: text).map(value) ?? .null
        } catch {
            // The parser's message has several lines, the last of them a picture of the place.
            let lines = "\(error)".split(separator: "\n").filter { $0.contains { $0.isLetter } }
            throw ConfigurationError(.unreadable, "\(name) is no YAML: \(lines.joined(separator: ", "))")
        }
    }

    private static func value(_ node: Node) -> ConfigurationValue {
        switch node {
        case .scalar(let scalar):
            let isBare = scalar.style == .any || scalar.style == .plain
            return isBare && ["", "~", "null"].contains(scalar.string) ? .null : .scalar(scalar.string)
        case .sequence(let sequence): return .list(sequence.map(value))
        case .mapping(let mapping):
            return .map(mapping.map { .init($0.key.string ?? "?", value($0.value)) })
        case .alias: return .null
        }
    }
}
