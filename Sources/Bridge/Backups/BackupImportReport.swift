/// What an import did, or would do, file by file.
public struct BackupImportReport: Hashable, Sendable, Codable {
    /// One line for each file, in their order.
    public var lines: [Line]
    /// The number by which `footbridge undo` takes all of it back ("u3"); nil when nothing was written.
    public var step: Int64?
    /// True: nothing was written, the lines say what would be.
    public var isDryRun: Bool

    /// What became of one file.
    public struct Line: Hashable, Sendable, Codable {
        /// What was done upstream.
        public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
            /// It is at the server now.
            case created
            /// The server had it already.
            case present
            /// It could not be done.
            case failed
            /// It was not tried, since the server cannot be used now.
            case untried
        }

        /// The file's name.
        public var file: String
        /// Which item, for people.
        public var summary = ""
        /// What was done.
        public var outcome: Outcome
        /// Why, or which item it is like, for people.
        public var reason: String?
    }

    /// How many came out in a way.
    public func count(_ outcome: Line.Outcome) -> Int { lines.count { $0.outcome == outcome } }

    /// True when every file's item is at the server.
    public var isComplete: Bool { count(.failed) + count(.untried) == 0 }
}
