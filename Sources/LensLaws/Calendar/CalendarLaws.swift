import SyncTypes
import Translation
import Versit

/// The laws of the lens over random events and tasks and every kind of device.
enum CalendarLaws {
    typealias F = CalendarFixtures

    private static func devices(_ kind: ItemKind) -> [LensContext] {
        [
            F.oldPhone(kind), F.oldPhone(kind, utc: false), F.oldPhone(kind, zone: nil),
            F.oldPhone(kind, utc: false, zone: nil),
            F.oldPhone(kind, zone: F.newYork), F.oldPhone(kind) { $0.quirks.localTimeOnly = true }, F.newPhone(kind),
            announcing(kind, "DTSTART RDATE"), announcing(kind, "DTSTART DTEND SUMMARY RRULE EXDATE AALARM STATUS"),
            F.oldPhone(kind) { $0.quirks.unmarkedUTC = true },
            F.oldPhone(kind) { $0.quirks.payload = PayloadQuirks(firstYear: 2027, marksCategories: true) },
            F.oldPhone(kind) {
                $0.quirks.payload = PayloadQuirks(
                    withheld: ["CATEGORIES"], ignored: ["VEVENT.STATUS"], clearsByDash: true, needsDescription: true,
                    yearlyByDay: true)
            },
        ]
    }

    /// One that has no other properties than these.
    private static func announcing(_ kind: ItemKind, _ names: String) -> LensContext {
        var context = F.oldPhone(kind)
        let limits = Dictionary(uniqueKeysWithValues: names.split(separator: " ").map { (String($0), PropertyLimit()) })
        context.datastore = DatastoreProfile(sourceRef: "x", properties: ["text/x-vcalendar": limits])
        return context
    }

    /// One of them a case, by turns.
    private static func device(_ seed: UInt64, _ kind: ItemKind) -> LensContext {
        let all = devices(kind)
        return all[Int(seed / 4 % UInt64(all.count))]
    }

    static let all = [
        Law("calendar: an echo writes nothing, an edit is there and nothing else moves", echoAndEdit),
        Law("calendar: what is created is shown", created),
        Law("calendar: any bytes are a translation or an error", nonsense),
    ]

    private static func echoAndEdit(_ seed: UInt64, _ found: inout Findings) throws {
        var random = Dice(seed)
        let isTask = seed % 4 == 0
        let body = RandomCalendar.body(isTask: isTask, &random)
        let device = device(seed, isTask ? .task : .event)
        let lens = Lens(device)
        for part in try ResourceReader.parts(of: body, zones: F.zones).parts {
            let view: [UInt8]
            do {
                view = try lens.view(of: part, in: body, held: nil).text
            } catch {
                found.expect(error.code == .unsupported)
                continue
            }
            for (held, sent) in [(view, view), (nil, nil), (view, nil)] as [([UInt8]?, [UInt8]?)] {
                let put = try lens.put(view, held: held, sent: sent, part: part, into: body, rule: .deviceWins)
                found.expect(
                    !put.changed && put.body == body,
                    "GetPut, \(device.format): \(F.difference(body, put.body))\n\(F.text(view))\n\(F.text(body))")
            }
            let edited = view.replacing("SUMMARY:Own title", with: "SUMMARY:Other title")
            let put = try lens.put(edited, held: view, sent: view, part: part, into: body, rule: .deviceWins)
            let changes = F.difference(body, put.body).filter {
                !$0.contains("STAMP:") && !$0.contains("LAST-MODIFIED:") && !$0.contains("SEQUENCE:")
            }
            found.expect(changes == ["-SUMMARY:Own title", "+SUMMARY:Other title"])
            let again = try lens.view(of: part, in: put.body, held: edited).text
            found.expect(lens.isSame(again, edited), "PutGet")
            found.expect(lens.matchKeys(of: again).identical == lens.matchKeys(of: edited).identical)
            found.expect(!lens.isSame(again, view))
            found.expect(lens.isClose(edited, to: view))
        }
    }

    private static func created(_ seed: UInt64, _ found: inout Findings) throws {
        var random = Dice(seed &+ 1002)
        let isTask = seed % 4 == 0
        let body = RandomCalendar.body(isTask: isTask, &random)
        try isShownAsMade(Lens(device(seed, isTask ? .task : .event)), body, &found)
    }

    /// A resource made of what a device would be shown of a body shows the same, and is what the device has.
    static func isShownAsMade(_ lens: Lens, _ body: [UInt8], _ found: inout Findings) throws {
        guard let text = try? lens.view(of: PartKey(uid: "e1"), in: body, held: nil).text else { return }
        let (part, made) = (PartKey(uid: "c1"), try lens.create(from: text, uid: "c1"))
        let view = try lens.view(of: part, in: made, held: text).text
        found.expect(
            lens.isSame(view, text),
            "\(F.difference(text, view)) \(lens.values(of: text)) \(lens.values(of: view)) \(F.text(made))")
        let put = try lens.put(text, held: text, sent: view, part: part, into: made, rule: .deviceWins)
        found.expect(!put.changed, "\(F.difference(made, put.body))")
    }

    private static func nonsense(_ seed: UInt64, _ found: inout Findings) throws {
        var random = Dice(seed &+ 5000)
        let source = seed % 2 == 0 ? F.rich : try Lens(F.oldPhone()).view(of: F.richKey, in: F.rich, held: nil).text
        for _ in 0..<2 {
            var bytes = source
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes.remove(at: place)
                } else {
                    bytes[place] = UInt8.random(in: 0...255, using: &random)
                }
            }
            for device in [F.oldPhone(), F.newPhone()] {
                let lens = Lens(device)
                _ = try? lens.create(from: bytes, uid: "x")
                _ = try? lens.put(bytes, held: source, sent: nil, part: F.richKey, into: F.rich, rule: .deviceWins)
                _ = try? lens.view(of: F.richKey, in: bytes, held: nil)
                _ = try? ResourceReader.parts(of: bytes, zones: F.zones)
                _ = lens.isSame(bytes, source)
                _ = lens.isClose(bytes, to: source)
            }
        }
    }
}
