/// One step of `footbridge check` and what came of it.
public struct CheckLine: Hashable, Sendable, Codable, CustomStringConvertible {
    /// How a step went.
    public enum Status: String, Hashable, Sendable, Codable {
        /// As it should be.
        case ok
        /// Of no use, but of no harm either.
        case note
        /// It works, with a drawback.
        case warn
        /// It does not work.
        case fail
    }

    /// How the step went.
    public var status: Status
    /// What was looked at: "state", "discovery" ...
    public var step: String
    /// What was found.
    public var finding: String
    /// What to do about it; nil when nothing needs doing.
    public var advice: String?

    /// A line.
    public init(_ status: Status, _ step: String, _ finding: String, advice: String? = nil) {
        self.status = status
        self.step = step
        self.finding = finding
        self.advice = advice
    }

    /// "ok    login        ann at https://dav.example.org/".
    public var description: String {
        let advice = advice.map { "; \($0)" } ?? ""
        return "\(CheckLine.padded(status.rawValue, 5)) \(CheckLine.padded(step, 14)) \(finding)\(advice)"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
