/// What a content line is made of: never changed, so that all copies of a line share it.
final class LineParts: Hashable, Sendable {
    let group: String?
    let name: String
    /// The name in upper case.
    let key: String
    let parameters: [Parameter]
    let value: ArraySlice<UInt8>
    let original: ArraySlice<UInt8>?
    let impliesQuotedPrintable: Bool

    init(
        _ group: String?, _ name: String, _ parameters: [Parameter], _ value: ArraySlice<UInt8>,
        _ original: ArraySlice<UInt8>? = nil, _ impliesQuotedPrintable: Bool = false, key: String? = nil
    ) {
        self.group = group
        self.name = name
        self.key = key ?? ASCII.uppercased(name)
        self.parameters = parameters
        self.value = value
        self.original = original
        self.impliesQuotedPrintable = impliesQuotedPrintable
    }

    /// True when both say the same in the same words, wherever they were read.
    func says(_ other: LineParts) -> Bool {
        self === other
            || name == other.name && group == other.group && value == other.value && parameters == other.parameters
                && impliesQuotedPrintable == other.impliesQuotedPrintable
    }

    static func == (left: LineParts, right: LineParts) -> Bool {
        left === right || left.original == right.original && left.says(right)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(value)
    }
}
