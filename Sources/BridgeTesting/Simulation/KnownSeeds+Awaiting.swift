/// Seeds that broke a promise, and that nobody has mended yet.
extension KnownSeeds {
    /// They alone may fail, and must.
    public static let awaiting: [Found] = [
        Found(
            seed: 1_300_284, scope: .busy(through: .makers),
            story: "a phone that keeps what a text does not have keeps a change that a sync from the server was to undo"
        ),
        Found(
            seed: 3_710_224, scope: .busy(through: .strayAnswers),
            story: "the same, in an ordinary one-way sync"),
        Found(
            seed: 1_600_020, scope: .busy(through: .wishes),
            story: "a phone restored from a backup holds a picture that its link does not know of"),
        Found(
            seed: 1_700_021, scope: .busy(through: .wishes),
            story: "a restored phone of SIF and a server of short replies end with a contact twice"),
        Found(
            seed: 2_800_234, scope: .busy(through: .manners),
            story: "deleted between a slow sync that broke off and its resumption: it stands upstream, linked"
        ),
        Found(
            seed: 3_711_318, scope: .busy(through: .strayAnswers),
            story: "a one-way sync breaks off, and the phone holds an older note than its link"),
        Found(
            seed: 3_747_039, scope: .busy(through: .worstServer),
            story: "the same with a number"),
        Found(
            seed: 3_400_560, scope: .busy(with: [.outages]),
            story: "a phone is restored twice from a backup without a note that is longer than any it has ever returned"
        ),
    ]
}
