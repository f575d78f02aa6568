import Crypto

/// Something on its way to a phone by SMS: a WSP push PDU (WAP-230 section 8.2.4.1) to port 2948.
public struct PushMessage: Hashable, Sendable {
    /// What is pushed.
    public enum Content: String, Hashable, Sendable, Codable, CaseIterable {
        /// A `NotificationPackage` of DS 1.2.
        case notification = "application/vnd.syncml.ds.notification"
        /// An `AlertMessage` of 1.0 and 1.1.
        case message = "application/vnd.syncml+wbxml"
        /// A `ProvisioningDocument` in WBXML.
        case provisioning = "application/vnd.wap.connectivity-wbxml"

        /// The media type.
        public var mediaType: String { rawValue }

        /// The type as WSP writes it: a well-known code with its high bit set, else the name and NUL.
        fileprivate var field: [UInt8] {
            switch self {
            case .notification: [0x4E | 0x80]
            case .message: Array(rawValue.utf8) + [0x00]
            case .provisioning: [0x36 | 0x80]
            }
        }

        /// The headers behind Content-Type.
        fileprivate var others: [UInt8] {
            switch self {
            case .notification, .message: PushMessage.application
            case .provisioning: []
            }
        }
    }

    /// What is pushed.
    public var content: Content
    /// Its bytes.
    public var body: [UInt8]
    /// What the phone's user has to enter before it believes the body (provisioning: SEC USERPIN); nil: it is not signed.
    public var pin: String?

    /// A push of a body.
    public init(_ content: Content, body: [UInt8], pin: String? = nil) {
        self.content = content
        self.body = body
        self.pin = pin
    }

    /// X-WAP-Application-Id: x-wap-application:push.syncml.
    private static let application: [UInt8] = [0xAF, 0x85]

    /// The PDU: transaction 1, type Push, length of the headers, headers, body.
    public var pdu: [UInt8] {
        let headers = contentType + content.others
        return [0x01, 0x06, UInt8(headers.count)] + headers + body
    }

    /// Content-Type, with a PIN in its general form: length, type, SEC = 1 (USERPIN), MAC (OMA-WAP-ProvBoot 1.1 section 5.2).
    private var contentType: [UInt8] {
        guard let pin else { return content.field }
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: body, using: SymmetricKey(data: Array(pin.utf8)))
        let digits = Array("0123456789ABCDEF".utf8)
        let mac = code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        let value = content.field + [0x91, 0x81, 0x92] + mac + [0x00]
        // Lengths above 30 stand behind 0x1F.
        return [0x1F, UInt8(value.count)] + value
    }

    /// The SMS that carry it, as a gateway sends them: each a user data header and 8-bit data, at most 140 octets together.
    ///
    /// - Parameter reference: what the parts have in common and other messages of the next minutes have not.
    public func shortMessages(reference: UInt8) -> [ShortMessage] {
        let pdu = pdu
        let whole = ShortMessage(header: [0x06] + ShortMessage.ports, data: pdu)
        if whole.header.count + pdu.count <= ShortMessage.capacity { return [whole] }
        // Length, then "concatenated, 8-bit reference" (3GPP TS 23.040 section 9.2.3.24.1) and the ports.
        let headerCount = 1 + 5 + ShortMessage.ports.count
        let room = ShortMessage.capacity - headerCount
        let total = (pdu.count + room - 1) / room
        return (0..<min(total, 255)).map { index in
            let part: [UInt8] = [0x00, 0x03, reference, UInt8(clamping: total), UInt8(index + 1)]
            let piece = pdu[(index * room)..<min(pdu.count, (index + 1) * room)]
            return ShortMessage(
                header: [UInt8(headerCount - 1)] + part + ShortMessage.ports, data: Array(piece))
        }
    }
}

/// One SMS with binary content.
public struct ShortMessage: Hashable, Sendable {
    /// TP-UDH with its length octet.
    public var header: [UInt8]
    /// The 8-bit data behind it.
    public var data: [UInt8]

    /// An SMS.
    public init(header: [UInt8], data: [UInt8]) {
        self.header = header
        self.data = data
    }

    /// Octets of header and data together.
    static let capacity = 140

    /// "Application port addressing, 16 bit" to WAP push (2948), from 49154.
    fileprivate static let ports: [UInt8] = [0x05, 0x04, 0x0B, 0x84, 0xC0, 0x02]
}
