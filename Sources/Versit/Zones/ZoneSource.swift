import Glibc
import Synchronization

/// Where time zone rules come from, by IANA name: reading files is the caller's affair, so the lens is given this.
public struct ZoneSource: Sendable {
    private let load: @Sendable (String) -> TimeZoneRules?

    /// A source that asks `load`; nil means the name is not known.
    public init(_ load: @escaping @Sendable (String) -> TimeZoneRules?) { self.load = load }

    /// The rules of a zone by any spelling of its name: IANA name, a Windows name ("W. Europe Standard Time"), or a path
    /// that ends in an IANA name ("/freeassociation.sourceforge.net/Europe/Berlin"); nil when none fits.
    public func callAsFunction(_ name: String) -> TimeZoneRules? {
        if let rules = load(name) { return rules }
        if let name = WindowsZones.ianaName(for: name) { return load(name) }
        let segments = name.split(separator: "/")
        guard segments.count >= 2 else { return nil }
        for count in [3, 2] where segments.count > count || (segments.count == count && name.hasPrefix("/")) {
            if let rules = load(segments.suffix(count).joined(separator: "/")) { return rules }
        }
        return nil
    }

    /// The rules of a zone by its exact name; nil when that is not known.
    public func exactly(_ name: String) -> TimeZoneRules? { load(name) }

    /// Knows no zone but UTC.
    public static let none = ZoneSource { $0 == "UTC" || $0 == "Etc/UTC" ? .utc : nil }

    /// Reads the compiled files of the operating system (`/usr/share/zoneinfo`), each once.
    public static let system = ZoneSource.files(in: "/usr/share/zoneinfo")

    /// Reads compiled files below a folder, each once for the life of the value; a name that is no plain relative path
    /// of letters, digits, `_`, `+` and `-` is never opened.
    public static func files(in folder: String) -> ZoneSource {
        let cache = ZoneCache()
        return ZoneSource { name in
            cache.value(name) {
                guard isPlainName(name), let bytes = contents(of: folder + "/" + name) else { return nil }
                return try? TimeZoneRules(tzif: bytes, name: name)
            }
        }
    }

    /// True for what may be a file below the zone folder: no empty, hidden or parent segment, nothing odd.
    static func isPlainName(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count) else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { segment in
            guard let first = segment.utf8.first, isLetterOrDigit(first) else { return false }
            return segment.utf8.allSatisfy {
                isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
            }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// A regular file's bytes, at most 256 KiB.
    private static func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size > 0, status.st_size <= 256 * 1024
        else { return nil }
        let size = Int(status.st_size)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
                guard got > 0 else { break }
                count += got
            }
        }
        return bytes.count == size ? bytes : nil
    }
}

/// Remembers what was read, known and unknown names alike; bounded, since names come from peers.
private final class ZoneCache: Sendable {
    private let entries = Mutex<[String: TimeZoneRules?]>([:])

    func value(_ name: String, load: () -> TimeZoneRules?) -> TimeZoneRules? {
        if let known = entries.withLock({ $0[name] }) { return known }
        let loaded = load()
        entries.withLock { entries in
            if entries.count >= 1000 { entries.removeAll() }
            entries[name] = .some(loaded)
        }
        return loaded
    }
}
