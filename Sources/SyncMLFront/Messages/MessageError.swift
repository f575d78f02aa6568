/// Why a tree is no message. Equal by code.
public struct MessageError: Error, Hashable, Sendable {
    /// Stable names.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// The root is not SyncML.
        case notSyncML = "not-syncml"
        /// No SyncHdr.
        case missingHeader = "missing-header"
        /// No VerDTD and no VerProto.
        case missingVersion = "missing-version"
        /// VerDTD is neither 1.0, 1.1 nor 1.2: Status 505.
        case unsupportedVersion = "unsupported-version"
        /// VerProto is none of ours: Status 513.
        case unsupportedProtocol = "unsupported-protocol"
        /// No SessionID.
        case missingSessionID = "missing-session-id"
        /// No MsgID.
        case missingMessageID = "missing-message-id"
        /// No Source/LocURI.
        case missingSource = "missing-source"
    }

    /// What is wrong.
    public let code: Code
    /// One sentence for the log.
    public let reason: String
    /// The header, where it could be read: the peer can be answered.
    public let header: Header?

    init(_ code: Code, _ reason: String, header: Header? = nil) {
        self.code = code
        self.reason = reason
        self.header = header
    }

    /// Equal by code.
    public static func == (left: MessageError, right: MessageError) -> Bool { left.code == right.code }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
