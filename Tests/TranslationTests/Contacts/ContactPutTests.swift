import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

/// The lens principle for contacts: what the phone cannot show, it cannot destroy.
@Suite struct ContactPutTests {
    private let part = PartKey(uid: "x")

    private func put(
        _ lens: Lens, _ text: [UInt8], held: [UInt8]?, sent: [UInt8]? = nil, into body: [UInt8],
        _ rule: ConflictRule = .deviceWins
    ) throws -> PutResult {
        try lens.put(text, held: held, sent: sent ?? held, part: part, into: body, rule: rule)
    }

    private static let devices: [(ItemFormat, [String]?)] = [
        (.vCard21, nil), (.vCard30, nil), (.vCard21, Given.rich), (.vCard30, Given.rich),
        (.vCard21, ["N", "TEL"]), (.vCard21, ["FN", "TEL", "EMAIL", "NOTE"]), (.vCard40, nil), (.vCard40, Given.rich),
    ]

    @Test(arguments: [Cards.rich, Cards.modern, Cards.small]) func anEchoWritesNothing(_ card: [UInt8]) throws {
        for (format, announced) in ContactPutTests.devices {
            let lens = Given.lens(format, announced: announced)
            let view = try lens.view(of: part, in: card, held: nil).text
            for held in [nil, view] {
                let result = try put(lens, view, held: held, into: card)
                #expect(!result.changed, "\(format) \(Given.added(result.body, to: card))")
                #expect(result.body == card)
                #expect(result.conflicts.isEmpty)
            }
        }
    }

    @Test(arguments: [ItemFormat.vCard21, .vCard30, .vCard40]) func oneNumberOfFiftyFields(_ format: ItemFormat) throws
    {
        for announced in [nil, Given.rich] {
            let lens = Given.lens(format, announced: announced)
            let view = try lens.view(of: part, in: Cards.rich, held: nil).text
            let mine = try Given.edit(view, "+49 (30) 333-333", "+49 30 999")
            let result = try put(lens, mine, held: view, into: Cards.rich)
            #expect(
                Given.added(result.body, to: Cards.rich) == [
                    "REV:2026-01-02T03:04:05Z", "item1.TEL;type=WORK;type=pref:+49 30 999",
                ])
            #expect(
                Given.added(Cards.rich, to: result.body) == [
                    "REV:2020-01-01T00:00:00Z", "item1.TEL;type=WORK;type=pref:+49 (30) 333-333",
                ])
            #expect(result.conflicts.isEmpty)
            let again = try lens.view(of: part, in: result.body, held: mine).text
            #expect(lens.isSame(again, mine))
            #expect(try put(lens, mine, held: mine, sent: again, into: result.body).changed == false)
        }
    }

    /// Another client had put the new number beside the old one.
    @Test(arguments: [ItemFormat.vCard21, .vCard30]) func theSameNumberTypedOnBothSides(_ format: ItemFormat) throws {
        func card(_ numbers: String...) -> [UInt8] {
            let lines =
                ["BEGIN:VCARD", "VERSION:3.0", "UID:a", "N:Doe;Jane;;;", "FN:Jane Doe"]
                + numbers.map { "TEL;TYPE=HOME:\($0)" } + ["END:VCARD", ""]
            return Array(lines.joined(separator: "\r\n").utf8)
        }
        let lens = Given.lens(format)
        let held = try lens.view(of: PartKey(uid: "a"), in: card("+49 27"), held: nil).text
        for upstream in [card("+49 27", "+49 47"), card("+49 47", "+49 27")] {
            let mine = try Given.edit(held, "+49 27", "+49 47")
            let result = try lens.put(
                mine, held: held, sent: held, part: PartKey(uid: "a"), into: upstream, rule: .deviceWins)
            let body = String(decoding: result.body, as: UTF8.self)
            #expect(body.contains("+49 47") && body.split(separator: "TEL").count == 2, "\(body)")
        }
        // And had changed the old one, too.
        let theirs = card("+49 44", "+49 47")
        let mine = try Given.edit(held, "+49 27", "+49 47")
        let result = try lens.put(
            mine, held: held, sent: held, part: PartKey(uid: "a"), into: theirs, rule: .deviceWins)
        #expect(result.body == theirs && result.conflicts.isEmpty, "\(String(decoding: result.body, as: UTF8.self))")
    }

    /// A phone of ten fields: numbers without blanks, a short note, its own types, order and properties.
    @Test func whatIsLeftAfterALossyPhoneChangesNothing() throws {
        let lens = Given.lens(.vCard21)
        let view = try lens.view(of: part, in: Cards.rich, held: nil).text
        let left = Given.bytes(
            """
            BEGIN:VCARD
            VERSION:2.1
            X-IRMC-LUID:000200000012
            REV:20260101T000000Z
            TEL;CELL;VOICE;PREF:+49170444444
            TEL;VOICE:+4930555555
            TEL;WORK;VOICE:+4930333333
            TEL;HOME:+4930111111
            N:Doe;Jane
            EMAIL;INTERNET;PREF:jane@home.example
            ADR;HOME:-;-;1 Oak Street;Springfield;IL;62701;USA
            NOTE;ENCODING=QUOTED-PRINTABLE:A long note. It has more than eighty characters, so that a small phone shows=
             only
            BDAY:19700324T000000
            CLASS:PUBLIC
            END:VCARD

            """)
        for held in [nil, view] {
            let result = try put(lens, left, held: held, into: Cards.rich)
            #expect(!result.changed, "\(Given.added(result.body, to: Cards.rich)) \(result.conflicts)")
        }
        // And an edit on that phone, with its own text as base, touches one line.
        let mine = try Given.edit(left, "+4930111111", "+4930777")
        let result = try put(lens, mine, held: left, sent: view, into: Cards.rich)
        #expect(
            Given.added(result.body, to: Cards.rich) == ["REV:2026-01-02T03:04:05Z", "TEL;TYPE=HOME,VOICE:+4930777"])
    }

    @Test func oneOfTwoLikeLabelsGoesWithItsNumber() throws {
        let body = Given.bytes(
            "BEGIN:VCARD\nVERSION:3.0\nUID:x\nN:Kim;Lee;;;\nFN:Lee Kim\nitem1.TEL:111\nitem1.X-ABLabel:old\nitem2.TEL:222\nitem2.X-ABLabel:old\nEND:VCARD\n"
        )
        let view = try Given.lens(.vCard30, announced: Given.rich).view(of: part, in: body, held: nil).text
        let lens = Given.lens(.vCard30, announced: Given.rich, evidence: Given.evidence(view, format: .vCard30))
        for (gone, left) in [("1", "2"), ("2", "1")] {
            let number = String(repeating: gone, count: 3)
            let mine = try Given.edit(
                try Given.edit(view, "item\(gone).TEL:\(number)\r\n", ""), "item\(gone).X-ABLABEL:old\r\n", "")
            let result = try put(lens, mine, held: view, into: body)
            #expect(
                Given.added(body, to: result.body) == ["item\(gone).TEL:\(number)", "item\(gone).X-ABLabel:old"],
                "\(left) stays: \(Given.lines(result.body))")
        }
    }

    @Test func aCutNoteKeepsItsHiddenEnd() throws {
        let lens = Given.lens(.vCard21, announced: Given.rich, sizes: ["NOTE": 20])
        let view = try lens.view(of: part, in: Cards.rich, held: nil).text
        let mine = try Given.edit(view, "NOTE:A long note. It has", "NOTE:A short note. It has")
        let result = try put(lens, mine, held: view, into: Cards.rich)
        let note = try #require(try Document.parse(result.body).document.first("VCARD")?.text("NOTE"))
        #expect(note.hasPrefix("A short note. It has more than eighty"))
        #expect(note.hasSuffix("äöü€."))
        #expect(Given.added(result.body, to: Cards.rich).count == 2)
    }

    @Test func oneComponentOfAnAddress() throws {
        let lens = Given.lens(.vCard21)
        let view = try lens.view(of: part, in: Cards.rich, held: nil).text
        let mine = try Given.edit(view, "Shelbyville", "Capital City")
        let result = try put(lens, mine, held: view, into: Cards.rich)
        #expect(
            Given.added(result.body, to: Cards.rich).last
                == #"ADR;TYPE=WORK;LANGUAGE=en:PO 7;;2 Pine\, Street;Capital City;IL;62565;USA"#)
    }

    @Test func removalsNeedProof() throws {
        let lens = Given.lens(.vCard21)
        let view = try lens.view(of: part, in: Cards.small, held: nil).text
        let mine = try Given.edit(view, "TEL;WORK:222\r\n", "")
        #expect(try put(lens, mine, held: view, into: Cards.small).changed == false)
        // Another type proves nothing, neither does a text with fewer numbers.
        let other = Given.evidence(try Given.edit(view, "TEL;WORK:222\r\n", "TEL;FAX:222\r\n"), format: .vCard21)
        #expect(try put(Given.lens(.vCard21, evidence: other), mine, held: view, into: Cards.small).changed == false)
        let few = Given.evidence(Given.bytes("BEGIN:VCARD\nVERSION:2.1\nTEL;WORK:1\nEND:VCARD\n"), format: .vCard21)
        #expect(try put(Given.lens(.vCard21, evidence: few), mine, held: view, into: Cards.small).changed == false)
        // The same device once returned this card whole.
        let proven = Given.lens(.vCard21, evidence: Given.evidence(view, format: .vCard21))
        let result = try put(proven, mine, held: view, into: Cards.small)
        #expect(Given.added(Cards.small, to: result.body) == ["TEL;TYPE=WORK:222"])
        #expect(Given.added(result.body, to: Cards.small) == [])
    }

    @Test func aRemovedNumberTakesItsLabelAlong() throws {
        let view = try Given.lens(.vCard30).view(of: part, in: Cards.rich, held: nil).text
        let lens = Given.lens(.vCard30, evidence: Given.evidence(view, format: .vCard30))
        let text = String(decoding: view, as: UTF8.self)
        let line = try #require(text.split(separator: "\r\n").first { $0.hasSuffix(":+49 (30) 333-333") })
        let result = try put(lens, try Given.edit(view, line + "\r\n", ""), held: view, into: Cards.rich)
        #expect(
            Given.added(Cards.rich, to: result.body) == [
                "REV:2020-01-01T00:00:00Z", "item1.TEL;type=WORK;type=pref:+49 (30) 333-333",
                "item1.X-ABLabel:_$!<Reception>!$_",
            ])
    }

    @Test func additionsSpeakTheCardsVersion() throws {
        let lens = Given.lens(.vCard21)
        for (card, expected) in [
            (
                Cards.small,
                [
                    "TEL;TYPE=HOME,FAX:999", "EMAIL;TYPE=INTERNET,WORK:a@b", "URL;TYPE=HOME:http://x/a,b",
                    "CATEGORIES:A,B",
                ]
            ),
            (
                Cards.modern,
                ["TEL;TYPE=home,fax:999", "EMAIL;TYPE=work:a@b", "URL;TYPE=home:http://x/a,b", "CATEGORIES:A,B"]
            ),
        ] {
            let view = try lens.view(of: part, in: card, held: nil).text
            let more =
                "TEL;HOME;FAX:999\r\nEMAIL;INTERNET;WORK:a@b\r\nURL;HOME:http://x/a,b\r\nCATEGORIES:A,B\r\nEND:VCARD"
            let result = try put(lens, try Given.edit(view, "END:VCARD", more), held: view, into: card)
            let added = Given.added(result.body, to: card)
            for line in expected.dropLast() { #expect(added.contains(line), "\(added)") }
            let categories = try #require(try Document.parse(result.body).document.first("VCARD"))
            #expect(categories.all("CATEGORIES").flatMap { $0.list(categories.dialect) } == ["A", "B"])
        }
    }

    @Test func aModernCardStaysModern() throws {
        let lens = Given.lens(.vCard21)
        let view = try lens.view(of: part, in: Cards.modern, held: nil).text
        var mine = try Given.edit(view, "+1-555-555-5555", "+1 555 000")
        mine = try Given.edit(mine, "BDAY:19700310", "BDAY:1971-04-11")
        let result = try put(lens, mine, held: view, into: Cards.modern)
        #expect(
            Given.added(result.body, to: Cards.modern) == [
                "TEL;VALUE=uri;PREF=1;TYPE=\"voice,home\":tel:+1555000", "BDAY:19710411", "REV:20260102T030405Z",
            ])
    }

    @Test func aNewPhotoInBothVersions() throws {
        let bytes: [UInt8] = [0xFF, 0xD8, 1, 2, 3]
        let encoded = String(decoding: Base64.encode(bytes), as: UTF8.self)
        let lens = Given.lens(.vCard21)
        for (card, expected) in [
            (Cards.small, "PHOTO;TYPE=JPEG;ENCODING=b:\(encoded)"),
            (Cards.modern, "PHOTO:data:image/jpeg;base64,\(encoded)"),
        ] {
            let view = try lens.view(of: part, in: card, held: nil).text
            let held = Given.bytes(String(decoding: view, as: UTF8.self).replacing("\r\n", with: "\n"))
            var document = try Document.parse(held).document
            var mine = try #require(document.first("VCARD"))
            var photo = ContentLine("PHOTO", value: [])
            photo.setBinary(bytes, mediaType: "image/jpeg", .vCard21)
            mine.remove("PHOTO")
            mine.insert(photo)
            document.set(mine)
            let proven = Given.lens(.vCard21, evidence: Given.evidence(view, format: .vCard21))
            let result = try put(proven, document.serialise(), held: view, into: card)
            #expect(Given.added(result.body, to: card).contains(expected), "\(Given.added(result.body, to: card))")
        }
    }

    @Test func theFormattedNameFollowsTheName() throws {
        let lens = Given.lens(.vCard21, announced: ["N", "TEL"])
        let view = try lens.view(of: part, in: Cards.rich, held: nil).text
        let result = try put(lens, try Given.edit(view, "N:Doe;Jane", "N:Smith;Jane"), held: view, into: Cards.rich)
        #expect(
            Given.added(result.body, to: Cards.rich).sorted() == [
                "FN:Dr. Jane Q. Smith\\, PhD", "N:Smith;Jane;Q.,Mary;Dr.;PhD", "REV:2026-01-02T03:04:05Z",
            ])
    }

    @Test func categoriesAreASet() throws {
        let view = try Given.lens(.vCard30).view(of: part, in: Cards.rich, held: nil).text
        let lens = Given.lens(.vCard30, evidence: Given.evidence(view, format: .vCard30))
        let mine = try Given.edit(view, "Friends,Work,Chess club,Extra", "Extra,New,Chess club,Friends")
        let result = try put(lens, mine, held: view, into: Cards.rich)
        let card = try #require(try Document.parse(result.body).document.first("VCARD"))
        #expect(card.all("CATEGORIES").map { $0.list(.vCard30) } == [["Friends", "Chess club"], ["Extra"], ["New"]])
    }

    @Test func changesOfBothSidesMeet() throws {
        let lens = Given.lens(.vCard21)
        let view = try lens.view(of: part, in: Cards.small, held: nil).text
        let mine = try Given.edit(try Given.edit(view, "HOME:111", "HOME:119"), "one two three", "one two 3")
        let theirs = try Given.edit(
            try Given.edit(Cards.small, "TEL;TYPE=CELL:333", "TEL;TYPE=CELL:339"), "NOTE:one", "NOTE:1")
        let result = try put(lens, mine, held: view, into: theirs)
        #expect(result.conflicts.isEmpty)
        #expect(
            Given.added(result.body, to: Cards.small) == ["TEL;TYPE=HOME:119", "TEL;TYPE=CELL:339", "NOTE:1 two 3"])
    }

    @Test func aConflictIsSettledByTheRule() throws {
        let lens = Given.lens(.vCard21)
        let view = try lens.view(of: part, in: Cards.small, held: nil).text
        let mine = try Given.edit(try Given.edit(view, "TITLE:Clerk", "TITLE:Boss"), "CELL:333", "CELL:334")
        let theirs = try Given.edit(try Given.edit(Cards.small, "TITLE:Clerk", "TITLE:Cook"), "CELL:333", "CELL:335")
        let device = try put(lens, mine, held: view, into: theirs)
        #expect(Given.added(device.body, to: theirs) == ["TEL;TYPE=CELL:334", "TITLE:Boss"])
        #expect(
            device.conflicts == [
                FieldConflict(property: "TITLE", winner: .device, loser: "Cook"),
                FieldConflict(property: "TEL", winner: .device, loser: "CELL: 335"),
            ])
        for rule in [ConflictRule.serverWins, .duplicate] {
            let server = try put(lens, mine, held: view, into: theirs, rule)
            #expect(!server.changed)
            #expect(server.conflicts.map(\.loser) == ["Boss", "CELL: 334"])
        }
        #expect(try put(lens, mine, held: view, into: theirs, .newest).conflicts.first?.winner == .device)
        // The same change on both sides is none.
        let same = try Given.edit(Cards.small, "TITLE:Clerk", "TITLE:Boss")
        #expect(
            try put(lens, try Given.edit(view, "TITLE:Clerk", "TITLE:Boss"), held: view, into: same).changed == false)
    }

    @Test func aChangeBeatsARemoval() throws {
        let view = try Given.lens(.vCard21).view(of: part, in: Cards.small, held: nil).text
        let lens = Given.lens(.vCard21, evidence: Given.evidence(view, format: .vCard21))
        let gone = try Given.edit(Cards.small, "TEL;TYPE=CELL:333\r\n", "")
        let changed = try put(lens, try Given.edit(view, "CELL:333", "CELL:334"), held: view, into: gone)
        #expect(Given.added(changed.body, to: gone) == ["TEL;TYPE=CELL:334"])
        let theirs = try Given.edit(Cards.small, "TEL;TYPE=CELL:333", "TEL;TYPE=CELL:335")
        #expect(try put(lens, try Given.edit(view, "TEL;CELL:333\r\n", ""), held: view, into: theirs).changed == false)
    }

    @Test func withoutABaseNothingIsDropped() throws {
        let lens = Given.lens(.vCard21)
        let mine = Given.bytes(
            "BEGIN:VCARD\nVERSION:2.1\nN:Kim;Lee;M.\nTEL;HOME;VOICE:111\nTEL;FAX:444\nTITLE:Boss\nEND:VCARD\n")
        let result = try put(lens, mine, held: nil, into: Cards.small)
        #expect(
            Given.added(result.body, to: Cards.small).sorted() == ["N:Kim;Lee;M.;;", "TEL;TYPE=FAX:444", "TITLE:Boss"])
        #expect(result.conflicts == [FieldConflict(property: "TITLE", winner: .device, loser: "Clerk")])
    }

    /// Nothing shortens a field to a few letters but the user; the same cut far behind may be the device's.
    @Test func aShortenedTextIsAnEdit() throws {
        let lens = Given.lens(.vCard21)
        let view = try lens.view(of: part, in: Cards.small, held: nil).text
        let result = try put(
            lens, try Given.edit(view, "NOTE:one two three", "NOTE:one"), held: view, into: Cards.small)
        #expect(Given.added(result.body, to: Cards.small) == ["NOTE:one"])
        // N and FN are never removed.
        let proven = Given.lens(.vCard21, evidence: Given.evidence(view, format: .vCard21))
        let nameless = try Given.edit(try Given.edit(view, "N:Kim;Lee;;;\r\n", ""), "FN:Lee Kim\r\n", "")
        #expect(try put(proven, nameless, held: view, into: Cards.small).changed == false)
    }

    @Test func aTakenGroupGetsAnotherName() throws {
        let lens = Given.lens(.vCard30, announced: Given.rich)
        let view = try lens.view(of: part, in: Cards.rich, held: nil).text
        let more = "item1.URL:http://new\r\nitem1.X-ABLabel:blog\r\nEND:VCARD"
        let result = try put(lens, try Given.edit(view, "END:VCARD", more), held: view, into: Cards.rich)
        let added = Given.added(result.body, to: Cards.rich)
        #expect(added.contains("item1-new.URL:http://new") && added.contains("item1-new.X-ABLABEL:blog"), "\(added)")
    }

    @Test func unreadableTextsAreErrors() {
        let lens = Given.lens(.vCard21)
        #expect(throws: TranslationError(.unreadableItem, "")) {
            try put(lens, Array("hello".utf8), held: nil, into: Cards.small)
        }
        #expect(throws: TranslationError(.unreadableResource, "")) {
            try lens.view(of: part, in: Array("x".utf8), held: nil)
        }
        #expect(throws: TranslationError(.unreadableItem, "")) { try lens.create(from: [], uid: "u") }
    }

    @Test func lineEndsLostInTransitComeBack() throws {
        let lens = Given.lens(.vCard21)
        let bare = Cards.small.filter { $0 != 13 }
        let view = try lens.view(of: part, in: bare, held: nil).text
        #expect(try put(lens, view, held: view, into: bare).body == bare)
        let result = try put(lens, try Given.edit(view, "CELL:333", "CELL:334"), held: view, into: bare)
        #expect(result.body == (try Given.edit(Cards.small, "CELL:333", "CELL:334")))
    }
}
