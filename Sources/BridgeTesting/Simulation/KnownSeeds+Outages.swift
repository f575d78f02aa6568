/// Seeds found since servers are away for whole syncs, or let somebody else answer.
extension KnownSeeds {
    static let withOutages: [Found] = [
        Found(
            seed: 3_600_400, scope: .busy(through: .strayAnswers),
            story:
                "a slow sync from the server breaks off on a full disk once it has matched: what it was not to take is lost"
        ),
        Found(
            seed: 3_700_070, scope: .busy(through: .strayAnswers),
            story: "filled by the server, and then an outage: nobody has heard what the phone kept to itself"),
        Found(
            seed: 3_700_072, scope: .busy(through: .strayAnswers),
            story: "a phone that filters replaces items that it was never sent: two of three"),
        Found(
            seed: 3_500_000, scope: .busy(with: [.outages, .strayAnswers]),
            story: "a number that a phone of few numbers types over and then clears while the server is away comes back"
        ),
        Found(
            seed: 3_701_345, scope: .busy(through: .strayAnswers),
            story: "a picture typed and cleared during an outage, in a book that may not be written"),
        Found(
            seed: 3_702_133, scope: .busy(through: .strayAnswers),
            story: "upkeep forgets the line of a conflict, 45 days later"),
        Found(
            seed: 3_702_369, scope: .busy(through: .strayAnswers),
            story: "typed twice during an outage, in a book that may not be written"),
        Found(
            seed: 3_703_122, scope: .busy(through: .strayAnswers),
            story: "two texts wait, and neither knows what somebody else typed: the server's stands, or is told"),
        Found(
            seed: 3_703_199, scope: .busy(through: .strayAnswers),
            story: "what a phone that filters deletes while the server is away is counted when it happens"),
        Found(
            seed: 3_703_392, scope: .busy(through: .strayAnswers),
            story: "deleted by one who sees no picture, and brought back by another edit"),
        Found(
            seed: 3_703_663, scope: .busy(through: .strayAnswers),
            story: "two phones delete one of three each, and upkeep carries both out"),
        Found(
            seed: 3_710_859, scope: .busy(through: .strayAnswers),
            story: "a slow sync of a phone that ends each message, one of which has room for nothing but what it is"),
        Found(
            seed: 3_722_014, scope: .busy(through: .strayAnswers),
            story: "two texts wait, and the first lacks what the phone may never have kept: it gets it back"),
        Found(
            seed: 3_710_682, scope: .busy(through: .strayAnswers),
            story: "a phone that filters deletes all it has, two of three that the server has by now"),
        Found(
            seed: 3_741_413, scope: .busy(through: .birthdays),
            story: "a slow sync is suspended, and its phone restored: an edit that waits is never upstream"),
        Found(
            seed: 3_742_322, scope: .busy(with: [.worstServer]),
            story: "a server gives a task another name with each write, and what the write overwrote is nowhere"),
        Found(
            seed: 3_743_441, scope: .busy(with: [.worstServer]),
            story: "the same, and nobody hears of the write"),
        Found(
            seed: 3_742_578, scope: .busy(with: [.worstServer]),
            story: "a new item lies under a name that nobody asked for, and goes to its own phone as somebody else's"),
        Found(
            seed: 3_745_581, scope: .busy(through: .worstServer),
            story: "an event typed once more in an outage, changed and deleted before the server is back"),
    ]
}
