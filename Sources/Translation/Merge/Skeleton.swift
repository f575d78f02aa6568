/// A text without what devices take from letters: case, accents, the signs that their character sets lack.
///
/// Equal for most spellings of one name: "Łódź", "Lodz"; "Müller", "Mueller". It proves nothing alone.
struct Skeleton: Hashable, Sendable {
    /// Lower case, one blank between words. `?` and U+FFFD stand for any letter.
    let scalars: [Unicode.Scalar]

    /// The skeleton of a text.
    init(_ text: String) {
        var out: [Unicode.Scalar] = []
        for scalar in TextPatch.collapsed(text).lowercased().unicodeScalars {
            // Combining marks stand behind their letters.
            if (0x0300...0x036F).contains(scalar.value) { continue }
            let plain = Skeleton.plain[scalar] ?? scalar
            if let last = out.last, Skeleton.isDigraph(last, plain) { continue }
            out.append(plain)
        }
        scalars = out
    }

    /// True when there is nothing in it.
    var isEmpty: Bool { scalars.isEmpty }

    /// True when one text is another with plainer letters, and is spelt with fewer of those that devices lack.
    static func isFlattened(_ kept: String, of full: String) -> Bool {
        func rare(_ text: String) -> Int { text.unicodeScalars.count { $0.value >= 0x80 } }
        return rare(kept) < rare(full) && Skeleton(kept).isSame(as: Skeleton(full))
    }

    /// As a text.
    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// "ae", "oe", "ue" and "ss" are how some devices write what others write with one letter.
    private static func isDigraph(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
        (second == "e" && (first == "a" || first == "o" || first == "u")) || (first == "s" && second == "s")
    }

    /// Equal, where a question mark is any letter.
    func isSame(as other: Skeleton) -> Bool { scalars.count == other.scalars.count && isBeginning(of: other) }

    /// True when it can be what is left of `full` after a cut behind at least so many characters.
    func isCut(of full: Skeleton, least: Int) -> Bool {
        scalars.count >= least && scalars.count < full.scalars.count && isBeginning(of: full)
    }

    private func isBeginning(of full: Skeleton) -> Bool {
        scalars.count <= full.scalars.count && zip(scalars, full.scalars).allSatisfy(Skeleton.matches)
    }

    private static func matches(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        left == right || isUnknown(left) || isUnknown(right)
    }

    private static func isUnknown(_ scalar: Unicode.Scalar) -> Bool { scalar == "?" || scalar == "\u{FFFD}" }

    /// What is left of a text when all letters beyond ASCII, and the signs that stand for them, are gone: the same whether a
    /// device has lost them or not.
    static func ascii(_ text: String) -> String {
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar.value < 0x80 && scalar != "?" { view.append(scalar) }
        return TextPatch.collapsed(String(view).lowercased())
    }

    private static let plain: [Unicode.Scalar: Unicode.Scalar] = {
        var table: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (plain, accented) in letters {
            for scalar in accented.unicodeScalars { table[scalar] = plain }
        }
        return table
    }()

    /// Latin letters of Unicode's first blocks, and Greek ones, by what they are without their marks.
    private static let letters: [(plain: Unicode.Scalar, accented: String)] = [
        ("a", "àáâãäåæāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
        ("b", "ḃḅḇ"),
        ("c", "çćĉċčḉ"),
        ("d", "ðďđḋḍḏḑḓ"),
        ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
        ("f", "ƒḟ"),
        ("g", "ĝğġģǧǵḡ"),
        ("h", "ĥħȟḣḥḧḩḫẖ"),
        ("i", "ìíîïĩīĭįıǐȉȋḭḯỉị"),
        ("j", "ĵǰ"),
        ("k", "ķĸǩḱḳḵ"),
        ("l", "ĺļľłḷḹḻḽ"),
        ("m", "ḿṁṃ"),
        ("n", "ñńņňŋǹṅṇṉṋ"),
        ("o", "òóôõöøōŏőœơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"),
        ("p", "ṕṗ"),
        ("r", "ŕŗřȑȓṙṛṝṟ"),
        ("s", "ßśŝşšșṡṣṥṧṩ"),
        ("t", "þţťŧțṫṭṯṱẗ"),
        ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
        ("v", "ṽṿ"),
        ("w", "ŵẁẃẅẇẉẘ"),
        ("x", "ẋẍ"),
        ("y", "ýÿŷȳẏẙỳỵỷỹ"),
        ("z", "źżžẑẓẕ"),
        ("α", "ά"),
        ("ε", "έ"),
        ("η", "ή"),
        ("ι", "ίϊ"),
        ("ο", "ό"),
        ("υ", "ΰϋύ"),
        ("ω", "ώ"),
    ]
}
