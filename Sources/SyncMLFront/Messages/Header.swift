import Markup

/// SyncHdr (Representation Protocol):
/// `VerDTD, VerProto, SessionID, MsgID, Target, Source, RespURI?, NoResp?, Cred?, Meta?`.
public struct Header: Hashable, Sendable, Codable {
    /// VerDTD; VerProto is written to match.
    public var version: ProtocolVersion
    /// SessionID, opaque.
    public var sessionID: String
    /// MsgID, opaque, usually a number from 1.
    public var messageID: String
    /// The receiver.
    public var target: Location
    /// The sender; its `name` is the user's name for MD5.
    public var source: Location
    /// RespURI: where the answer to this message shall go.
    public var respURI: String?
    /// NoResp: the sender wants no Status for any command of this message.
    public var noResponse: Bool
    /// Cred.
    public var credential: Credential?
    /// Meta: MaxMsgSize, MaxObjSize.
    public var meta: Meta?

    /// A header.
    public init(
        version: ProtocolVersion, sessionID: String, messageID: String, target: Location, source: Location,
        respURI: String? = nil, noResponse: Bool = false, credential: Credential? = nil, meta: Meta? = nil
    ) {
        self.version = version
        self.sessionID = sessionID
        self.messageID = messageID
        self.target = target
        self.source = source
        self.respURI = respURI
        self.noResponse = noResponse
        self.credential = credential
        self.meta = meta
    }

    /// Reads SyncHdr. A version that is not known is an error that carries the header as if it were 1.1, so that the
    /// peer can be answered (505, 513).
    public init(from element: Element) throws(MessageError) {
        guard let sessionID = element.token("SessionID"), !sessionID.isEmpty else {
            throw MessageError(.missingSessionID, "SyncHdr has no SessionID")
        }
        guard let messageID = element.token("MsgID"), !messageID.isEmpty else {
            throw MessageError(.missingMessageID, "SyncHdr has no MsgID")
        }
        guard let source = element[child: "Source"].map(Location.init(from:)), !source.uri.isEmpty else {
            throw MessageError(.missingSource, "SyncHdr has no Source/LocURI")
        }
        guard let dtd = element.token("VerDTD") ?? element.token("VerProto"), !dtd.isEmpty else {
            throw MessageError(.missingVersion, "SyncHdr has no VerDTD")
        }
        let version = ProtocolVersion(wire: dtd)
        self.init(
            version: version ?? .v11, sessionID: sessionID, messageID: messageID,
            target: element[child: "Target"].map(Location.init(from:)) ?? Location(uri: ""), source: source,
            respURI: element.token("RespURI"), noResponse: element.has("NoResp"),
            credential: element[child: "Cred"].map(Credential.init(from:)),
            meta: element[child: "Meta"].map(Meta.init(from:)))
        if version == nil {
            throw MessageError(.unsupportedVersion, "VerDTD \(dtd) is not supported", header: self)
        }
        if let proto = element.token("VerProto"), !proto.isEmpty, ProtocolVersion(wire: proto) == nil {
            throw MessageError(.unsupportedProtocol, "VerProto \(proto) is not supported", header: self)
        }
    }

    /// Writes SyncHdr.
    public func element() -> Element {
        var children = Children()
        children.text("VerDTD", version.rawValue)
        children.text("VerProto", version.verProto)
        children.text("SessionID", sessionID)
        children.text("MsgID", messageID)
        children.add(target.element("Target"))
        children.add(source.element("Source"))
        children.text("RespURI", respURI)
        children.flag("NoResp", noResponse)
        children.add(credential?.element())
        children.add(meta?.element())
        return Element("SyncHdr", children.nodes)
    }
}
