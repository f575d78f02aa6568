import Bridge
import Testing

/// The keys of `alerts`.
@Suite struct AlertConfigurationTests {
    private static let kannel = "http://127.0.0.1:13013/cgi-bin/sendsms?password=hush&to={phone}&udh={udh}&text={text}"

    private func settings(_ entries: (String, ConfigurationValue)...) throws -> AlertSettings {
        let file = try ConfigurationLayer.file(
            "f.yaml", .map([.init("alerts", .map(entries.map { .init($0.0, $0.1) }))]))
        return try Configuration(layers: [file], version: "").settings.alerts
    }

    @Test func defaults() throws {
        let alerts = try settings()
        #expect(alerts == AlertSettings())
        #expect(alerts.url == nil && alerts.command.isEmpty)
        #expect(alerts.quietSeconds == 300 && alerts.pollSeconds == 900 && alerts.timeoutSeconds == 60)
    }

    @Test func allKeys() throws {
        let gateway = try settings(
            ("url", .scalar(Self.kannel)), ("quiet", .scalar("10 min")), ("poll", .scalar("1 h")),
            ("timeout", .scalar("5 s")))
        #expect(gateway.quietSeconds == 600 && gateway.pollSeconds == 3600 && gateway.timeoutSeconds == 5)
        #expect(
            gateway.url?.filled { "<\($0.rawValue)>" }
                == "http://127.0.0.1:13013/cgi-bin/sendsms?password=hush&to=<phone>&udh=<udh>&text=<text>")
        let one = try settings(("command", .scalar("/bin/send")))
        #expect(one.command.map { $0.filled(\.rawValue) } == ["/bin/send"])
        let several = try settings(
            ("command", .list([.scalar("/bin/send"), .scalar("--to={phone}"), .scalar("{hex}")])))
        #expect(several.command.map { $0.filled(\.rawValue) } == ["/bin/send", "--to=phone", "hex"])
    }

    @Test func aTemplateShowsNothing() throws {
        let template = try #require(try settings(("url", .scalar(Self.kannel))).url)
        #expect(!"\(template) \(String(reflecting: template))".contains("hush"))
        let settings = AlertSettings(url: template)
        #expect(!"\(settings) \(String(reflecting: settings))".contains("hush"))
    }

    @Test(arguments: [
        ("url", "ftp://x/{text}", "expected a URL"), ("url", "http:///{text}", "expected a URL"),
        ("url", "http://u:hush@host/{text}", "expected a URL"), ("url", "http://{phone}/{text}", "expected a URL"),
        ("url", "http://host/?password=hush", "says nothing of the alert"),
        ("url", "http://host/?p=hush&t={txt}", "did you mean text?"),
        ("url", "http://host/?p=hush&t={zzzzzzz}", "known: phone"),
        ("command", "send", "absolute path"), ("command", "{hex}", "absolute path"),
        ("command", "/bin/{phone}", "absolute path"), ("quiet", "soon", "a time"), ("poll", "2 d", "a time"),
        ("timeout", "0", "a time"),
    ])
    func badValues(key: String, text: String, words: String) {
        let error = #expect(throws: ConfigurationError(.badValue, "")) { _ = try settings((key, .scalar(text))) }
        #expect(error?.reason.contains("alerts.\(key)") == true && error?.reason.contains(words) == true)
        #expect(error?.reason.contains("hush") == false, "\(error?.reason ?? "")")
    }

    @Test func badShapes() {
        for value in [ConfigurationValue.map([]), .list([.list([])]), .list([])] {
            #expect(throws: ConfigurationError(.badValue, "")) { _ = try settings(("command", value)) }
        }
        #expect(throws: ConfigurationError(.badValue, "")) { _ = try settings(("url", .list([]))) }
        #expect(throws: ConfigurationError(.unknownKey, "")) { _ = try settings(("link", .scalar("x"))) }
    }

    @Test func oneWayIsEnough() {
        let error = #expect(throws: ConfigurationError(.badValue, "")) {
            _ = try settings(("url", .scalar(Self.kannel)), ("command", .scalar("/bin/send")))
        }
        #expect(error?.reason.contains("keep one") == true)
    }

    @Test func aBraceThatIsNotClosedIsALetter() throws {
        let template = try AlertTemplate("http://host/{text}{x")
        #expect(template.filled(\.rawValue) == "http://host/text{x")
        #expect(throws: AlertTemplate.Unknown.self) { _ = try AlertTemplate("{}") }
    }
}
