import Mapping

/// Adds that repeat an earlier session: the device has not heard how that one ended, although it names its anchor.
struct Repetition: Hashable, Sendable, Codable {
    /// The latest such session.
    private(set) var session: SessionRow
    /// How many items came again.
    private(set) var count = 1

    init(of session: SessionRow) { self.session = session }

    /// One more.
    mutating func add(_ other: SessionRow) {
        session = max(session, other)
        count += 1
    }
}
