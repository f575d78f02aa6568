import Logging

/// One line an event on standard error: time, level, message, then facts as `key=value`.
struct ReadableLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var facts = metadata
        if let metadataProvider { facts.merge(metadataProvider.get()) { $1 } }
        if let own = event.metadata { facts.merge(own) { $1 } }
        var line = "\(Moment.utc(OutsideWorld.now())) \(ReadableLog.padded(event.level.rawValue)) "
        line += ReadableLog.oneLine("\(event.message)")
        for (key, value) in facts.sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\(ReadableLog.quoted("\(value)"))"
        }
        Console.complain(line)
    }

    private static func padded(_ level: String) -> String {
        level + String(repeating: " ", count: max(0, 8 - level.count))
    }

    /// Phones and servers write some of the facts: nothing of theirs may look like a line of its own.
    private static func oneLine(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : Character($0) })
    }

    private static func quoted(_ text: String) -> String {
        let line = oneLine(text)
        guard line.isEmpty || line.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else { return line }
        return "\"\(line.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined())\""
    }

    /// A logger that writes this way.
    static func logger(_ label: String, level: Logger.Level) -> Logger {
        var logger = Logger(label: label) { _ in ReadableLog() }
        logger.logLevel = level
        return logger
    }
}
