import BridgeTesting
import Testing

/// What SOGo and DAViCal make of bodies.
@Suite struct BodyRewritingTests {
    @Test func rewrittenBodies() {
        func lines(_ text: [String]) -> [UInt8] { Array(text.map { $0 + "\r\n" }.joined().utf8) }
        let event = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART:20250101T090000Z", "SUMMARY:x", " y"]
        let end = ["END:VEVENT", "END:VCALENDAR"]
        #expect(
            BodyRewriting.likeSOGo(lines(event + end)) == lines(event + ["CLASS:PUBLIC", "DURATION:PT1H"] + end))
        let whole = event + ["DTEND:20250101T100000Z", "CLASS:PRIVATE"] + end
        #expect(BodyRewriting.likeSOGo(lines(whole)) == lines(whole))
        let card = ["BEGIN:VCARD", "N:Lee;Kim;;;", "item1.TEL:1", "END:VCARD"]
        #expect(BodyRewriting.likeSOGo(lines(card)) == lines(["BEGIN:VCARD", "N:Lee;Kim"] + card.suffix(2)))
        #expect(
            BodyRewriting.likeDAViCal(lines(card))
                == lines(["BEGIN:VCARD", "N:Lee;Kim;;;", "ITEM1.TEL:1", "REV:20240101T000000Z", "END:VCARD"]))
        #expect(BodyRewriting.likeDAViCal(lines(event + end)) == lines(event + end))
        for body in [event + end, whole, card] {
            let once = BodyRewriting.likeSOGo(BodyRewriting.likeDAViCal(lines(body)))
            #expect(BodyRewriting.likeSOGo(BodyRewriting.likeDAViCal(once)) == once)
        }
    }
}
