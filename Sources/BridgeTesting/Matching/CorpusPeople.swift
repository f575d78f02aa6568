/// Makes people in groups that are easily taken for one another: families, fathers and sons of one name, colleagues, namesakes.
struct CorpusPeople {
    private var random: SplitMix
    private var serial = 0
    /// People of whom no number or address tells: each of these must be the only one of its name.
    private var bareNames: Set<String> = []

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    /// The next group.
    mutating func group() -> [CorpusPerson] {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<34: family()
        case 34..<46: fatherAndSon()
        case 46..<64: colleagues()
        case 64..<76: namesakes()
        case 76..<80: swapped()
        case 80..<86: companies()
        case 86..<95: [sparse()]
        default: [foreigner()]
        }
    }

    private mutating func pick<T>(_ list: [T]) -> T { list[Int.random(in: 0..<list.count, using: &random)] }

    private mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func number(_ place: CorpusPerson.Place, _ number: CorpusNumber? = nil) -> CorpusPerson.Line {
        CorpusPerson.Line(
            place: place, number: number ?? CorpusNumber.random(mobile: place == .cell, &random),
            spelling: Int.random(in: 0..<CorpusNumber.spellings, using: &random))
    }

    private mutating func mail() -> String {
        serial += 1
        return pick(["info", "kontakt", "me", "post"]) + "\(serial)@"
            + pick(["example.org", "example.com", "mail.example"])
    }

    private mutating func text(_ words: Int) -> String {
        (0..<words).map { _ in pick(CorpusWords.words) }.joined(separator: " ")
    }

    private mutating func day() -> [Int] {
        [
            Int.random(in: 1931...2015, using: &random), Int.random(in: 1...12, using: &random),
            Int.random(in: 1...28, using: &random),
        ]
    }

    private mutating func person(_ family: String? = nil, _ given: String? = nil) -> CorpusPerson {
        var person = CorpusPerson()
        person.family = family ?? pick(CorpusWords.family)
        person.given = given ?? pick(CorpusWords.given)
        if happens(8) { person.middle = pick(["Maria", "Josef", "J.", "Anna", "Karl"]) }
        if happens(5) { person.prefix = pick(["Dr.", "Prof.", "Frau"]) }
        if happens(10) { person.nickname = pick(["Kiki", "Bob", "Hansi", "Lulu", "Opa"]) }
        person.isFamilyFirst = happens(10)
        if happens(25) { person.picture = picture() }
        if happens(30) { person.note = text(Int.random(in: 3...40, using: &random)) }
        return person
    }

    /// Anything in base64.
    private mutating func picture() -> String {
        let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        return String((0..<200).map { _ in signs[Int.random(in: 0..<64, using: &random)] })
    }

    private mutating func place() -> [String] {
        [
            pick(CorpusWords.streets) + " \(Int.random(in: 1...199, using: &random))", pick(CorpusWords.cities),
            String(Int.random(in: 10_000...99_999, using: &random)),
        ]
    }

    /// One landline, one house, often one e-mail address; each with another given name.
    private mutating func family() -> [CorpusPerson] {
        let (name, home, house) = (pick(CorpusWords.family), number(.home), place())
        let shared = happens(20) ? mail() : nil
        var givens: [String] = []
        for _ in 0..<Int.random(in: 2...4, using: &random) {
            let given = pick(CorpusWords.given)
            if !givens.contains(given) { givens.append(given) }
        }
        return givens.map { given in
            var one = person(name, given)
            one.lines = [number(.home, home.number)]
            if happens(75) { one.lines.insert(number(.cell), at: happens(50) ? 0 : 1) }
            if happens(20) { one.lines.append(number(.work)) }
            if let shared { one.mails.append((.home, shared)) }
            if happens(50) { one.mails.append((.home, mail())) }
            if happens(60) { one.address = house }
            if happens(40) { one.birthday = day() }
            return one
        }
    }

    /// One name, one landline, one house; the mobiles differ, often the birthdays, sometimes a suffix.
    private mutating func fatherAndSon() -> [CorpusPerson] {
        let (name, given, home, house) = (pick(CorpusWords.family), pick(CorpusWords.given), number(.home), place())
        let (hasSuffixes, hasDays) = (happens(30), happens(50))
        return ["sen.", "jun."].map { suffix in
            var one = person(name, given)
            (one.middle, one.prefix, one.isFamilyFirst) = ("", "", false)
            one.lines = [number(.home, home.number), number(.cell)]
            if happens(50) { one.lines.swapAt(0, 1) }
            if hasSuffixes { one.suffix = suffix }
            if hasDays { one.birthday = day() }
            if happens(40) { one.mails = [(.home, mail())] }
            if happens(60) { one.address = house }
            return one
        }
    }

    /// One switchboard, one company; some have nothing else, some share a name.
    private mutating func colleagues() -> [CorpusPerson] {
        serial += 1
        let (company, board) = (pick(CorpusWords.companies) + " \(serial)", number(.work))
        var names: Set<String> = []
        var people: [CorpusPerson] = []
        for _ in 0..<Int.random(in: 3...14, using: &random) {
            var one = person()
            guard names.insert(one.family + "," + one.given).inserted else { continue }
            one.organisation = company
            if happens(40) { one.title = pick(["Manager", "Buchhaltung", "Sales", "Geschäftsführer"]) }
            one.lines = [number(.work, board.number)]
            if happens(50) { one.mails = [(.work, mail())] }
            if happens(40) { one.lines.append(number(.cell)) }
            people.append(one)
        }
        guard happens(40), let first = people.first else { return people }
        // Two of one name at one switchboard: their addresses tell them apart.
        var other = person(first.family, first.given)
        (other.middle, other.prefix) = (first.middle, first.prefix)
        other.organisation = company
        other.lines = [number(.work, board.number)]
        other.mails = [(.work, mail())]
        if people[0].mails.isEmpty { people[0].mails = [(.work, mail())] }
        return people + [other]
    }

    /// One name and nothing else in common.
    private mutating func namesakes() -> [CorpusPerson] {
        let (name, given) = (pick(CorpusWords.family), pick(CorpusWords.given))
        return (0..<Int.random(in: 2...3, using: &random)).map { _ in
            var one = person(name, given)
            if happens(80) { one.lines.append(number(.cell)) }
            if happens(30) { one.lines.append(number(.home)) }
            if one.lines.isEmpty || happens(40) { one.mails.append((.home, mail())) }
            if happens(30) { one.birthday = day() }
            return one
        }
    }

    /// Simon Martin and Martin Simon in one office: swapping the names would make one of the other.
    private mutating func swapped() -> [CorpusPerson] {
        let names = ["Martin", "Thomas", "Peter", "Simon", "Paul", "Kim"]
        let board = number(.work)
        let first = pick(names)
        let second = pick(names.filter { $0 != first })
        return [(first, second), (second, first)].map { family, given in
            var one = person(family, given)
            (one.middle, one.prefix) = ("", "")
            one.lines = [number(.work, board.number), number(.cell)]
            if happens(50) { one.mails = [(.work, mail())] }
            return one
        }
    }

    /// Branches of a company: cards without a person.
    private mutating func companies() -> [CorpusPerson] {
        let name = pick(CorpusWords.companies)
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in
            var one = CorpusPerson()
            one.organisation = name
            one.lines = [number(.work)]
            if happens(40) { one.mails = [(.work, mail())] }
            if happens(50) { one.address = place() }
            return one
        }
    }

    /// A name and one thing more.
    private mutating func sparse() -> CorpusPerson {
        var one = person()
        (one.note, one.middle, one.prefix, one.nickname) = (nil, "", "", nil)
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<10: one.lines = [number(.cell)]
        case 10..<14: one.lines = [number(.home)]
        case 14..<17: one.mails = [(.home, mail())]
        default:
            let names = [one.family, one.given].sorted().joined(separator: " ")
            if !bareNames.insert(names).inserted { one.lines = [number(.cell)] }
            if happens(70) { one.birthday = day() } else { one.address = place() }
        }
        return one
    }

    private mutating func foreigner() -> CorpusPerson {
        let name = pick(CorpusWords.foreign)
        var one = person(name.family, name.given)
        (one.middle, one.prefix) = ("", "")
        one.lines = [number(.cell)]
        if happens(50) { one.lines.append(number(.home)) }
        if happens(50) { one.mails = [(.home, mail())] }
        return one
    }
}
