/// The two forms of a message on the wire (SyncML HTTP Binding).
public enum WireEncoding: String, Codable, Hashable, Sendable, CaseIterable {
    /// Plain XML.
    case xml
    /// WAP binary XML.
    case wbxml

    /// The form a Content-Type names, parameters ignored; nil when it names no form of a message.
    public init?(contentType: String) {
        let letters = contentType.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 > 0x20 }
        switch String(decoding: letters, as: UTF8.self).lowercased() {
        case WireEncoding.xml.contentType: self = .xml
        case WireEncoding.wbxml.contentType: self = .wbxml
        default: return nil
        }
    }

    /// The Content-Type of a message in this form.
    public var contentType: String { "application/vnd.syncml+\(rawValue)" }

    /// Meta/Type of device information in this form.
    public var deviceInformationType: String { "application/vnd.syncml-devinf+\(rawValue)" }
}
