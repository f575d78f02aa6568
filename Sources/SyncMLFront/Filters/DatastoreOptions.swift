/// The options that Synthesis' clients write behind the `?` of a database name: `/dr(-30,90)`, `/li(5)`, `/max(100)`, `/na`, `/slow`,
/// `/fi(FILTER)`, `/tf(FILTER)`. What stands between them is a CGI filter or means nothing.
///
///     options = *( "/" name [ "(" argument ")" ] / byte )
public struct DatastoreOptions: Hashable, Sendable {
    /// One option.
    public enum Option: Hashable, Sendable {
        /// Events with an occurrence between so many days before and after today: two whole numbers.
        case days(first: Int, last: Int)
        /// No item longer than so many kilobytes.
        case kilobytes(Int)
        /// No more items than this.
        case count(Int)
        /// Items without their attachments.
        case withoutAttachments
        /// A slow sync.
        case slowSync
        /// A filter; what does not match leaves the device.
        case filter(String)
        /// A filter on what is sent; what the device holds already stays there.
        case sending(String)
        /// `/o(...)`: a word for one certain server.
        case foreign(String)
    }

    /// The options, in their order.
    public let options: [Option]
    /// What stands beside them.
    public let rest: String

    /// Reads what stands behind the `?`. A filter inside an option ends at the parenthesis that closes it.
    public init(_ query: String) throws(FilterError) {
        var options: [Option] = []
        var rest = ""
        var letters = query[...]
        while let letter = letters.first {
            guard letter == "/" else {
                rest.append(letters.removeFirst())
                continue
            }
            letters.removeFirst()
            let name = letters.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
            letters = letters[name.endIndex...]
            var argument: Substring?
            if letters.first == "(" {
                guard let end = Self.closing(letters) else {
                    throw FilterError(.unbalanced, "the option /\(name.prefix(20)) is not closed")
                }
                argument = letters[letters.index(after: letters.startIndex)..<end]
                letters = letters[letters.index(after: end)...]
            }
            options.append(try Self.option(name.lowercased(), argument.map(String.init)))
        }
        self.options = options
        self.rest = rest
    }

    private static func closing(_ letters: Substring) -> String.Index? {
        var depth = 0
        for index in letters.indices {
            switch letters[index] {
            case "(": depth += 1
            case ")":
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
        }
        return nil
    }

    private static func option(_ name: String, _ argument: String?) throws(FilterError) -> Option {
        switch (name, argument) {
        case ("dr", let argument?):
            let days = argument.split(separator: ",", omittingEmptySubsequences: false).map(number)
            guard days.count == 2, let first = days[0], let last = days[1], first <= last,
                max(abs(first), abs(last)) <= 36_500
            else { throw FilterError(.badValue, "/dr(\(argument.prefix(40))) is no range of days such as /dr(-30,90)") }
            return .days(first: first, last: last)
        case ("li", let argument?):
            guard let size = number(argument[...]), (1...1_000_000).contains(size) else {
                throw FilterError(.badValue, "/li(\(argument.prefix(40))) is no size in kilobytes")
            }
            return .kilobytes(size)
        case ("max", let argument?):
            guard let count = number(argument[...]), (1...10_000_000).contains(count) else {
                throw FilterError(.badValue, "/max(\(argument.prefix(40))) is no number of items")
            }
            return .count(count)
        case ("na", nil): return .withoutAttachments
        case ("slow", nil): return .slowSync
        case ("fi", let argument?): return .filter(argument)
        case ("tf", let argument?): return .sending(argument)
        case ("o", let argument?): return .foreign(argument)
        default: throw FilterError(.unknownOption, "/\(name.prefix(40)) is no option of a database name")
        }
    }

    private static func number(_ digits: Substring) -> Int? {
        var digits = digits
        while digits.first == " " { digits.removeFirst() }
        while digits.last == " " { digits.removeLast() }
        return Int(digits)
    }
}
