/// A promise that a server does not let the client keep, or keeps in its own way. What a server does not have holds there.
enum Deviation: String, CaseIterable, Sendable {
    /// A dead token is no error: the report lists everything.
    case acceptsDeadTokens
    /// A report repeats what the last second changed.
    case repeatsLastSecond
    /// ctag and tokens do not tell changes of one second apart.
    case marksSeconds
    /// Two events of one UID are kept.
    case keepsTwins
    /// A second event of a UID gets a refusal that does not say why.
    case refusesTwinsSilently
    /// There is no place for journals.
    case hasNoJournals
    /// An address book is called by its path.
    case namesBooksItself
}

extension ServerUnderTest {
    /// How it deviates.
    var deviations: Set<Deviation> {
        switch self {
        case .memory, .memoryLikeRadicale, .memoryLikeXandikos, .radicale, .xandikos: []
        case .memoryLikeSOGo:
            [
                .acceptsDeadTokens, .repeatsLastSecond, .marksSeconds, .refusesTwinsSilently, .hasNoJournals,
                .namesBooksItself,
            ]
        case .memoryLikeDAViCal: [.acceptsDeadTokens, .keepsTwins]
        }
    }
}

extension Bench {
    /// True where a promise does not hold.
    func has(_ deviation: Deviation) -> Bool { deviations.contains(deviation) }
}
