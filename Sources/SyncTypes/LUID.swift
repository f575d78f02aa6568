/// Locally unique identifier: the name a device gives one of its items (OMA DS, "LUID").
///
/// Opaque, compared byte for byte, unique within one datastore of one device at one time. Phones reuse them.
public struct LUID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The device's own spelling.
    public let rawValue: String

    /// Wraps the device's own spelling.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Wraps the device's own spelling.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The device's own spelling.
    public var description: String { rawValue }
}
