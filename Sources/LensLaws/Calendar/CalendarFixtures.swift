import SyncTypes
import Translation
import Versit

/// Bodies, devices and zones of our own making.
public enum CalendarFixtures {
    /// A zone with one rule for summer and one for winter.
    public static func zone(_ name: String, _ posix: String) -> TimeZoneRules {
        guard let footer = PosixZone(parsing: posix) else { return .utc }
        return TimeZoneRules(name: name, initial: footer.standard, footer: footer)
    }

    /// Central European time.
    public static let berlin = zone("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3")
    /// Eastern time.
    public static let newYork = zone("America/New_York", "EST5EDT,M3.2.0,M11.1.0")

    /// What the world knows of zones.
    public static let zones = ZoneSource { name in
        switch name {
        case "Europe/Berlin": berlin
        case "America/New_York": newYork
        case "UTC": .utc
        default: nil
        }
    }

    /// 2026-02-02T02:40:00Z.
    public static let now = DateTime(secondsSince1970: 1_770_000_000)

    /// A phone of vCalendar 1.0 that knows UTC, in Berlin.
    public static func oldPhone(
        _ kind: ItemKind = .event, utc: Bool = true, zone: TimeZoneRules? = berlin, evidence: Evidence = Evidence(),
        adjust: (inout DeviceProfile) -> Void = { _ in }
    ) -> LensContext {
        var profile = DeviceProfile(utc: utc)
        adjust(&profile)
        return LensContext(
            format: .vCalendar10, kind: kind, profile: profile, zone: zone, zones: zones, now: now, evidence: evidence)
    }

    /// A device of iCalendar 2.0 that knows UTC and whose zone nobody told.
    public static func newPhone(_ kind: ItemKind = .event, evidence: Evidence = Evidence()) -> LensContext {
        LensContext(
            format: .iCalendar20, kind: kind, profile: DeviceProfile(utc: true), zones: zones, now: now,
            evidence: evidence)
    }

    /// A device that holds SIF.
    public static func sifDevice(
        _ kind: ItemKind, zone: TimeZoneRules? = berlin, evidence: Evidence = Evidence()
    ) -> LensContext {
        LensContext(
            format: .sif(for: kind), kind: kind, profile: DeviceProfile(), zone: zone, zones: zones, now: now,
            evidence: evidence)
    }

    /// A text with CRLF.
    public static func bytes(_ text: String) -> [UInt8] {
        Array(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8)
    }

    /// Bytes as text with LF.
    public static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.filter { $0 != 0x0D }, as: UTF8.self)
    }

    /// A calendar object around some lines.
    public static func calendar(_ inner: String, version: String = "2.0") -> [UInt8] {
        bytes("BEGIN:VCALENDAR\nVERSION:\(version)\n" + inner + "\nEND:VCALENDAR\n")
    }

    /// An upstream event `e1` with some lines.
    public static func event(_ lines: String) -> [UInt8] {
        calendar(
            "PRODID:-//Own//Test//EN\nBEGIN:VEVENT\nUID:e1\nDTSTAMP:20250101T000000Z\n" + lines + "\nEND:VEVENT")
    }

    /// An upstream task `t1` with some lines.
    public static func todo(_ lines: String) -> [UInt8] {
        calendar("PRODID:-//Own//Test//EN\nBEGIN:VTODO\nUID:t1\nDTSTAMP:20250101T000000Z\n" + lines + "\nEND:VTODO")
    }

    /// An event of vCalendar 1.0.
    public static func oldEvent(_ lines: String) -> [UInt8] {
        calendar("BEGIN:VEVENT\n" + lines + "\nEND:VEVENT", version: "1.0")
    }

    /// The lines that differ, as `-old` and `+new`, in order.
    public static func difference(_ old: [UInt8], _ new: [UInt8]) -> [String] {
        let (before, after) = (text(old).split(separator: "\n"), text(new).split(separator: "\n"))
        var result: [(Int, String)] = []
        for change in after.difference(from: before) {
            switch change {
            case .remove(let offset, let line, _): result.append((offset * 2, "-" + line))
            case .insert(let offset, let line, _): result.append((offset * 2 + 1, "+" + line))
            }
        }
        return result.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

extension [UInt8] {
    /// The text with one piece replaced by another.
    public func replacing(_ old: String, with new: String) -> [UInt8] {
        var result = ""
        var rest = String(decoding: self, as: UTF8.self)[...]
        while let range = rest.firstRange(of: old) {
            result += rest[..<range.lowerBound] + new
            rest = rest[range.upperBound...]
        }
        return Array((result + rest).utf8)
    }
}
