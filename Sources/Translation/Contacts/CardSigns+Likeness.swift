/// How alike two cards are that a device may have made of one (design section 5).
extension CardSigns {
    /// A number of a card.
    private struct Number {
        var dialled: DialledNumber
        var isMobile: Bool
        /// Neither a mobile nor said to be anything else.
        var isUntyped: Bool
    }

    private var dialledNumbers: [Number] {
        (values["TEL"] ?? []).compactMap { value in
            DialledNumber(value.text).map {
                let isFixed = !value.types.isDisjoint(with: ["HOME", "WORK", "FAX", "PAGER"])
                let isMobile = value.types.contains("CELL")
                return Number(dialled: $0, isMobile: isMobile, isUntyped: !isMobile && !isFixed)
            }
        }
    }

    private var nameLikeness: CardNameLikeness { CardNameLikeness(values["N"]?.first?.parts ?? []) }

    /// The suffixes of a name, such as those of a father and his son.
    private var suffixes: Set<String> { Set(CardName.words(values["N"]?.first?.part(4) ?? "")) }

    /// True when both cards have a suffix, and another one.
    func hasOtherSuffix(than other: CardSigns) -> Bool {
        let (own, theirs) = (suffixes, other.suffixes)
        return !own.isEmpty && !theirs.isEmpty && own.isDisjoint(with: theirs)
    }

    /// True when both cards name a birthday, and another one. A year counts where both have one.
    func hasOtherBirthday(than other: CardSigns) -> Bool {
        guard let own = values["BDAY"]?.first?.canon.first, let theirs = other.values["BDAY"]?.first?.canon.first else {
            return false
        }
        if own.hasPrefix("--") || theirs.hasPrefix("--") { return own.suffix(5) != theirs.suffix(5) }
        return own != theirs
    }

    /// How the mobiles of two cards compare.
    enum Mobiles {
        /// One in common.
        case shared
        /// Each has one that the other lacks, and none is common.
        case disjoint
        /// They tell nothing.
        case unknown
    }

    /// Compares mobiles. A number without a type may be one, unless the other card has it as something else.
    func mobiles(against other: CardSigns) -> Mobiles {
        let (own, theirs) = (dialledNumbers, other.dialledNumbers)
        func isAmong(_ number: Number, _ numbers: [Number]) -> Bool {
            numbers.contains { $0.dialled.reaches(number.dialled) }
        }
        let shared = own.contains { mine in
            theirs.contains { $0.dialled.reaches(mine.dialled) && (mine.isMobile || $0.isMobile) }
        }
        if shared { return .shared }
        func hasAlone(_ numbers: [Number], _ others: [Number]) -> Bool {
            numbers.contains { ($0.isMobile || $0.isUntyped) && !isAmong($0, others) }
        }
        return hasAlone(own, theirs) && hasAlone(theirs, own) ? .disjoint : .unknown
    }

    /// How alike two cards are: the more the likelier; nil when they are two people's, or nothing but a name tells that they
    /// are one's.
    func likeness(to other: CardSigns) -> Int? {
        guard let name = nameLikeness.degree(to: other.nameLikeness), !contradicts(other) else { return nil }
        let (own, theirs) = (dialledNumbers, other.dialledNumbers)
        var (score, isPersonal) = (0, false)
        for number in own {
            let same = theirs.filter { $0.dialled.reaches(number.dialled) }
            guard !same.isEmpty else { continue }
            let isMobile = number.isMobile || same.contains { $0.isMobile }
            score += isMobile ? 40 : 20
            isPersonal = isPersonal || isMobile
        }
        let mails = Set(texts("EMAIL")).intersection(other.texts("EMAIL")).count
        score += mails * 40
        isPersonal = isPersonal || mails > 0
        // A birthday or a house speaks where neither has anything else that could.
        let isBare = isUnreachable && other.isUnreachable
        guard score > 0 || isBare, name != .vague || isPersonal else { return nil }
        let (birthday, house) = (sharesBirthday(with: other), sharesHouse(with: other))
        guard score > 0 || birthday || house else { return nil }
        score += (birthday ? 30 : 0) + (house ? 15 : 0) + name.rawValue
        for property in ["ORG", "TITLE", "NOTE"] where sharesText(property, with: other) { score += 3 }
        return score
    }

    private func texts(_ property: String) -> [String] { (values[property] ?? []).compactMap(\.canon.first) }

    private var isUnreachable: Bool { dialledNumbers.isEmpty && texts("EMAIL").isEmpty }

    private func sharesBirthday(with other: CardSigns) -> Bool {
        values["BDAY"]?.first != nil && other.values["BDAY"]?.first != nil && !hasOtherBirthday(than: other)
    }

    private func sharesHouse(with other: CardSigns) -> Bool {
        (values["ADR"] ?? []).contains { own in
            (other.values["ADR"] ?? []).contains { theirs in
                [2, 3].allSatisfy { index in
                    let (mine, text) = (Skeleton(own.part(index)), Skeleton(theirs.part(index)))
                    return !mine.isEmpty && mine.isSame(as: text)
                }
            }
        }
    }

    private func sharesText(_ property: String, with other: CardSigns) -> Bool {
        guard let own = texts(property).first, let theirs = other.texts(property).first else { return false }
        let (left, right) = (Skeleton(own), Skeleton(theirs))
        return left.isSame(as: right) || left.isCut(of: right, least: TextPatch.shortestNoteCut)
            || right.isCut(of: left, least: TextPatch.shortestNoteCut)
    }

    /// What a copy still has in common with its card after most losses: the ends of numbers and the addresses, each alone and with
    /// each word of the name; a birthday or a street where there are none.
    var traces: [String] {
        let reached = dialledNumbers.map { "t" + $0.dialled.end } + texts("EMAIL").map { "e" + $0 }
        guard !reached.isEmpty else {
            let streets = (values["ADR"] ?? []).map { "a" + Skeleton.ascii($0.part(2)) }
            return texts("BDAY").map { "b" + $0.suffix(5) } + streets
        }
        let name = CardName.words((values["N"]?.first?.parts ?? []).prefix(2).joined(separator: " "))
        let words = Set(name.flatMap { [Skeleton($0).text, Skeleton.ascii($0)] }).filter { $0.count > 1 }
        return reached + reached.flatMap { key in words.map { key + "|" + $0 } }
    }
}
