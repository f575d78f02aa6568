/// The number of a row of one table, so that a link's number cannot stand where a device's is wanted.
public protocol RowID: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible
where RawValue == Int64 {
    /// Wraps a row number.
    init(rawValue: Int64)
}

extension RowID {
    /// Wraps a row number.
    public init(_ rawValue: Int64) { self.init(rawValue: rawValue) }

    /// The id of a record that is not stored yet: zero, which no row has.
    public static var new: Self { Self(rawValue: 0) }

    /// The decimal number, as people see it on the command line.
    public var description: String { String(rawValue) }

    /// Older rows first.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
