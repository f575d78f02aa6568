import SyncMLFront

/// One alert, ready to be delivered.
public struct AlertParcel: Hashable, Sendable {
    /// The account's login name.
    public var account: String
    /// The device's own name.
    public var deviceID: String
    /// Its telephone number; nil: not set.
    public var phone: String?
    /// The notification with its type.
    public var push: PushMessage
    /// The SMS that carry it.
    public var shortMessages: [ShortMessage]
    /// Names of the databases, for people.
    public var datastores: [String]

    /// What stands in a place of a template, for one of the SMS. `encode`: how text is written there.
    func value(
        of place: AlertTemplate.Place, _ message: ShortMessage?, encode: (String) -> String, octets: ([UInt8]) -> String
    ) -> String {
        switch place {
        case .phone: encode(phone ?? "")
        case .account: encode(account)
        case .device: encode(deviceID)
        case .type: encode(push.content.mediaType)
        case .hex: Hex.text(push.body)
        case .base64: encode(Base64.encode(push.body))
        case .udh: octets(message?.header ?? [])
        case .text: octets(message?.data ?? [])
        case .udhHex: Hex.text(message?.header ?? [])
        case .textHex: Hex.text(message?.data ?? [])
        }
    }

    /// The texts of a template: one for each SMS when it names one, else a single one.
    func texts(
        _ template: AlertTemplate, encode: (String) -> String, octets: ([UInt8]) -> String
    ) -> [String] {
        let messages: [ShortMessage?] = template.names([.udh, .text, .udhHex, .textHex]) ? shortMessages : [nil]
        return messages.map { message in
            template.filled { value(of: $0, message, encode: encode, octets: octets) }
        }
    }
}

/// Octets as people and gateways write them.
public enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two lower-case digits an octet.
    public static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// Escapes of a URL's query (RFC 3986 section 2.1).
enum Percent {
    /// Every octet but unreserved letters escaped.
    static func encoded(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default: "%" + Hex.text([byte]).uppercased()
            }
        }.joined()
    }
}
