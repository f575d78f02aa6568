import SyncTypes
import Versit

/// The name of a file that `?backup` keeps: `<prefix>YYYYMMDDNNNN.<type>`. The counter begins anew with each day and prefix, and has
/// more than four digits from 10,000 on.
public struct BackupFileName: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Prefix and day, which all files of one backup share.
    public let stem: String
    /// From 1.
    public let number: Int
    /// `vcf`, `vcs`, `ics`, `vnt`, `txt`, `sifc`, `sife`, `sift` or `sifn`.
    public let type: String

    /// The name of a file of a format.
    public init(stem: String, number: Int, format: ItemFormat) {
        self.stem = stem
        self.number = number
        self.type = format.fileType
    }

    /// Reads a file's name; nil for one of another form.
    public init?(_ text: String) {
        guard let dot = text.lastIndex(of: ".") else { return nil }
        let type = String(text[text.index(after: dot)...])
        guard ItemFormat.allCases.contains(where: { $0.fileType == type }) else { return nil }
        let name = text[..<dot]
        let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
        // A prefix may end in digits: the day before the counter is a possible one, and a longer counter needs its digits.
        for length in 12...16 where digits >= length {
            let tail = name.suffix(length)
            guard Self.isDay(tail.prefix(8)), let number = Int(tail.dropFirst(8)), number > 0,
                length == 12 || number >= 10_000
            else { continue }
            self.stem = String(name.dropLast(length - 8))
            self.number = number
            self.type = type
            return
        }
        return nil
    }

    /// The file's name.
    public var description: String {
        let digits = String(number)
        return stem + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "." + type
    }

    /// Prefix and day, of seconds since 1970 UTC. Of a prefix letters, digits, `.`, `_` and `-` stay, 40 at most.
    public static func stem(prefix: String, at now: Int64) -> String {
        var kept = FileName.safe(prefix, longest: 40)
        // No hidden files.
        if kept.first == "." { kept = "_" + kept.dropFirst() }
        return kept + DateTime(date: LocalTime(seconds: Int(now)).day).text
    }

    private static func isDay(_ text: Substring) -> Bool {
        guard let year = Int(text.prefix(4)), let month = Int(text.dropFirst(4).prefix(2)),
            let day = Int(text.suffix(2))
        else { return false }
        return (1970...2999).contains(year) && (1...12).contains(month) && (1...31).contains(day)
    }
}

extension ItemFormat {
    /// The last part of the name of a file of this format.
    public var fileType: String {
        switch self {
        case .vCard21, .vCard30, .vCard40: "vcf"
        case .vCalendar10: "vcs"
        case .iCalendar20: "ics"
        case .vNote11: "vnt"
        case .plainText: "txt"
        case .sifC: "sifc"
        case .sifE: "sife"
        case .sifT: "sift"
        case .sifN: "sifn"
        }
    }
}
