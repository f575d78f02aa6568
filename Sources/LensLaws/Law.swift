/// A law of the lens, which holds for whatever a seed makes of resources, devices and edits.
public struct Law: Sendable, CustomStringConvertible {
    /// What it says, in a few words, with the format it is tried in.
    public let name: String
    private let judge: @Sendable (UInt64, inout Findings) throws -> Void

    init(_ name: String, _ judge: @escaping @Sendable (UInt64, inout Findings) throws -> Void) {
        self.name = name
        self.judge = judge
    }

    /// Its name.
    public var description: String { name }

    /// What of it does not hold for a seed; empty when all does. The same seed is the same case on every machine.
    public func broken(by seed: UInt64) -> [String] {
        var findings = Findings(seed: seed)
        do {
            try judge(seed, &findings)
        } catch {
            findings.expect(false, "threw \(error)")
        }
        return findings.lines
    }
}

/// What a case has shown.
struct Findings {
    let seed: UInt64
    private(set) var lines: [String] = []

    init(seed: UInt64) { self.seed = seed }

    /// Notes what does not hold. The words are only made when they are needed.
    mutating func expect(_ holds: Bool, _ words: @autoclosure () -> String = "", line: UInt = #line) {
        if !holds { lines.append("seed \(seed), line \(line): \(words())") }
    }
}

/// All laws.
public enum Laws {
    /// In a fixed order, by format.
    public static let all: [Law] =
        SyntaxLaws.all + ContactLaws.all + ContactOrderLaws.all + CalendarLaws.all + CalendarWearLaws.all
        + CalendarOccurrenceLaws.all + NoteLaws.all + SIFContactLaws.all + SIFCalendarLaws.all + RestoreLaws.all
}
