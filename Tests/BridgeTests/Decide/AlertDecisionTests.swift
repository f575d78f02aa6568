import Testing

@testable import Bridge

/// When a device may be alerted, and when its server is asked.
@Suite struct AlertDecisionTests {
    private typealias Known = AlertDecision.Known

    /// Quiet for 300 s, now 10000.
    @Test func whenADeviceMayBeAlerted() {
        let cases: [(Known, AlertDecision, String)] = [
            (Known(lastSeen: 100), .look, "never alerted, away for long"),
            (Known(isInSession: true, lastSeen: 100), .inSession, "here"),
            (Known(lastSeen: 9701), .quiet(until: 10001), "just gone"),
            (Known(lastSeen: 9700), .look, "gone for the quiet period"),
            (Known(lastSeen: 100, lastAlerted: 9900), .quiet(until: 10200), "just alerted"),
            (Known(lastSeen: 100, lastAlerted: 9700), .look, "alerted before"),
            (Known(lastSeen: 100, lastFailed: 9999), .quiet(until: 10299), "just failed"),
            (Known(lastSeen: 9800, lastAlerted: 9750, lastFailed: 9720), .quiet(until: 10100), "the latest counts"),
            (Known(lastSeen: 10_500, lastAlerted: 20_000), .look, "the clock was set back"),
            (Known(lastSeen: 9800, lastAlerted: 20_000), .quiet(until: 10_100), "what is not of the future counts"),
        ]
        for (known, expected, words) in cases {
            #expect(AlertDecision.decide(known, quietSeconds: 300, now: 10_000) == expected, "\(words)")
        }
    }

    @Test(arguments: [(nil, true), (9100, true), (9101, false), (10_000, false), (10_001, true)] as [(Int64?, Bool)])
    func whenAServerIsAsked(last: Int64?, isDue: Bool) {
        #expect(AlertDecision.isPollDue(last: last, everySeconds: 900, now: 10_000) == isDue)
    }
}
