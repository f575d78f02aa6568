import DAVClient
import SyncMLFront

/// The way alerts go to phones: an SMS gateway or a program.
public protocol AlertHook: Sendable {
    /// Delivers one alert. Throws `.noPhone`, `.unreachable`, `.timedOut` or `.refused`.
    func deliver(_ parcel: AlertParcel) async throws(AlertError)
}

/// An SMS gateway that takes requests such as Kannel's `sendsms`: one GET for each SMS.
public struct GatewayHook: AlertHook {
    private let template: AlertTemplate
    private let transport: any HTTPTransport

    private let timeoutSeconds: Int

    /// A gateway behind a URL with places. `timeoutSeconds`: for one request.
    public init(_ template: AlertTemplate, transport: any HTTPTransport, timeoutSeconds: Int) {
        self.template = template
        self.transport = transport
        self.timeoutSeconds = timeoutSeconds
    }

    /// Asks for each SMS in turn; 2xx is success. The URL is in no error: it may hold a password.
    public func deliver(_ parcel: AlertParcel) async throws(AlertError) {
        if template.names([.phone]), parcel.phone == nil { throw AlertError.noPhone(parcel) }
        for url in parcel.texts(template, encode: { Percent.encoded(Array($0.utf8)) }, octets: Percent.encoded) {
            let reply: HTTPReply
            do {
                reply = try await transport.send(
                    HTTPRequest(method: "GET", url: url, timeoutSeconds: Double(timeoutSeconds)))
            } catch {
                let code: AlertError.Code = error.code == .timeout ? .timedOut : .unreachable
                throw AlertError(code, "the gateway gives no answer (\(error.code.rawValue))")
            }
            guard (200..<300).contains(reply.status) else {
                let isDown = reply.status >= 500
                throw AlertError(isDown ? .unreachable : .refused, "the gateway answers \(reply.status)")
            }
        }
    }
}

extension AlertError {
    /// The phone's number is wanted and not known.
    static func noPhone(_ parcel: AlertParcel) -> AlertError {
        let order = "set it by footbridge device set \(parcel.deviceID) phone=+49..."
        return AlertError(
            .noPhone, "the phone's number is not known; \(parcel.deviceID.isEmpty ? "say --phone +49..." : order)")
    }
}

extension AlertParcel {
    /// What a program is called with: program and arguments, the places filled. Octets are in hex, the parts of a long alert one
    /// behind the other with a comma. Throws `.noPhone`.
    public func arguments(_ command: [AlertTemplate]) throws(AlertError) -> [String] {
        if command.contains(where: { $0.names([.phone]) }), phone == nil { throw AlertError.noPhone(self) }
        return command.map { template in
            template.filled { place in
                switch place {
                case .udh, .udhHex: shortMessages.map { Hex.text($0.header) }.joined(separator: ",")
                case .text, .textHex: shortMessages.map { Hex.text($0.data) }.joined(separator: ",")
                case .phone, .account, .device, .type, .hex, .base64:
                    value(of: place, nil, encode: { $0 }, octets: Hex.text)
                }
            }
        }
    }

    /// The variables a program finds: FOOTBRIDGE_ALERT_ and the place's name. SMS: "UDH:TEXT" in hex, one a word.
    public var environment: [String: String] {
        [
            "FOOTBRIDGE_ALERT_PHONE": phone ?? "", "FOOTBRIDGE_ALERT_ACCOUNT": account,
            "FOOTBRIDGE_ALERT_DEVICE": deviceID, "FOOTBRIDGE_ALERT_TYPE": push.content.mediaType,
            "FOOTBRIDGE_ALERT_HEX": Hex.text(push.body), "FOOTBRIDGE_ALERT_BASE64": Base64.encode(push.body),
            "FOOTBRIDGE_ALERT_PDU": Hex.text(push.pdu),
            "FOOTBRIDGE_ALERT_SMS": shortMessages.map { "\(Hex.text($0.header)):\(Hex.text($0.data))" }
                .joined(separator: " "),
        ]
    }
}
