/// What makes a phone's copy differ from the item upstream.
public enum PhoneLoss: String, Hashable, Sendable, CaseIterable {
    /// Nothing but the phone's own format.
    case none = "nothing lost"
    /// The picture is gone.
    case dropsPhoto = "drops the photo"
    /// The note or description ends early.
    case truncatesNote = "truncates the note"
    /// The name or summary ends early.
    case truncatesName = "truncates the name"
    /// Two telephone numbers are left.
    case keepsTwoNumbers = "keeps two numbers"
    /// One telephone number is left.
    case keepsOneNumber = "keeps one number"
    /// Blanks, dashes and brackets of numbers are gone.
    case normalisesNumbers = "normalises numbers"
    /// Types stand in capitals, VOICE beside each.
    case upperCasesTypes = "upper-cases types"
    /// Numbers and addresses have no types.
    case dropsTypes = "drops types"
    /// The whole name stands in FN, there is no N.
    case foldsName = "folds N into FN"
    /// What Latin-1 lacks is a question mark.
    case losesLetters = "loses letters beyond Latin-1"
    /// Letters without their accents.
    case stripsAccents = "strips accents"
    /// Properties stand in another order.
    case reorders = "reorders"
    /// E-mail addresses are gone where a number is left.
    case dropsMail = "drops e-mail"
    /// Seconds of times are gone.
    case dropsSeconds = "drops seconds"
    /// Place and description are gone.
    case dropsDetails = "drops place and description"
    /// Line ends of another kind, and blanks at the end.
    case rewritesLineEnds = "rewrites line ends"
    /// The user typed the numbers again, in another spelling.
    case retypesNumbers = "user: re-typed numbers"
    /// The user typed given and family name the other way round.
    case swapsNames = "user: swapped names"

    /// True for what phones do by themselves: such copies must be found again.
    public var isByPhone: Bool {
        switch self {
        case .retypesNumbers, .swapsNames: false
        case .none, .dropsPhoto, .truncatesNote, .truncatesName, .keepsTwoNumbers, .keepsOneNumber,
            .normalisesNumbers, .upperCasesTypes, .dropsTypes, .foldsName, .losesLetters, .stripsAccents, .reorders,
            .dropsMail, .dropsSeconds, .dropsDetails, .rewritesLineEnds:
            true
        }
    }

    /// Losses of cards.
    static let ofContacts: [PhoneLoss] = [
        .dropsPhoto, .truncatesNote, .truncatesName, .keepsTwoNumbers, .keepsOneNumber, .normalisesNumbers,
        .upperCasesTypes, .dropsTypes, .foldsName, .losesLetters, .stripsAccents, .reorders, .dropsMail,
        .retypesNumbers, .swapsNames,
    ]
    /// What leaves enough of a stranger's card to be told apart from everybody.
    static let harmless: [PhoneLoss] = [
        .dropsPhoto, .normalisesNumbers, .upperCasesTypes, .reorders, .truncatesNote, .foldsName, .retypesNumbers,
        .swapsNames, .stripsAccents,
    ]
    /// Losses of events and tasks.
    static let ofCalendars: [PhoneLoss] = [
        .truncatesName, .truncatesNote, .losesLetters, .stripsAccents, .reorders, .dropsSeconds, .dropsDetails,
    ]
    /// Losses of notes.
    static let ofNotes: [PhoneLoss] = [.truncatesNote, .losesLetters, .stripsAccents, .rewritesLineEnds]

    // Characters that are left.
    static let (keptName, keptSummary, keptNote) = (18, 24, 80)

    /// What the losses make of letters; nil when they leave them alone.
    static func letters(_ losses: Set<PhoneLoss>, _ text: String) -> String {
        if losses.contains(.stripsAccents) { return CorpusWords.plain(text) }
        guard losses.contains(.losesLetters) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value > 0xFF ? "?" : $0 }))
    }

    /// The first characters of a text.
    static func cut(_ text: String, _ count: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(count)))
    }
}
