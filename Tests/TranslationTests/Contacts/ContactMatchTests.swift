import LensLaws
import SyncTypes
import Testing
import Translation

/// Matching: precision comes first.
@Suite struct ContactMatchTests {
    private let lens = Given.lens(.vCard21)

    private func card(_ lines: String) -> [UInt8] { Given.bytes("BEGIN:VCARD\nVERSION:2.1\n\(lines)\nEND:VCARD\n") }

    @Test func spellingIsNoDifference() {
        let a = card("N:Doe;Jane;;;\nFN:Jane Doe\nTEL;HOME;VOICE:+49 30/1\nEMAIL;INTERNET:A@b\nBDAY:19700101")
        let b = Given.bytes(
            "BEGIN:VCARD\nVERSION:3.0\nREV:20200101T000000Z\nUID:x\nEMAIL:a@B\nBDAY:1970-01-01\nTEL;TYPE=home:+49301\nN:Doe;Jane\nEND:VCARD\n"
        )
        #expect(lens.isSame(a, b))
        #expect(lens.matchKeys(of: a).identical == lens.matchKeys(of: b).identical)
        #expect(lens.matchKeys(of: b).uid == "x")
        #expect(lens.matchKeys(of: a).uid == nil)
        let c = card("N:Doe;Jane\nTEL;WORK:+49301\nEMAIL:a@b\nBDAY:19700101")
        #expect(!lens.isSame(a, c))
        #expect(lens.matchKeys(of: a).identical != lens.matchKeys(of: c).identical)
    }

    @Test func twoPeopleOfOneName() {
        let a = card("N:Lee;Kim\nTEL;CELL:0170 111\nBDAY:19700101")
        let b = card("N:Lee;Kim\nTEL;CELL:0170 222")
        let c = card("N:Lee;Kim\nTEL;CELL:0170 111\nBDAY:19800101")
        let d = card("N:Lee;Kim\nTEL;CELL:0170-111\nEMAIL:k@l")
        let keys = lens.matchKeys(of: a).fingerprints
        #expect(Set(keys).isDisjoint(with: lens.matchKeys(of: b).fingerprints))
        #expect(!Set(keys).isDisjoint(with: lens.matchKeys(of: d).fingerprints))
        #expect(lens.contradicts(a, b) && lens.contradicts(a, c) && !lens.contradicts(a, d))
    }

    @Test func aReusedNameIsSomebodyElse() {
        let held = card("N:Doe;Jane\nTEL:123456")
        #expect(lens.isClose(card("N:Doe;Janet"), to: held))
        #expect(lens.isClose(card("N:Smith;Jane\nTEL;HOME:123456"), to: held))
        #expect(lens.isClose(card("N:Dow;Jane"), to: held))
        #expect(!lens.isClose(card("N:Miller;Bob\nTEL:987654"), to: held))
        #expect(!lens.isClose(Array("junk".utf8), to: held))
    }
}
