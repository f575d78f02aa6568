/// What a content line is made of: never changed, so that all copies of a line share it.
final class LineParts: Hashable, Sendable {
    let head: LineHead
    let value: ArraySlice<UInt8>
    let original: ArraySlice<UInt8>?
    let impliesQuotedPrintable: Bool

    init(
        _ head: LineHead, _ value: ArraySlice<UInt8>, _ original: ArraySlice<UInt8>? = nil,
        _ impliesQuotedPrintable: Bool = false
    ) {
        self.head = head
        self.value = value
        self.original = original
        self.impliesQuotedPrintable = impliesQuotedPrintable
    }

    /// True when both say the same in the same words, wherever they were read.
    func says(_ other: LineParts) -> Bool {
        self === other
            || value == other.value && head == other.head && impliesQuotedPrintable == other.impliesQuotedPrintable
    }

    static func == (left: LineParts, right: LineParts) -> Bool {
        left === right || left.original == right.original && left.says(right)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(head.name)
        hasher.combine(value)
    }
}
