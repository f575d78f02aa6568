import Synchronization

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
    /// There are no sync reports and no sync tokens.
    case hasNoReports
    /// There is no place for journals.
    case hasNoJournals
    /// An address book is called by its path.
    case namesBooksItself
    /// Collections are made by hand, and called by their paths; each holds all kinds.
    case makesNoCollections
    /// Members are called by their UIDs, whatever name they were given.
    case namesByUID
    /// What is there is overwritten by what must be new.
    case overwritesDespiteIfNoneMatch
    /// What must be there is made.
    case makesDespiteIfMatch
    /// Tasks have names that nobody can foresee.
    case namesTasksAnew
    /// A place that does not exist wants another login.
    case refusesStrangePlaces
    /// A multistatus about nothing is the answer about a collection that is not there.
    case saysNothingOfMissing
}

extension Deviation {
    /// For a reader of the table.
    var words: String {
        switch self {
        case .acceptsDeadTokens: "a dead token is no error: everything is listed, without what was removed"
        case .repeatsLastSecond: "repeats what the last second changed"
        case .marksSeconds: "changes of one second look the same"
        case .keepsTwins: "keeps two events of one UID"
        case .refusesTwinsSilently: "does not say that the UID is taken"
        case .hasNoReports: "no sync reports: changes are found by listings"
        case .hasNoJournals: "no place for journals"
        case .namesBooksItself: "calls an address book by its path"
        case .makesNoCollections: "collections are made by hand"
        case .namesByUID: "calls members by their UIDs"
        case .overwritesDespiteIfNoneMatch: "overwrites what must not be there"
        case .makesDespiteIfMatch: "makes what must be there"
        case .namesTasksAnew: "gives tasks names of its own: not tried"
        case .refusesStrangePlaces: "answers 401 where nothing is"
        case .saysNothingOfMissing: "says nothing of a missing collection"
        }
    }
}

/// The deviations that a check has met.
final class Met: Sendable {
    private let all = Mutex<[Deviation]>([])

    func add(_ deviation: Deviation) { all.withLock { if !$0.contains(deviation) { $0.append(deviation) } } }

    /// Those since the last time.
    func take() -> [Deviation] {
        all.withLock { all in
            defer { all = [] }
            return all
        }
    }
}

extension ServerUnderTest {
    /// How it deviates.
    var deviations: Set<Deviation> {
        switch self {
        case .memory, .memoryLikeRadicale, .memoryLikeXandikos, .radicale, .xandikos, .newRadicale, .newXandikos: []
        case .memoryLikeSabre, .sabre, .sabreApache: [.hasNoReports, .keepsTwins]
        case .memoryLikeCyrus, .cyrus: []
        case .memoryLikeSOGo, .sogo:
            [
                .acceptsDeadTokens, .repeatsLastSecond, .marksSeconds, .refusesTwinsSilently, .hasNoJournals,
                .namesBooksItself,
            ]
        case .calypso:
            [
                .hasNoReports, .hasNoJournals, .makesNoCollections, .namesByUID, .namesTasksAnew,
                .overwritesDespiteIfNoneMatch, .makesDespiteIfMatch, .keepsTwins, .refusesStrangePlaces,
                .saysNothingOfMissing,
            ]
        case .memoryLikeDAViCal, .davical: [.acceptsDeadTokens, .keepsTwins]
        }
    }
}

extension Bench {
    /// True where a promise does not hold.
    func has(_ deviation: Deviation) -> Bool {
        guard deviations.contains(deviation) else { return false }
        met.add(deviation)
        return true
    }
}
