import LensLaws
import SyncTypes
import Testing
import Translation

/// What families of devices need, on the way out and back: each quirk alone.
@Suite struct DevicePayloadTests {
    private static let card = Given.bytes(
        """
        BEGIN:VCARD
        VERSION:3.0
        UID:x
        N:Lee;Kim;;;
        FN:Kim Lee
        TEL;TYPE=CELL,PREF:601
        TEL;TYPE=HOME,PREF:602
        TEL;TYPE=PAGER:603
        EMAIL;TYPE=INTERNET:kim@example.test
        ADR;TYPE=HOME:;Back house;Long Street 5;Town;;1234;Land
        CATEGORIES:One,Two
        NOTE:A note
        END:VCARD

        """)
    private let part = PartKey(uid: "x")

    private func lens(_ quirks: PayloadQuirks) -> Lens { Given.lens(.vCard21, quirks: quirks) }

    private func lines(_ lens: Lens, _ body: [UInt8] = card) throws -> [String] {
        Given.lines(try lens.view(of: part, in: body, held: nil).text)
    }

    /// Whatever it is shown, a device that returns it, or a number changed in it, changes nothing else.
    @Test(arguments: [
        PayloadQuirks(withheld: ["CATEGORIES", "FN"]), PayloadQuirks(ignored: ["NOTE"]),
        PayloadQuirks(withheldTypes: ["PREF", "PAGER"]), PayloadQuirks(last: ["N", "TEL"]),
        PayloadQuirks(limits: ["TEL": PropertyLimit(maxOccur: 2), "NOTE": PropertyLimit(maxSize: 4)]),
        PayloadQuirks(takesOnePreferred: true), PayloadQuirks(clearsByDash: true), PayloadQuirks(swapsStreet: true),
        PayloadQuirks(marksCategories: true), PayloadQuirks(pairsMobiles: true),
    ])
    func nothingIsLost(_ quirks: PayloadQuirks) throws {
        let lens = lens(quirks)
        let view = try lens.view(of: part, in: Self.card, held: nil).text
        let echo = try lens.put(view, held: view, sent: view, part: part, into: Self.card, rule: .deviceWins)
        #expect(!echo.changed && echo.doubts.isEmpty)
        let mine = try Given.edit(view, ":601", ":777")
        let edit = try lens.put(mine, held: view, sent: view, part: part, into: Self.card, rule: .deviceWins)
        #expect(Given.added(edit.body, to: Self.card) == ["TEL;TYPE=CELL,PREF:777"])
        #expect(Given.added(Self.card, to: edit.body) == ["TEL;TYPE=CELL,PREF:601"])
        #expect(lens.isSame(try lens.view(of: part, in: edit.body, held: mine).text, mine))
    }

    @Test func withheldPropertiesAreTaken() throws {
        let lens = lens(PayloadQuirks(withheld: ["CATEGORIES"]))
        let view = try lens.view(of: part, in: Self.card, held: nil).text
        #expect(!Given.lines(view).contains { $0.hasPrefix("CATEGORIES") })
        let mine = try Given.edit(view, "END:VCARD", "CATEGORIES:Three\r\nEND:VCARD")
        let put = try lens.put(mine, held: view, sent: view, part: part, into: Self.card, rule: .deviceWins)
        #expect(Given.added(put.body, to: Self.card) == ["CATEGORIES:Three"])
    }

    @Test func ignoredPropertiesAreNot() throws {
        let lens = lens(PayloadQuirks(ignored: ["NOTE"]))
        let view = try lens.view(of: part, in: Self.card, held: nil).text
        #expect(!Given.lines(view).contains { $0.hasPrefix("NOTE") })
        let mine = try Given.edit(view, "END:VCARD", "NOTE:Its own\r\nEND:VCARD")
        #expect(
            try !lens.put(mine, held: view, sent: view, part: part, into: Self.card, rule: .deviceWins).changed)
    }

    @Test func typesAreLeftOut() throws {
        let shown = try lines(lens(PayloadQuirks(withheldTypes: ["PAGER", "PREF"])))
        #expect(shown.filter { $0.hasPrefix("TEL") } == ["TEL;CELL:601", "TEL;HOME:602", "TEL:603"])
    }

    /// A device that marks what it returns has changed nothing; a new one is taken without its mark, and a name that looks so stays.
    @Test func marksOfCategories() throws {
        let lens = lens(PayloadQuirks(marksCategories: true))
        let body = try Given.edit(Self.card, "One,Two", "One,X-Two")
        let view = try lens.view(of: part, in: body, held: nil).text
        #expect(Given.lines(view).contains("CATEGORIES:One,X-X-Two"))
        let echo = try Given.edit(view, "One,X-X-Two", "X-One,X-X-Two")
        #expect(try !lens.put(echo, held: view, sent: view, part: part, into: body, rule: .deviceWins).changed)
        #expect(lens.isSame(view, echo))
        let mine = try Given.edit(view, "One,X-X-Two", "X-One,X-X-Two,X-Three")
        let put = try lens.put(mine, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        #expect(Given.added(put.body, to: body) == ["CATEGORIES:Three"])
        #expect(Given.added(body, to: put.body) == [])
    }

    /// A mobile number that is nowhere's is in the private slot of a device that has no other; one of work stays one of work.
    @Test func slotsOfMobileNumbers() throws {
        let lens = lens(PayloadQuirks(pairsMobiles: true))
        let body = try Given.edit(
            Self.card, "TEL;TYPE=PAGER:603\r\n", "TEL;TYPE=CELL,HOME:604\r\nTEL;TYPE=CELL,WORK:605\r\n")
        let view = try lens.view(of: part, in: body, held: nil).text
        #expect(
            Given.lines(view).filter { $0.hasPrefix("TEL") } == [
                "TEL;CELL;PREF;HOME:601", "TEL;HOME;PREF:602", "TEL;CELL;HOME:604", "TEL;CELL;WORK:605",
            ])
        for known in [view, nil] {
            #expect(try !lens.put(view, held: known, sent: known, part: part, into: body, rule: .deviceWins).changed)
        }
        let mine = try Given.edit(view, "TEL;CELL;HOME:604", "TEL;CELL;HOME:614\r\nTEL;CELL;HOME:606")
        let put = try lens.put(mine, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        #expect(Given.added(put.body, to: body) == ["TEL;TYPE=CELL,HOME:614", "TEL;TYPE=CELL:606"])
    }

    @Test func onePreferenceOfAProperty() throws {
        let shown = try lines(lens(PayloadQuirks(takesOnePreferred: true)))
        #expect(shown.filter { $0.hasPrefix("TEL") } == ["TEL;CELL;PREF:601", "TEL;HOME:602", "TEL;PAGER:603"])
    }

    @Test func orderAndLimits() throws {
        let shown = try lines(lens(PayloadQuirks(last: ["NOTE", "TEL"], limits: ["TEL": PropertyLimit(maxOccur: 2)])))
        #expect(shown.suffix(4) == ["NOTE:A note", "TEL;CELL;PREF:601", "TEL;HOME;PREF:602", "END:VCARD"])
        #expect(try lines(lens(PayloadQuirks(limits: ["NOTE": PropertyLimit(maxSize: 3)]))).contains("NOTE:A n"))
    }

    @Test func longLines() throws {
        let words = "Ein langer Satz mit Umlauten, äöü und ß, der über mehr als eine Zeile geht, und noch etwas weiter."
        let body = Self.card.replacing("NOTE:A note", with: "NOTE:" + words.replacing(",", with: "\\,"))
        let lens = lens(PayloadQuirks(neverFolds: true))
        let view = try lens.view(of: part, in: body, held: nil).text
        let text = String(decoding: view, as: UTF8.self)
        #expect(!text.contains("=\r\n") && !text.contains("\r\n "))
        let put = try lens.put(view, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        #expect(!put.changed && text.contains("=C3=A4"))
    }

    /// What is gone upstream is emptied on a device that would else keep it, and its dash is nothing.
    @Test func aDashEmpties() throws {
        let lens = lens(PayloadQuirks(clearsByDash: true))
        let before = try lens.view(of: part, in: Self.card, held: nil).text
        let body = Self.card.replacing("NOTE:A note\r\n", with: "").replacing("TEL;TYPE=HOME,PREF:602\r\n", with: "")
        let view = lens.replacing([before], by: try lens.view(of: part, in: body, held: before)).text
        let shown = Given.lines(view)
        #expect(shown.contains("NOTE:-") && shown.contains("TEL;HOME;PREF:-") && !shown.contains("TEL;PAGER:-"))
        #expect(try !lens.put(view, held: view, sent: view, part: part, into: body, rule: .deviceWins).changed)
        // Once is enough.
        let again = lens.replacing([view], by: try lens.view(of: part, in: body, held: view)).text
        #expect(!Given.lines(again).contains("NOTE:-") && lens.isSame(again, view))
        // Its user writes another one.
        let mine = try Given.edit(view, "NOTE:-", "NOTE:New")
        let put = try lens.put(mine, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        #expect(Given.added(put.body, to: body) == ["NOTE:New"])
    }

    @Test func streetsGoWhereTheDeviceHasThem() throws {
        let lens = lens(PayloadQuirks(swapsStreet: true))
        let view = try lens.view(of: part, in: Self.card, held: nil).text
        #expect(Given.lines(view).contains("ADR;HOME:;Long Street 5;Back house;Town;;1234;Land"))
        let mine = try Given.edit(view, "Long Street 5", "Short Street 6")
        let put = try lens.put(mine, held: view, sent: view, part: part, into: Self.card, rule: .deviceWins)
        #expect(
            Given.added(put.body, to: Self.card) == ["ADR;TYPE=HOME:;Back house;Short Street 6;Town;;1234;Land"])
        let made = try lens.create(from: view, uid: "y")
        #expect(Given.lines(made).contains { $0.hasSuffix(":;Back house;Long Street 5;Town;;1234;Land") })
    }

    @Test func eventsHaveADescription() throws {
        let body = CalendarFixtures.event("SUMMARY:Tea\nDTSTART:20260105T150000Z\nDTEND:20260105T160000Z")
        let lens = Lens(CalendarFixtures.oldPhone { $0.quirks.payload = PayloadQuirks(needsDescription: true) })
        let part = PartKey(uid: "e1")
        let view = try lens.view(of: part, in: body, held: nil).text
        #expect(Given.lines(view).contains("DESCRIPTION:-"))
        let mine = try Given.edit(view, "Tea", "Coffee")
        let put = try lens.put(mine, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        #expect(
            CalendarFixtures.difference(body, put.body).filter { !$0.contains("DTSTAMP") } == [
                "-SUMMARY:Tea", "+SUMMARY:Coffee",
            ])
        #expect(!CalendarFixtures.text(try lens.create(from: view, uid: "n")).contains("DESCRIPTION"))
    }

    @Test func whatComesEachYear() throws {
        let body = CalendarFixtures.event("SUMMARY:Tea\nDTSTART:20260105T150000Z\nRRULE:FREQ=YEARLY;COUNT=5")
        let lens = Lens(CalendarFixtures.oldPhone { $0.quirks.payload = PayloadQuirks(yearlyByDay: true) })
        let part = PartKey(uid: "e1")
        let view = try lens.view(of: part, in: body, held: nil).text
        #expect(Given.lines(view).contains("RRULE:YD1 #5"))
        #expect(try !lens.put(view, held: view, sent: view, part: part, into: body, rule: .deviceWins).changed)
    }

    /// A task's STATUS is not an event's.
    @Test func namesWithTheirComponent() throws {
        func view(_ kind: ItemKind, _ body: [UInt8], _ uid: String) throws -> [String] {
            let quirks = PayloadQuirks(ignored: ["VEVENT.STATUS"])
            let lens = Lens(CalendarFixtures.oldPhone(kind) { $0.quirks.payload = quirks })
            return Given.lines(try lens.view(of: PartKey(uid: uid), in: body, held: nil).text)
        }
        let event = CalendarFixtures.event("SUMMARY:Tea\nDTSTART:20260105T150000Z\nSTATUS:CONFIRMED")
        #expect(try !view(.event, event, "e1").contains { $0.hasPrefix("STATUS") })
        let task = CalendarFixtures.todo("SUMMARY:Tea\nDUE:20260105T150000Z\nSTATUS:COMPLETED")
        #expect(try view(.task, task, "t1").contains("STATUS:COMPLETED"))
    }
}
