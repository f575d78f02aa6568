/// What one sync did, store by store: for tables, for JSON, for tests.
public struct PhoneReport: Hashable, Sendable, Codable {
    /// Seconds since 1970 at the start.
    public var startedAt: Int64
    /// SessionID of the last session (a challenge may have opened a second one).
    public var sessionID: String
    /// Messages sent.
    public var messages = 0
    /// Bytes of all messages sent.
    public var bytesSent = 0
    /// Bytes of all replies.
    public var bytesReceived = 0
    /// One entry a store that took part, in order.
    public var stores: [StoreReport] = []
    /// Why the session ended early; nil when it reached its end.
    public var failure: PhoneError?
    /// The phone has suspended the session; nil: it has not.
    public var isSuspended: Bool?
    /// Texts the server asked to show (Alert 100).
    public var notices: [String] = []

    /// An empty report.
    public init(startedAt: Int64, sessionID: String) {
        self.startedAt = startedAt
        self.sessionID = sessionID
    }

    /// True when the session reached its end and nothing was refused on either side.
    public var isSuccess: Bool { failure == nil && stores.allSatisfy(\.isSuccess) }
}

/// What one sync did to one store.
public struct StoreReport: Hashable, Sendable, Codable {
    /// The store's name on the phone.
    public var name: String
    /// The Alert code asked for.
    public var requested: Int
    /// The Alert code that was in force, after the server's word.
    public var used: Int
    /// The sync goes on that an earlier session began (Alert 225); nil: it does not.
    public var isResumed: Bool?
    /// The phone's changes the server confirmed.
    public var sent = Changes()
    /// The server's changes the phone carried out.
    public var received = Changes()
    /// The server's NumberOfChanges; nil when it said none.
    public var announced: Int?
    /// The status that took the whole store out of the session; nil when none did.
    public var status: Int?
    /// Items that one side refused.
    public var problems: [Problem] = []

    /// An empty report of a store.
    public init(name: String, requested: Int) {
        self.name = name
        self.requested = requested
        self.used = requested
    }

    /// True when the server has agreed to resume.
    public var wasResumed: Bool { isResumed == true }

    /// True when the store took part and no item was refused.
    public var isSuccess: Bool { status == nil && problems.isEmpty }

    /// Counts of items.
    public struct Changes: Hashable, Sendable, Codable {
        /// New items.
        public var adds = 0
        /// Changed items.
        public var replaces = 0
        /// Deleted items.
        public var deletes = 0

        /// Nothing yet.
        public init() {}

        /// Counts given.
        public init(adds: Int, replaces: Int, deletes: Int) {
            self.adds = adds
            self.replaces = replaces
            self.deletes = deletes
        }

        /// All of them.
        public var total: Int { adds + replaces + deletes }
    }

    /// One item that was refused, and by whom.
    public struct Problem: Hashable, Sendable, Codable {
        /// The phone's name of the item, or the server's when the phone never had it.
        public var item: String
        /// "Add", "Replace" or "Delete".
        public var command: String
        /// The status; 0 when the server never gave one.
        public var status: Int
        /// True when the server refused the phone's change, false when the phone refused the server's.
        public var isOurs: Bool

        /// A refused item.
        public init(item: String, command: String, status: Int, isOurs: Bool) {
            self.item = item
            self.command = command
            self.status = status
            self.isOurs = isOurs
        }
    }
}

extension PhoneReport {
    /// A table for people: a row a store, then a line a problem.
    public var table: String {
        var rows = [["store", "mode", "sent +/~/-", "received +/~/-", "errors"]]
        for store in stores {
            rows.append([
                store.name, store.modeText, store.sent.text, store.received.text,
                store.status.map { "status \($0)" } ?? String(store.problems.count),
            ])
        }
        var lines = PhoneReport.columns(rows)
        for store in stores {
            for problem in store.problems {
                let who = problem.isOurs ? "the server refused" : "the phone refused"
                let what = problem.status == 0 ? "without a status" : "with \(problem.status)"
                lines.append("\(store.name): \(who) \(problem.command) of \(problem.item) \(what)")
            }
        }
        lines += notices.map { "the server says: \($0)" }
        if isSuspended == true { lines.append("suspended; the next sync resumes it on request") }
        if let failure { lines.append("failed: \(failure.sentence)") }
        lines.append("\(messages) messages, \(bytesSent) bytes sent, \(bytesReceived) bytes received")
        return lines.joined(separator: "\n")
    }

    private static func columns(_ rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            return cells.joined(separator: "  ")
        }
    }
}

extension StoreReport {
    fileprivate var modeText: String {
        (requested == used ? "\(used)" : "\(requested)->\(used)") + (wasResumed ? " resumed" : "")
    }
}

extension StoreReport.Changes {
    fileprivate var text: String { "\(adds)/\(replaces)/\(deletes)" }
}
