/// Globally unique identifier: our name for an item, sent to the device in an Add and answered in a Map.
///
/// A short decimal number, since devices announce limits as low as four bytes (DevInf MaxGUIDSize).
public struct GUID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Counts from 1 within one datastore of one device.
    public let number: Int64

    /// The number given by the store.
    public init(_ number: Int64) { self.number = number }

    /// Reads the form on the wire. Anything that is not a decimal number is not ours.
    public init?(wire: String) {
        guard let number = Int64(wire), number > 0 else { return nil }
        self.number = number
    }

    /// The form on the wire.
    public var description: String { String(number) }
}
