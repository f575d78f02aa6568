/// What a device's clock may do to every time it sends (design, "Matching" and section 5): the caller decides whose doing a shift is.
extension Lens {
    /// Seconds by which a text of the device begins and ends later than another of the same item. Nil when it does not, when only
    /// one end moved, and for items without a time of day.
    public func timeShift(of text: [UInt8], from other: [UInt8]) -> Int? { kindLens.timeShift(of: text, from: other) }

    /// True when a text is another one that begins and ends so many seconds later, and nothing else.
    public func isMerely(_ text: [UInt8], _ other: [UInt8], shiftedBy seconds: Int) -> Bool {
        kindLens.shifted(other, by: seconds).map { isSame(text, $0) } ?? false
    }

    /// A text of the device that begins and ends so many seconds later; as it is when it cannot be moved.
    public func shifted(_ text: [UInt8], by seconds: Int) -> [UInt8] { kindLens.shifted(text, by: seconds) ?? text }

    /// A device's text as it was meant on the day it came: it is this that is kept and compared.
    public func meant(_ text: [UInt8]) -> [UInt8] { DeviceClock.meant(text, context) }

    /// What an event is called, for pairing events whose times do not agree; nil for other items.
    public func title(of text: [UInt8]) -> String? { kindLens.title(of: text) }
}
