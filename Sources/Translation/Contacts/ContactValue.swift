/// What one line of a card, or one element of a list in it, means.
///
/// Equal when it is the same for the user: what kind of value it is and its canonical text, whatever the spelling.
struct ContactValue: Hashable, Sendable {
    /// The kinds that tell values of one property apart: HOME, CELL, FAX; without noise such as VOICE, PREF, INTERNET.
    var types: Kinds = []
    /// The canonical text of each component: what is compared.
    var canon: [String]
    /// The text of each component: what is written.
    var parts: [String]
    /// All TYPE values in their order, upper case, noise included.
    var marks: [String] = []
    /// The bytes of a picture.
    var bytes: [UInt8]?
    /// The name of the line it was read from, upper case.
    var name: String
    /// The group of that line.
    var group: String?

    /// Equal kinds and canonical text.
    static func == (left: ContactValue, right: ContactValue) -> Bool {
        left.types == right.types && left.canon == right.canon
    }

    /// Consistent with `==`.
    func hash(into hasher: inout Hasher) {
        hasher.combine(types)
        hasher.combine(canon)
    }

    /// The text of a value with one component.
    var text: String { parts.first ?? "" }

    /// Characters, or bytes of a picture.
    var length: Int { bytes?.count ?? parts.reduce(0) { $0 + $1.unicodeScalars.count } }

    /// Sorted kinds, for evidence: "FAX HOME".
    var qualifier: String { types.words.joined(separator: " ") }
}
