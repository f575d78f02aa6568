import Testing
import Versit

struct OldZoneTests {
    static func utc(_ text: String) -> Int { DateTime(parsing: text)?.local.seconds ?? .min }

    @Test("TZ and DAYLIGHT, in UTC and in local time")
    func reads() {
        for summer in [
            "TRUE;+02;20090329T010000Z;20091025T010000Z;;",
            "TRUE;+0200;20090329T020000;20091025T030000;Europe/Berlin;x",
        ] {
            let rules = OldZone.rules(tz: "+01", daylight: [summer])
            #expect(rules?.offset(atUTC: Self.utc("20090329T005959Z")) == 3600)
            #expect(rules?.offset(atUTC: Self.utc("20090329T010000Z")) == 7200)
            #expect(rules?.offset(atUTC: Self.utc("20091025T005959Z")) == 7200)
            #expect(rules?.offset(atUTC: Self.utc("20091025T010000Z")) == 3600)
        }
    }

    static let useless = [
        "", " ", "FALSE", "TRUE", "TRUE;", "TRUE;+0", "TRUE;;19960407T025959;19961027T010000;EST;",
        "TRUE;-53;19960407T055959;19961027T010000;EST;EDT", "FALSE;+02;20050326T010000Z;20051029T010000Z;;",
        "TRUE;+02;20010326T010000Z;19991029T010000Z;;", "TRUE\\;-06\\;19960407T025959\\;19961027T010000\\;EST\\;EDT",
    ]

    @Test("a DAYLIGHT that says nothing leaves standard time", arguments: useless)
    func ignores(_ value: String) {
        #expect(OldZone.rules(tz: "+05:30", daylight: [value])?.transitions == [])
    }

    @Test("TZ that is no offset", arguments: ["", "a1", "Europe/Rome", "+0200443433"])
    func noZone(_ value: String) {
        #expect(OldZone.rules(tz: value, daylight: []) == nil)
    }

    @Test("what is written is read back as the same summers")
    func roundTrip() {
        for rules in [TimeZoneRulesTests.berlin, TimeZoneRulesTests.newYork, TimeZoneRulesTests.sydney] {
            let written = OldZone.values(of: rules, years: 2024...2026)
            let back = OldZone.rules(tz: written.tz, daylight: written.daylight)
            let instants = stride(from: Self.utc("20240101T000000Z"), to: Self.utc("20270101T000000Z"), by: 6 * 3600)
            #expect(instants.first { back?.offset(atUTC: $0) != rules.offset(atUTC: $0) } == nil, "\(rules.name)")
        }
        #expect(OldZone.values(of: .utc, years: 2026...2026).daylight == ["FALSE"])
        #expect(
            OldZone.values(of: TimeZoneRulesTests.berlin, years: 2026...2026).daylight == [
                "TRUE;+02;20260329T010000Z;20261025T010000Z;;"
            ])
    }
}
