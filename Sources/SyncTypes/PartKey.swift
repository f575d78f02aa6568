/// Names one part of an upstream resource: the piece that is one item on a device.
///
/// Usually the whole resource (`recurrenceID` nil); a detached occurrence of a recurring event is a part of its own on
/// devices that cannot hold it inside (RFC 5545 section 3.8.4.4).
public struct PartKey: Hashable, Sendable, Codable {
    /// The UID property of the component or card; empty when the resource has none.
    public let uid: String
    /// The RECURRENCE-ID value as written upstream, nil for the resource itself.
    public let recurrenceID: String?

    /// Names a part.
    public init(uid: String, recurrenceID: String? = nil) {
        self.uid = uid
        self.recurrenceID = recurrenceID
    }
}
