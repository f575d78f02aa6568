/// A person, or a company, as one knows them.
struct CorpusPerson: Hashable, Sendable {
    /// The place in which a number or address stands.
    enum Place: String, Hashable, Sendable {
        case home, work, cell
    }

    /// A telephone number with the spelling of the client that wrote it.
    struct Line: Hashable, Sendable {
        var place: Place
        var number: CorpusNumber
        var spelling: Int
    }

    var family = ""
    var given = ""
    var middle = ""
    var prefix = ""
    var suffix = ""
    var nickname: String?
    var organisation: String?
    var title: String?
    var lines: [Line] = []
    var mails: [(place: Place, text: String)] = []
    /// Street, city, code.
    var address: [String]?
    /// Year, month, day.
    var birthday: [Int]?
    var note: String?
    /// The photo in base64.
    var picture: String?
    /// FN with the family name first.
    var isFamilyFirst = false

    /// The name as it is shown.
    var shownName: String {
        let order = isFamilyFirst ? [prefix, family, given, middle, suffix] : [prefix, given, middle, family, suffix]
        let name = order.filter { !$0.isEmpty }.joined(separator: " ")
        return name.isEmpty ? organisation ?? nickname ?? "" : name
    }

    static func == (left: CorpusPerson, right: CorpusPerson) -> Bool {
        left.shownName == right.shownName && left.lines == right.lines && left.birthday == right.birthday
            && left.mails.map(\.text) == right.mails.map(\.text) && left.address == right.address
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(shownName)
        hasher.combine(lines)
    }

    /// What a phone with these losses keeps; `losses` that take nothing away leave the set.
    func kept(_ losses: inout Set<PhoneLoss>, _ random: inout SplitMix) -> CorpusPerson {
        var copy = self
        var effective: Set<PhoneLoss> = []
        for loss in PhoneLoss.ofContacts where losses.contains(loss) {
            let before = copy
            let takes = copy.lose(loss, &random)
            if takes { effective.insert(loss) } else { copy = before }
        }
        losses = effective
        return copy
    }

    /// Takes one loss; false when it has nothing to take.
    private mutating func lose(_ loss: PhoneLoss, _ random: inout SplitMix) -> Bool {
        switch loss {
        case .dropsPhoto:
            defer { picture = nil }
            return picture != nil
        case .truncatesNote:
            guard let text = note, text.unicodeScalars.count > PhoneLoss.keptNote else { return false }
            note = PhoneLoss.cut(text, PhoneLoss.keptNote)
            return true
        case .truncatesName:
            let (old, other) = (family, given)
            family = PhoneLoss.cut(family, PhoneLoss.keptName)
            given = PhoneLoss.cut(given, PhoneLoss.keptName)
            return family != old || given != other || shownName.unicodeScalars.count > PhoneLoss.keptName
        case .keepsTwoNumbers: return keepNumbers(2)
        case .keepsOneNumber: return keepNumbers(1)
        case .normalisesNumbers, .upperCasesTypes, .dropsTypes: return !lines.isEmpty
        case .foldsName: return !family.isEmpty && !given.isEmpty
        case .losesLetters, .stripsAccents:
            let texts = [family, given, middle, organisation ?? "", note ?? ""]
            return texts.contains { PhoneLoss.letters([loss], $0) != $0 }
        case .reorders: return true
        case .dropsMail:
            guard !lines.isEmpty, !mails.isEmpty else { return false }
            mails = []
            return true
        case .retypesNumbers:
            for index in lines.indices { lines[index].spelling += Int.random(in: 1...7, using: &random) }
            return !lines.isEmpty
        case .swapsNames:
            guard !family.isEmpty, !given.isEmpty else { return false }
            (family, given) = (given, family)
            return true
        case .none, .dropsSeconds, .dropsDetails, .rewritesLineEnds: return false
        }
    }

    private mutating func keepNumbers(_ count: Int) -> Bool {
        guard lines.count > count else { return false }
        lines = Array(lines.prefix(count))
        return true
    }
}
