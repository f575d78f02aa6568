/// The cards of a person: as clients keep them upstream, and as a phone holds them.
enum CorpusCard {
    /// How clients write cards.
    static let clients = 3

    /// A card as one of several clients writes it (vCard 3.0).
    static func upstream(_ person: CorpusPerson, uid: String, client: Int) -> String {
        func types(_ place: CorpusPerson.Place, _ more: [String]) -> [String] {
            let own = [place.rawValue.uppercased()] + more
            return switch client {
            case 0: own.map { "type=\($0)" } + ["type=pref"]
            case 1: ["TYPE=" + own.map { $0.lowercased() }.joined(separator: ",")]
            default: ["TYPE=\(own[0])"]
            }
        }
        var lines = [
            CorpusLine("VERSION", values: ["3.0"]), CorpusLine("PRODID", values: ["-//Corpus//Client \(client)//EN"]),
            CorpusLine("UID", values: [uid]),
        ]
        lines += common(person, isFolded: false, types: types)
        if let nickname = person.nickname { lines.append(CorpusLine("NICKNAME", values: [nickname])) }
        lines.append(CorpusLine("REV", values: ["2024-03-01T12:00:00Z"], isRaw: true))
        if let picture = person.picture {
            lines.append(CorpusLine("PHOTO", ["ENCODING=b", "TYPE=JPEG"], values: [picture], isRaw: true))
        }
        return card(lines, isOld: false)
    }

    /// The card that a phone holds after its losses. The person has lost fields already; here it loses spelling.
    static func held(
        _ person: CorpusPerson, _ losses: Set<PhoneLoss>, uid: String?, isOld: Bool, _ random: inout SplitMix
    ) -> String {
        func types(_ place: CorpusPerson.Place, _ more: [String]) -> [String] {
            if losses.contains(.dropsTypes) { return [] }
            let own = [place.rawValue] + (losses.contains(.upperCasesTypes) ? more + ["VOICE"] : more)
            let spelt = own.map { losses.contains(.upperCasesTypes) || isOld ? $0.uppercased() : $0 }
            return isOld ? spelt : spelt.map { "TYPE=" + $0 }
        }
        var lines = common(person, isFolded: losses.contains(.foldsName), losses, types: types)
        if losses.contains(.reorders) { lines.shuffle(using: &random) }
        if let picture = person.picture {
            let parameters = isOld ? ["ENCODING=BASE64", "JPEG"] : ["ENCODING=b", "TYPE=JPEG"]
            // The old grammar ends a picture with an empty line.
            lines.append(CorpusLine("PHOTO", parameters, values: [picture + (isOld ? "\r\n" : "")], isRaw: true))
        }
        if let uid { lines.append(CorpusLine("UID", values: [uid])) }
        return card([CorpusLine("VERSION", values: [isOld ? "2.1" : "3.0"])] + lines, isOld: isOld)
    }

    private static func card(_ lines: [CorpusLine], isOld: Bool) -> String {
        "BEGIN:VCARD\r\n" + lines.map { $0.text(isOld: isOld) }.joined() + "END:VCARD\r\n"
    }

    private static func common(
        _ person: CorpusPerson, isFolded: Bool, _ losses: Set<PhoneLoss> = [],
        types: (CorpusPerson.Place, [String]) -> [String]
    ) -> [CorpusLine] {
        func letters(_ text: String) -> String { PhoneLoss.letters(losses, text) }
        var lines: [CorpusLine] = []
        if !isFolded {
            let name = [person.family, person.given, person.middle, person.prefix, person.suffix]
            lines.append(CorpusLine("N", values: name.map(letters)))
        }
        let shown = letters(person.shownName)
        let isCut = losses.contains(.truncatesName)
        lines.append(CorpusLine("FN", values: [isCut ? PhoneLoss.cut(shown, PhoneLoss.keptName) : shown]))
        for line in person.lines {
            var text = line.number.text(line.spelling)
            if losses.contains(.normalisesNumbers) { text = String(text.filter { $0.isNumber || $0 == "+" }) }
            lines.append(CorpusLine("TEL", types(line.place, []), values: [text]))
        }
        for mail in person.mails {
            lines.append(CorpusLine("EMAIL", types(mail.place, ["INTERNET"]), values: [mail.text]))
        }
        if let address = person.address {
            let parts = ["", "", address[0], address[1], "", address[2], ""].map(letters)
            lines.append(CorpusLine("ADR", types(.home, []), values: parts))
        }
        if let organisation = person.organisation { lines.append(CorpusLine("ORG", values: [letters(organisation)])) }
        if let title = person.title { lines.append(CorpusLine("TITLE", values: [letters(title)])) }
        if let day = person.birthday {
            let digits = day.map { $0 < 10 ? "0\($0)" : String($0) }
            lines.append(CorpusLine("BDAY", values: [digits.joined(separator: "-")], isRaw: true))
        }
        if let note = person.note { lines.append(CorpusLine("NOTE", values: [letters(note)])) }
        return lines
    }

}
