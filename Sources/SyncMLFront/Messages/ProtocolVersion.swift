/// A version of the protocol and of its DTDs (Representation Protocol, VerDTD).
public enum ProtocolVersion: String, Codable, Hashable, Sendable, CaseIterable {
    /// SyncML 1.0 and 1.0.1.
    case v10 = "1.0"
    /// SyncML 1.1, 1.1.1 and 1.1.2, which all write "1.1".
    case v11 = "1.1"
    /// OMA DS 1.2 and its corrections.
    case v12 = "1.2"

    /// VerProto: "SyncML/1.2".
    public var verProto: String { "SyncML/\(rawValue)" }

    /// Where the device information of this version lives: "./devinf12".
    public var devInfURI: String {
        switch self {
        case .v10: "./devinf10"
        case .v11: "./devinf11"
        case .v12: "./devinf12"
        }
    }

    /// The namespace of SyncML elements in XML: "SYNCML:SYNCML1.2".
    public var namespace: String { "SYNCML:SYNCML\(rawValue)" }

    /// Reads VerDTD or VerProto; a correction's third number is ignored. Nil for other versions.
    public init?(wire: String) {
        let number = wire.hasPrefix("SyncML/") ? wire.dropFirst("SyncML/".count) : wire[...]
        guard number.count == 3 || number.dropFirst(3).hasPrefix(".") else { return nil }
        self.init(rawValue: String(number.prefix(3)))
    }
}
