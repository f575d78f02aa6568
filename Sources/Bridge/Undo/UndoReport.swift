/// What an undo did, or would do, entry by entry.
public struct UndoReport: Hashable, Sendable, Codable {
    /// One line for each entry, in the order in which they were undone: newest first.
    public var lines: [UndoLine]
    /// The number of the undo, by which it can itself be undone ("u3"); nil when nothing was written.
    public var step: Int64?
    /// True: nothing was written, the lines say what would be.
    public var isDryRun: Bool

    /// True when everything asked for is as it was.
    public var isComplete: Bool { lines.allSatisfy(\.isComplete) }
}

/// What became of one entry.
public struct UndoLine: Hashable, Sendable, Codable {
    /// What was done upstream.
    public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        /// What was deleted is there again.
        case restored
        /// Properties say again what they said before.
        case changed
        /// What was created is gone again.
        case removed
        /// Everything was as before already.
        case nothing
        /// A later change stands in the way of all of it.
        case conflict
        /// It could not be done.
        case failed
        /// It was not tried, since the server cannot be used now.
        case untried
    }

    /// A property that stays as a later change left it.
    public struct Conflict: Hashable, Sendable, Codable {
        /// Such as `TEL`, or `SUMMARY of 20250901T090000`.
        public var property: String
        /// The earlier text that did not come back.
        public var lost: String
    }

    /// The entry's number.
    public var entry: Int64
    /// Which item, for people.
    public var summary: String
    /// What was done.
    public var outcome: Outcome
    /// The properties and components that went back.
    public var properties: [String] = []
    /// Those that did not.
    public var conflicts: [Conflict] = []
    /// Why, for people.
    public var reason: String?

    /// True when all of the entry is undone.
    public var isComplete: Bool {
        switch outcome {
        case .restored, .changed, .removed, .nothing: conflicts.isEmpty
        case .conflict, .failed, .untried: false
        }
    }
}
