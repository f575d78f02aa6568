/// A resource's entity tag exactly as the server wrote it, quotes, weakness and oddities included (RFC 9110 section 8.8.3).
public struct ETag: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The server's own spelling.
    public let rawValue: String
    /// Wraps the server's own spelling.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Wraps the server's own spelling.
    public init(_ rawValue: String) { self.rawValue = rawValue }
    /// The server's own spelling.
    public var description: String { rawValue }
}

/// The opaque token of RFC 6578 section 3.2 that names one state of a collection.
public struct SyncToken: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The server's own spelling.
    public let rawValue: String
    /// Wraps the server's own spelling.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Wraps the server's own spelling.
    public init(_ rawValue: String) { self.rawValue = rawValue }
    /// The server's own spelling.
    public var description: String { rawValue }
}

/// A sync anchor: an opaque mark that one side exchanges at the start of each session (OMA DS section 5.2.1).
public struct Anchor: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The sender's own spelling.
    public let rawValue: String
    /// Wraps the sender's own spelling.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Wraps the sender's own spelling.
    public init(_ rawValue: String) { self.rawValue = rawValue }
    /// The sender's own spelling.
    public var description: String { rawValue }
    /// True for the spellings by which devices say "there was no earlier sync".
    public var meansNever: Bool {
        // iSync also counts "0 of none" and "0 of so many".
        ["", "0", "00000000T000000Z"].contains(rawValue) || rawValue.hasPrefix("0/")
    }
}

/// A device's name for itself: Source/LocURI of its SyncHdr ("IMEI:...", "sc-pim-...").
public struct DeviceID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The device's own spelling.
    public let rawValue: String
    /// Wraps the device's own spelling.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Wraps the device's own spelling.
    public init(_ rawValue: String) { self.rawValue = rawValue }
    /// The device's own spelling.
    public var description: String { rawValue }
}
