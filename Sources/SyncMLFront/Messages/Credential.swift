import Markup

/// Cred (Representation Protocol): `Meta?, Data`.
public struct Credential: Hashable, Sendable, Codable {
    /// Type and Format of the data.
    public var meta: Meta?
    /// The credential as sent: base64 text, or sixteen raw bytes of an MD5 digest.
    public var data: [UInt8]

    /// A credential.
    public init(meta: Meta? = nil, data: [UInt8]) {
        self.meta = meta
        self.data = data
    }

    /// Meta/Type: "syncml:auth-basic", "syncml:auth-md5".
    public var type: String? { meta?.type }

    /// Meta/Format: "b64"; nil when left out.
    public var format: String? { meta?.format }

    /// Reads Cred.
    public init(from element: Element) {
        meta = element[child: "Meta"].map(Meta.init(from:))
        data = element[child: "Data"]?.bytes ?? []
    }

    /// Writes Cred.
    public func element() -> Element {
        var children = Children()
        children.add(meta?.element())
        children.add(ItemData.bytes(data).element())
        return Element("Cred", children.nodes)
    }
}
