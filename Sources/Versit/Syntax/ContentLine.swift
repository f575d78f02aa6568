/// One property: `[group.]name*(;parameter):value`, unfolded, its value still encoded.
///
/// A line keeps its exact bytes (`original`, folding and line ends included) until one of its parts is set.
public struct ContentLine: Hashable, Sendable {
    var parts: LineParts

    /// The group before the dot as spelled ("item1"); nil for none.
    public var group: String? {
        get { parts.head.group }
        set { parts = LineParts(LineHead(newValue, name, parameters, key: key), value, nil, impliesQuotedPrintable) }
    }
    /// The name as spelled; empty for a line that is no property (blank, or without a colon).
    public var name: String {
        get { parts.head.name }
        set { parts = LineParts(LineHead(group, newValue, parameters), value, nil, impliesQuotedPrintable) }
    }
    /// The parameters in their order.
    public var parameters: [Parameter] {
        get { parts.head.parameters }
        set { parts = LineParts(LineHead(group, name, newValue, key: key), value, nil, impliesQuotedPrintable) }
    }
    /// The value: unfolded, soft breaks removed, still transfer-encoded and escaped. A part of the text it was read from, where
    /// nothing was folded.
    public var value: ArraySlice<UInt8> {
        get { parts.value }
        set { parts = LineParts(parts.head, newValue, nil, impliesQuotedPrintable) }
    }
    /// The bytes as read, with all line ends; nil for a new or changed line. A part of the text it was read from.
    public var original: ArraySlice<UInt8>? { parts.original }
    /// The value is quoted-printable although no parameter says so (Siemens SK65).
    var impliesQuotedPrintable: Bool { parts.impliesQuotedPrintable }

    /// A new line with a raw value: what it says is written as it is.
    public init(_ name: String, group: String? = nil, parameters: [Parameter] = [], value: ArraySlice<UInt8>) {
        parts = LineParts(LineHead(group, name, parameters), value)
    }

    /// A new line with a raw ASCII value, such as a date.
    public init(_ name: String, group: String? = nil, parameters: [Parameter] = [], raw: String) {
        self.init(name, group: group, parameters: parameters, value: ArraySlice(raw.utf8))
    }

    /// A line as read.
    init(
        _ head: LineHead, value: ArraySlice<UInt8>, original: ArraySlice<UInt8>, impliesQuotedPrintable: Bool = false
    ) {
        parts = LineParts(head, value, original, impliesQuotedPrintable)
    }

    /// A line as read that is no property.
    init(kept text: ArraySlice<UInt8>, original: ArraySlice<UInt8>) {
        self.init(.none, value: text, original: original)
    }

    /// The name in upper case: names are compared so (RFC 5545 section 1.3).
    public var key: String { parts.head.key }

    /// True for a line that holds a property.
    public var isProperty: Bool { !name.isEmpty }

    /// The first parameter of a name (upper case); nil when absent.
    public func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }

    /// The first value of the first parameter of a name, circumflex escapes decoded; nil when absent.
    public func parameterText(_ name: String, _ dialect: Dialect) -> String? {
        parameter(name)?.values.first.map { ParameterText.decode($0, dialect) }
    }

    /// All values of all TYPE parameters and bare ones, upper case, in their order.
    public var types: [String] {
        let parameters = parameters
        if parameters.count == 1, parameters[0].name == "TYPE", parameters[0].values.allSatisfy(Self.isType) {
            return parameters[0].values
        }
        var found: [String] = []
        for parameter in parameters where parameter.name == "TYPE" {
            for value in parameter.values {
                let types = ASCII.uppercased(value)
                guard types.utf8.contains(UInt8(ascii: ",")) else {
                    if !types.isEmpty { found.append(types) }
                    continue
                }
                // RFC 6350 writes a whole list between quotes, too (section 6.4.1).
                found += types.split(separator: ",").map { LineEnds.trimmed(String($0)) }.filter { !$0.isEmpty }
            }
        }
        return found
    }

    /// True for one type in upper case.
    private static func isType(_ value: String) -> Bool {
        !value.isEmpty && !ASCII.contains(value) { $0 >= 0x61 || $0 == UInt8(ascii: ",") }
    }

    /// True when both say the same in the same words, however they are folded.
    public func isSpelled(like other: ContentLine) -> Bool {
        parts === other.parts || original.map { $0 == other.original } ?? false || parts.says(other.parts)
    }

    /// Replaces all parameters of a name by one, at the place of the first; nil removes them.
    public mutating func setParameter(_ name: String, _ values: [String]?) {
        let place = parameters.firstIndex { $0.name == name } ?? parameters.count
        parameters.removeAll { $0.name == name }
        guard let values, !values.isEmpty else { return }
        parameters.insert(Parameter(name, values), at: min(place, parameters.count))
    }

    /// The value's bytes as text, neither decoded nor unescaped: for dates, rules and other ASCII values.
    public var raw: String { String(decoding: value, as: UTF8.self) }
}
