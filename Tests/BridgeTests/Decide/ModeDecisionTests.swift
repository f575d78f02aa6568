import SyncTypes
import Testing

@testable import Bridge

@Suite("The mode of a session")
struct ModeDecisionTests {
    typealias Decision = ModeDecision

    private static let known = Decision.Known(current: Anchor("b"), previous: Anchor("a"), needsSlowSync: false)

    /// The table of MDaemon and IceWarp: what the device asks, what its URL says, and what runs with equal anchors and with others.
    @Test(
        "The table, row by row",
        arguments: [
            (1, nil, 1, 2), (1, 1, 1, 2), (1, 3, 3, 7), (1, 5, 5, 8), (1, 2, 2, 2), (1, 4, 4, 4), (1, 6, 6, 6),
            (1, 7, 7, 7), (1, 8, 8, 8), (1, 9, 9, 9),
        ] as [(Int, Int?, Int, Int)])
    func table(asked: Int, url: Int?, equal: Int, other: Int) throws {
        let asked = try #require(NumberedMode(rawValue: asked))
        let url = url.flatMap(NumberedMode.init(rawValue:))
        #expect(Decision.due(asked, url, isAgreed: true).rawValue == equal)
        #expect(Decision.due(asked, url, isAgreed: false).rawValue == other)
    }

    @Test("What the device asks for itself stands", arguments: [nil] + NumberedMode.allCases.map(Optional.some))
    func ownWish(url: NumberedMode?) {
        #expect(Decision.due(.updateServer, url, isAgreed: true) == .updateServer)
        #expect(Decision.due(.updateServer, url, isAgreed: false) == .slowToServer)
        #expect(Decision.due(.updateClient, url, isAgreed: true) == .updateClient)
        #expect(Decision.due(.updateClient, url, isAgreed: false) == .slowToClient)
        for asked in [NumberedMode.slow, .refreshServer, .refreshClient] {
            #expect(
                Decision.due(asked, url, isAgreed: true) == asked && Decision.due(asked, url, isAgreed: false) == asked)
        }
    }

    /// Nokia 7210 Supernova.
    @Test("A device that knows two-way and slow syncs alone gets no other", arguments: SyncMode.asked, [true, false])
    func twoWayOnly(asked: SyncMode, isGood: Bool) {
        let last = Anchor(isGood ? "b" : "x")
        for url in [nil] + NumberedMode.allCases.map(Optional.some) {
            for once in [nil] + NumberedMode.allCases.map(Optional.some) {
                let wish = Decision.Wish(url: url, once: once, isTwoWayOnly: true)
                let outcome = Decision.decide(asked: asked, last: last, known: Self.known, wish: wish)
                #expect([.twoWay, .slow].contains(outcome.mode))
                if outcome.mode == .twoWay { #expect(isGood) }
                if asked == .twoWay, url == nil, once == nil {
                    #expect(outcome == .init(mode: isGood ? .twoWay : .slow, reason: isGood ? nil : .anchorsDiffer))
                }
            }
        }
        let plain = Decision.decide(
            asked: asked, last: last, known: Self.known, wish: Decision.Wish(isTwoWayOnly: true))
        switch asked {
        case .twoWay, .slow: break
        case .oneWayFromClient, .oneWayFromServer:
            #expect(
                plain.mode == (isGood ? .twoWay : .slow) && plain.reason == (isGood ? .unknownMode : .anchorsDiffer))
        case .refreshFromClient, .refreshFromServer, .slowFromClient, .slowFromServer, .resetClient, .backup:
            #expect(plain == .init(mode: .slow, reason: .unknownMode))
        }
    }

    @Test("Anchors", arguments: SyncMode.asked, [false, true])
    func anchors(asked: SyncMode, isDue: Bool) {
        let known = Decision.Known(current: Anchor("b"), previous: Anchor("a"), needsSlowSync: isDue)
        let forced: [SyncMode: SyncMode] = [
            .twoWay: .slow, .oneWayFromClient: .slowFromClient, .oneWayFromServer: .slowFromServer,
        ]
        for (last, isGood) in [
            (Anchor("b"), true), (Anchor("a"), true), (Anchor("c"), false), (Anchor("0"), false), (nil, false),
        ] {
            let outcome = Decision.decide(asked: asked, last: last, known: known)
            guard let other = forced[asked], isDue || !isGood else {
                #expect(outcome == .init(mode: asked, reason: nil))
                continue
            }
            #expect(outcome.mode == other && outcome.reason == (isDue ? .requested : .anchorsDiffer))
            #expect((outcome.withheld == nil) == (asked == .twoWay))
        }
        let never = Decision.Known(current: nil, previous: nil, needsSlowSync: isDue)
        let first = Decision.decide(asked: asked, last: Anchor("b"), known: never)
        #expect(first.reason == (forced[asked] == nil ? nil : .firstSync) && first.mode == forced[asked] ?? asked)
    }

    @Test(
        "What would erase needs approval",
        arguments: [
            (4, SyncMode.slowFromClient, SyncMode.refreshFromClient), (7, .slowFromClient, .refreshFromClient),
            (8, .slowFromServer, .refreshFromServer), (9, .twoWay, .resetClient),
        ])
    func approval(number: Int, harmless: SyncMode, mode: SyncMode) throws {
        let wanted = try #require(NumberedMode(rawValue: number))
        func decide(_ wish: Decision.Wish) -> Decision.Outcome {
            Decision.decide(asked: .twoWay, last: Anchor("b"), known: Self.known, wish: wish)
        }
        let outcome = decide(Decision.Wish(url: wanted))
        #expect(outcome.mode == harmless && outcome.withheld == wanted)
        #expect(decide(Decision.Wish(url: wanted, mayErase: true)) == .init(mode: mode, reason: .wanted))
        #expect(decide(Decision.Wish(once: wanted)) == .init(mode: mode, reason: .wanted))
        // Another approval is none.
        #expect(decide(Decision.Wish(url: wanted, once: .slow)) == .init(mode: .slow, reason: .wanted))
    }

    @Test("A lost anchor erases nothing without approval")
    func lostAnchor() {
        let upload = Decision.decide(asked: .oneWayFromClient, last: Anchor("x"), known: Self.known)
        #expect(upload == .init(mode: .slowFromClient, reason: .anchorsDiffer, withheld: .slowToServer))
        let download = Decision.decide(asked: .oneWayFromServer, last: Anchor("x"), known: Self.known)
        #expect(download == .init(mode: .slowFromServer, reason: .anchorsDiffer, withheld: .slowToClient))
        let allowed = Decision.decide(
            asked: .oneWayFromClient, last: Anchor("x"), known: Self.known, wish: Decision.Wish(mayErase: true))
        #expect(allowed == .init(mode: .refreshFromClient, reason: .anchorsDiffer))
    }

    @Test("A slow sync that is due comes before a URL, and after an administrator")
    func due() {
        let known = Decision.Known(current: Anchor("b"), previous: nil, needsSlowSync: true)
        let url = Decision.decide(
            asked: .twoWay, last: Anchor("b"), known: known, wish: Decision.Wish(url: .refreshClient))
        #expect(url == .init(mode: .slow, reason: .requested))
        let once = Decision.decide(
            asked: .twoWay, last: Anchor("b"), known: known, wish: Decision.Wish(once: .refreshClient))
        #expect(once == .init(mode: .refreshFromServer, reason: .wanted))
    }

    @Test(
        "Parameters of a URL",
        arguments: [
            ("sync=3", 3, nil, []), ("SYNC=3&Format=SIF", 3, "sif", []), ("sync=3,&format=vob", 3, "vob", []),
            ("sync=3#reset", 9, nil, []), ("reset,#format=get", 9, "get", []), ("", nil, nil, []),
            ("s=abcdef", nil, nil, []), ("sync=10&x&format=ics", nil, nil, ["sync=10", "x", "format=ics"]),
        ] as [(String, Int?, String?, [String])])
    func parameters(query: String, mode: Int?, format: String?, unknown: [String]) {
        let read = URLParameters(query: query)
        #expect(read.mode?.rawValue == mode && read.format?.rawValue == format && read.unknown == unknown)
    }
}
