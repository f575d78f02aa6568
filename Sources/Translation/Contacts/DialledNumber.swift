/// A telephone number as what is dialled: the same however a country, an area and a trunk zero are written.
struct DialledNumber: Hashable, Sendable {
    /// Digits without zeros at the beginning.
    let digits: String

    /// Digits below which a number is only itself (an emergency call, an extension).
    private static let least = 6

    /// Reads a number as it was written; nil when it has no digits.
    init?(_ text: String) {
        // "+49 (0)30": the zero is for those who dial without the country.
        let bare = text.replacing("(0)", with: "")
        let all = bare.unicodeScalars.filter { (0x30...0x39).contains($0.value) }
        let digits = all.drop { $0 == "0" }
        guard !digits.isEmpty else { return nil }
        self.digits = String(String.UnicodeScalarView(digits))
    }

    /// True when both reach the same telephone: one is the end of the other, or they differ in a trunk zero behind the country,
    /// or in no more than what stands before nine digits (a Russian 8 for +7).
    func reaches(_ other: DialledNumber) -> Bool {
        if digits == other.digits { return true }
        let (own, theirs) = (Array(digits.utf8), Array(other.digits.utf8))
        var common = 0
        while common < min(own.count, theirs.count), own[own.count - 1 - common] == theirs[theirs.count - 1 - common] {
            common += 1
        }
        guard common >= Self.least else { return false }
        let (rest, otherRest) = (own.dropLast(common), theirs.dropLast(common))
        let zero = UInt8(ascii: "0")
        return rest.isEmpty || otherRest.isEmpty || common >= 9 || rest.elementsEqual(otherRest + [zero])
            || otherRest.elementsEqual(rest + [zero])
    }

    /// Its end: equal for numbers that reach the same telephone, unless one of them is too short to tell.
    var end: String { String(digits.suffix(Self.least)) }
}
