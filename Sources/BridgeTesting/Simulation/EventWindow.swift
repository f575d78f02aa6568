import SyncTypes

/// The events that a phone is to show, in the world's own words: nothing here is shared with the product.
public struct EventWindow: Hashable, Sendable {
    /// Where an event is.
    public enum Place: Hashable, Sendable {
        case inside, outside
        /// So near an edge that it depends on how days are counted.
        case near
    }

    /// Hours since 1970; nil: there is no such edge.
    let first: Int?
    let last: Int?
    /// A digit: items whose number has it are outside, whatever their time; nil: none.
    var leftOut: String?
    /// Bytes beyond which an item may be left out; nil: any length will do.
    var longest: Int?
    /// What is left out may be there all the same, in step.
    var mayStay = false

    /// Hours by which edges may be counted otherwise.
    private static let doubt = 36

    /// A window of so many days before and after a time, as an administrator writes it; nil for all events.
    public init?(_ setting: String, now: Int64) {
        guard setting != "all" else { return nil }
        var sides: [Int?] = []
        var digits = ""
        for character in setting + "." {
            if character == "." {
                sides.append(Int(digits))
                digits = ""
            } else {
                digits.append(character)
            }
        }
        let hour = Int(now / 3600)
        first = sides.first.flatMap { $0 }.map { hour + $0 * 24 }
        last = sides.count > 2 ? sides[2].map { hour + $0 * 24 } : nil
    }

    /// Everything but items whose number has a digit, of whatever number for "". Notes have no filter by number. `mayStay`: what is left
    /// out may be there all the same.
    init(leftOut: String, mayStay: Bool = false) {
        (first, last) = (nil, nil)
        self.leftOut = leftOut
        self.mayStay = mayStay
    }

    /// Everything but items of more bytes than this in the phone's format, which has up to four times as many as the server's.
    init(longest: Int) {
        (first, last) = (nil, nil)
        self.longest = longest / 4
        mayStay = true
    }

    private init(first: Int?, last: Int?, leftOut: String?, longest: Int?, mayStay: Bool) {
        (self.first, self.last, self.leftOut, self.mayStay) = (first, last, leftOut, mayStay)
        self.longest = longest
    }

    /// What is inside of both; nil: all events.
    static func both(_ one: EventWindow?, _ other: EventWindow?) -> EventWindow? {
        guard let one, let other else { return one ?? other }
        return EventWindow(
            first: [one.first, other.first].compactMap(\.self).max(),
            last: [one.last, other.last].compactMap(\.self).min(),
            leftOut: one.leftOut ?? other.leftOut,
            longest: [one.longest, other.longest].compactMap(\.self).min(), mayStay: one.mayStay || other.mayStay)
    }

    /// True for an item that may be longer than the phone wants.
    func isTooLong(_ text: ItemText) -> Bool { longest.map { text.bytes.count > $0 } ?? false }

    /// True for an item that is outside for its number or its length.
    func leavesOut(_ text: ItemText) -> Bool {
        if isTooLong(text) { return true }
        guard let leftOut else { return false }
        if leftOut.isEmpty { return true }
        guard let identity = text.identity, !text.isNote else { return false }
        return "\(identity)".contains(leftOut)
    }

    /// Where an event that lasts an hour or a few is. Other items are inside.
    public func place(of text: ItemText) -> Place {
        if leavesOut(text), !mayStay { return .outside }
        let usual = leavesOut(text) ? Place.near : .inside
        guard let start = text.values(of: .start).first, let hour = Self.hour(start) else { return usual }
        var place = usual
        for distance in [first.map { hour - $0 }, last.map { $0 - hour }].compactMap(\.self) {
            if distance < -Self.doubt { return .outside }
            if distance <= Self.doubt { place = .near }
        }
        return place
    }

    /// The time of an hour since 1970, as 20231114T220000Z.
    static func time(_ hour: Int) -> String {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        var days = hour / 24
        var year = 1970
        func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        while days >= (isLeap(year) ? 366 : 365) {
            days -= isLeap(year) ? 366 : 365
            year += 1
        }
        var month = 1
        for length in [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
            guard days >= length else { break }
            days -= length
            month += 1
        }
        return "\(year)\(two(month))\(two(days + 1))T\(two(hour % 24))0000Z"
    }

    /// The hour of a time like 20231114T221300, since 1970; nil when it is none. Days are counted one month after another.
    static func hour(_ time: String) -> Int? {
        let digits = time.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }.map { Int($0) - 0x30 }
        guard digits.count >= 10 else { return nil }
        func number(_ places: Range<Int>) -> Int { digits[places].reduce(0) { $0 * 10 + $1 } }
        let (year, month) = (number(0..<4), number(4..<6))
        guard year >= 1970, (1...12).contains(month) else { return nil }
        func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        var days = (1970..<year).reduce(0) { $0 + (isLeap($1) ? 366 : 365) }
        let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        days += lengths.prefix(month - 1).reduce(0, +) + number(6..<8) - 1
        return days * 24 + number(8..<10)
    }
}

extension ItemText {
    /// True for a note in any form.
    fileprivate var isNote: Bool {
        if bare != nil || root == "note" { return true }
        return lines.contains { $0.name == "BEGIN" && ($0.raw == "VJOURNAL" || $0.raw == "VNOTE") }
    }
}

/// What the administrator has set.
struct EventWindows: Sendable {
    var ofAccount: String?
    var ofDevices: [String: String] = [:]

    /// The window of a device; nil: it shows all events.
    func of(_ device: String, now: Int64) -> EventWindow? {
        (ofDevices[device] ?? ofAccount).flatMap { EventWindow($0, now: now) }
    }
}
