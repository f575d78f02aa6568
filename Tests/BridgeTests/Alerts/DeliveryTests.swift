import DAVClient
import SyncMLFront
import Synchronization
import Testing

@testable import Bridge

/// What an SMS gateway and a program are told.
@Suite struct DeliveryTests {
    /// Answers in turn, the last answer for ever, and remembers what was asked.
    private final class Gateway: HTTPTransport {
        private let state: Mutex<(urls: [String], answers: [Result<Int, TransportError>])>

        init(_ answers: Result<Int, TransportError>...) { state = Mutex(([], answers)) }

        var urls: [String] { state.withLock { $0.urls } }

        func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
            let answer = state.withLock { state in
                state.urls.append("\(request.method) \(request.url)")
                return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
            }
            return HTTPReply(status: try answer.get())
        }
    }

    private static func parcel(
        _ count: Int = 3, phone: String? = "+49 1", device: String = "IMEI:1"
    ) -> AlertParcel {
        let push = PushMessage(.notification, body: (0..<count).map { UInt8(truncatingIfNeeded: 0x7E + $0) })
        return AlertParcel(
            account: "ann@example.org", deviceID: device, phone: phone, push: push,
            shortMessages: push.shortMessages(reference: 0xFF), datastores: ["contacts"])
    }

    private func deliver(_ template: String, _ parcel: AlertParcel, _ gateway: Gateway) async throws {
        try await GatewayHook(try AlertTemplate(template), transport: gateway, timeoutSeconds: 1).deliver(parcel)
    }

    @Test func kannelGetsOctetsPercentEncoded() async throws {
        let gateway = Gateway(.success(202))
        try await deliver("http://g/sendsms?to={phone}&udh={udh}&text={text}&coding=1", Self.parcel(), gateway)
        #expect(
            gateway.urls == [
                "GET http://g/sendsms?to=%2B49%201&udh=%06%05%04%0B%84%C0%02&text=%01%06%03%CE%AF%85~%7F%80&coding=1"
            ])
    }

    @Test func othersGetHex() async throws {
        let gateway = Gateway(.success(200))
        let template = "http://g/?u={account}&d={device}&t={type}&h={udh-hex}&x={text-hex}&n={hex}&b={base64}"
        try await deliver(template, Self.parcel(phone: nil), gateway)
        #expect(
            gateway.urls == [
                "GET http://g/?u=ann%40example.org&d=IMEI%3A1&t=application%2Fvnd.syncml.ds.notification"
                    + "&h=0605040b84c002&x=010603ceaf857e7f80&n=7e7f80&b=fn%2BA"
            ])
    }

    @Test func aLongAlertIsSeveralRequests() async throws {
        let gateway = Gateway(.success(200))
        let parcel = Self.parcel(200)
        try await deliver("http://g/?h={udh-hex}&x={text-hex}", parcel, gateway)
        #expect(parcel.shortMessages.count == 2 && gateway.urls.count == 2)
        let texts = gateway.urls.compactMap { $0.split(separator: "x=").last.map(String.init) }
        #expect(texts.joined() == Hex.text(parcel.push.pdu))
        // Who wants the notification alone is asked once.
        try await deliver("http://g/?n={hex}", parcel, gateway)
        #expect(gateway.urls.count == 3)
    }

    @Test(arguments: [
        (Result<Int, TransportError>.success(403), AlertError.Code.refused), (.success(302), .refused),
        (.success(503), .unreachable), (.failure(TransportError(.unreachable, "x")), .unreachable),
        (.failure(TransportError(.timeout, "x")), .timedOut), (.failure(TransportError(.tls, "x")), .unreachable),
    ])
    func failures(answer: Result<Int, TransportError>, code: AlertError.Code) async throws {
        let gateway = Gateway(answer)
        let error = await #expect(throws: AlertError(code, "")) {
            try await deliver("http://g/?password=hush&x={text-hex}", Self.parcel(), gateway)
        }
        #expect(error?.reason.contains("hush") == false)
    }

    @Test func theRestOfAFailedAlertIsNotSent() async throws {
        let gateway = Gateway(.success(200), .success(400))
        await #expect(throws: AlertError(.refused, "")) {
            try await deliver("http://g/?x={text-hex}", Self.parcel(400), gateway)
        }
        #expect(gateway.urls.count == 2)
    }

    @Test func aNumberThatIsWantedAndNotKnown() async throws {
        let gateway = Gateway(.success(200))
        let error = await #expect(throws: AlertError(.noPhone, "")) {
            try await deliver("http://g/?to={phone}&x={text}", Self.parcel(phone: nil), gateway)
        }
        #expect(gateway.urls.isEmpty && error?.reason.contains("device set IMEI:1 phone=") == true)
        #expect(AlertError.noPhone(Self.parcel(device: "")).reason.contains("--phone"))
        #expect(throws: AlertError(.noPhone, "")) {
            _ = try Self.parcel(phone: nil).arguments([try AlertTemplate("/bin/x"), try AlertTemplate("{phone}")])
        }
    }

    @Test func aProgramsWords() throws {
        let words = ["/bin/x", "--to={phone}", "{udh}", "{text}", "{hex} {base64}", "plain"]
        let parcel = Self.parcel(200)
        let arguments = try parcel.arguments(try words.map { try AlertTemplate($0) })
        #expect(arguments[0] == "/bin/x" && arguments[1] == "--to=+49 1" && arguments[5] == "plain")
        #expect(arguments[2] == parcel.shortMessages.map { Hex.text($0.header) }.joined(separator: ","))
        #expect(arguments[3] == parcel.shortMessages.map { Hex.text($0.data) }.joined(separator: ","))
        #expect(arguments[4] == "\(Hex.text(parcel.push.body)) \(Base64.encode(parcel.push.body))")
        #expect(parcel.environment["FOOTBRIDGE_ALERT_SMS"]?.split(separator: " ").count == 2)
        #expect(parcel.environment["FOOTBRIDGE_ALERT_PDU"] == Hex.text(parcel.push.pdu))
        #expect(parcel.environment["FOOTBRIDGE_ALERT_PHONE"] == "+49 1")
    }
}
