import Bridge
import Phone
import SyncMLFront

/// What came of one run.
public struct Verdict: Sendable {
    /// The seed that repeats it.
    public let seed: UInt64
    /// What happened.
    public let story: Story
    /// What must not have happened; empty for a good run.
    public let violations: [Violation]
    /// What lies upstream at the end, item by item, without the names and stamps of writing.
    public var picture: [String] = []

    /// The transcript and the violations, for a person who looks for the mistake.
    public var text: String {
        let head = "seed \(seed), \(story.sessions) sessions, hash \(String(story.hash, radix: 16))"
        return ([head] + story.lines + violations.map { "VIOLATION \($0)" }).joined(separator: "\n")
    }
}

/// One thing that must never be so.
public struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// Which promise was broken.
    public let invariant: Invariant
    /// Where and how.
    public let detail: String

    /// A violation.
    public init(_ invariant: Invariant, _ detail: String) {
        self.invariant = invariant
        self.detail = detail
    }

    /// "lost: item 1004 ...".
    public var description: String { "\(invariant.rawValue): \(detail)" }
}

/// The transcript of a run, with counts of what went wrong on purpose.
public struct Story: Sendable {
    /// The number of the plan's step that is at work.
    public var step = 0
    /// Everything that happened, in order.
    public private(set) var lines: [String] = []
    /// Faults that took place, by name.
    public private(set) var faults: [String: Int] = [:]
    /// Decisions of the bridge, by their marks.
    public var marks: [Mark: Int] = [:]
    /// Sessions begun.
    public var sessions = 0
    /// Phones that take part.
    public var phones = 0
    /// Steps in which somebody added, changed or deleted an item.
    public var edits = 0
    /// A hash over all of it and over every byte on the phones' lines.
    public private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Nothing happened yet.
    public init() {}

    /// Writes something down.
    public mutating func tell(_ line: String) {
        lines.append("\(step): \(line)")
        for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// Counts a fault that took place.
    public mutating func count(_ fault: String, _ number: Int = 1) {
        if number > 0 { faults[fault, default: 0] += number }
    }

    /// Takes another hash in.
    mutating func mix(_ other: UInt64) { hash = (hash ^ other) &* 0x100_0000_01b3 }
}

extension HandsetModel {
    /// One line for the transcript.
    var summary: String {
        "\(maker.map { $0.rawValue + ", " } ?? "")\(name), SyncML \(version.rawValue) \(encoding), \(messageSize) bytes, names \(names.rawValue), "
            + "retry \(retry.rawValue), maps \(habits.maps.rawValue), \(holdsSIF ? "SIF" : hasOldFormats ? "old" : "new") formats"
            + (holdsNewCards ? ", vCard 4.0" : "") + (holdsVNotes ? ", vNote" : "")
            + (habits.constantSessionID ? ", always session 1" : "") + (capacity.map { ", room for \($0)" } ?? "")
    }
}

extension Plan.Trouble {
    /// One line for the transcript.
    var summary: String {
        var words = line.sorted { $0.key < $1.key }.map { "message \($0.key) \($0.value.rawValue)" }
        if let first = upstream.min(by: { $0.key < $1.key }) {
            words.append("requests from \(first.key) on, \(upstream.count) times \(first.value.rawValue)")
        }
        if let death { words.append("death \(death)") }
        if !fullAt.isEmpty { words.append("disk full at commits \(fullAt)") }
        return words.joined(separator: ", ")
    }
}
