import ArgumentParser
import Bridge
import Foundation

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Configuration file (YAML).",
            discussion: """
                Without it: $FOOTBRIDGE_CONFIG, else ~/.config/footbridge/footbridge.yaml, else \
                /etc/footbridge/footbridge.yaml, if there is one. Options come before FOOTBRIDGE_... variables, and those \
                before the file.
                """,
            valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "State folder: database and key.",
            discussion: """
                Without it: $FOOTBRIDGE_STATE, else `state` in the file, else $STATE_DIRECTORY (systemd), else \
                ~/.local/state/footbridge.
                """,
            valueName: "dir"))
    var state: String?

    /// The file in use, or nil.
    var file: String? { config ?? ConfigurationFile.usual(ProcessInfo.processInfo.environment) }

    /// Reads file and environment beneath a command's own options.
    func configuration(
        _ options: [ConfigurationKey: String?] = [:], warn: (String) -> Void = { Console.complain("footbridge: \($0)") }
    ) throws -> Configuration {
        var values = options.compactMapValues { $0.map { ConfigurationValue.scalar($0) } }
        if let state { values[.state] = .scalar(state) }
        var layers = [ConfigurationLayer(values: values) { "--\($0.rawValue)" }]
        let (environment, warnings) = try ConfigurationLayer.environment(
            ProcessInfo.processInfo.environment
        ) { text throws(ConfigurationError) in
            try ConfigurationFile.tree(text, name: ConfigurationKey.domains.variable)
        }
        warnings.forEach(warn)
        layers.append(environment)
        if let file { layers.append(try ConfigurationFile.layer(file)) }
        return try Configuration(layers: layers, version: Version.text)
    }

    /// The state folder's path.
    func statePath(_ configuration: Configuration) throws -> String {
        if let state = configuration.server.state { return state }
        let environment = ProcessInfo.processInfo.environment
        // systemd names several folders with colons; the first is meant.
        if let service = environment["STATE_DIRECTORY"]?.split(separator: ":").first { return String(service) }
        if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") { return "\(folder)/footbridge" }
        if let home = environment["HOME"], home.hasPrefix("/") { return "\(home)/.local/state/footbridge" }
        throw Failure("there is no home folder to keep the state in; say --state DIR or set FOOTBRIDGE_STATE")
    }
}
