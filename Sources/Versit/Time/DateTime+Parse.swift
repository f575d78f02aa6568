extension DateTime {
    /// Reads every spelling met in the field; nil for what is no date at all.
    ///
    /// Compact and extended forms, mixed (`2005-03-01T100000`), seconds or minutes missing, `T240000` (the next midnight),
    /// fractions of a second (dropped), an offset (`+02:00`, becomes UTC), a space or a lower-case `t` between date and
    /// time, blanks around it. The all-zero date of undated tasks (`00000000T081000Z`, Sony Ericsson) is none.
    /// - Parameter zone: the TZID parameter, which counts only for a time without Z and offset.
    public init?(parsing text: some StringProtocol, zone: String? = nil) {
        var cursor = DigitCursor(text)
        guard let year = cursor.digits(4) else { return nil }
        cursor.skip(UInt8(ascii: "-"))
        guard let month = cursor.digits(2) else { return nil }
        cursor.skip(UInt8(ascii: "-"))
        guard let day = cursor.digits(2) else { return nil }
        if cursor.isAtEnd {
            guard let date = CalendarDay(validYear: year, month: month, day: day) else { return nil }
            self.init(date: date)
            return
        }
        guard cursor.skip(UInt8(ascii: "T")) || cursor.skip(UInt8(ascii: "t")) || cursor.skip(UInt8(ascii: " ")),
            let hour = cursor.digits(2)
        else { return nil }
        cursor.skip(UInt8(ascii: ":"))
        let minute = cursor.digits(2) ?? 0
        cursor.skip(UInt8(ascii: ":"))
        let second = cursor.digits(2) ?? 0
        if cursor.skip(UInt8(ascii: ".")) || cursor.skip(UInt8(ascii: ",")) { cursor.skipDigits() }
        guard
            let local = LocalTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        if cursor.isAtEnd {
            self.init(local, zone.map { .zoned($0) } ?? .floating)
        } else if cursor.skip(UInt8(ascii: "Z")) || cursor.skip(UInt8(ascii: "z")), cursor.isAtEnd {
            self.init(local, .utc)
        } else if let offset = UTCOffset(parsing: cursor.rest) {
            self.init(local.adding(seconds: -offset.seconds), .utc)
        } else {
            return nil
        }
    }
}

/// Reads fixed-width numbers from trimmed ASCII.
struct DigitCursor {
    private var bytes: ArraySlice<UInt8>

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)[...]
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 || last == 0x0D || last == 0x0A {
            bytes.removeLast()
        }
    }

    var isAtEnd: Bool { bytes.isEmpty }
    var rest: String { String(decoding: bytes, as: UTF8.self) }
    var first: UInt8? { bytes.first }

    /// Exactly `count` digits, else nothing is read.
    mutating func digits(_ count: Int) -> Int? {
        guard bytes.count >= count else { return nil }
        var value = 0
        for byte in bytes.prefix(count) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        bytes.removeFirst(count)
        return value
    }

    /// One to nine digits, as many as there are.
    mutating func number() -> Int? {
        let run = bytes.prefix { (0x30...0x39).contains($0) }
        guard !run.isEmpty, run.count <= 9 else { return nil }
        return digits(run.count)
    }

    mutating func skipDigits() {
        while let byte = bytes.first, (0x30...0x39).contains(byte) { bytes.removeFirst() }
    }

    @discardableResult
    mutating func skip(_ byte: UInt8) -> Bool {
        guard bytes.first == byte else { return false }
        bytes.removeFirst()
        return true
    }
}
