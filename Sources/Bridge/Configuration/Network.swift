import Glibc

/// An IP address or a network of them (RFC 4632): `10.0.0.0/8`, `::1`.
public struct Network: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16 bytes, the bits behind the prefix cleared.
    private let bytes: [UInt8]
    /// Bits that count.
    private let prefix: Int

    /// The addresses of this machine.
    public static let loopback = [Network(bytes: [127, 0, 0, 0], prefix: 8), Network(bytes: oneInIPv6, prefix: 128)]

    private static let oneInIPv6: [UInt8] = Array(repeating: 0, count: 15) + [1]

    /// Reads an address, or an address and a prefix length behind a slash. Nil for anything else, names included.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = Network.address(String(first)) else { return nil }
        var prefix = bytes.count * 8
        if parts.count == 2 {
            guard let written = Int(parts[1]), (0...prefix).contains(written) else { return nil }
            prefix = written
        }
        self.init(bytes: bytes, prefix: prefix)
    }

    private init(bytes: [UInt8], prefix: Int) {
        self.prefix = prefix
        self.bytes = bytes.indices.map { index in
            let kept = max(0, min(8, prefix - index * 8))
            return kept == 0 ? 0 : bytes[index] & (0xFF << UInt8(8 - kept))
        }
    }

    /// 4 or 16 bytes; an IPv4 address mapped into IPv6 is an IPv4 address (RFC 4291 section 2.5.5.2).
    private static func address(_ text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var sixteen = in6_addr()
        guard inet_pton(AF_INET6, text, &sixteen) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: sixteen) { Array($0) }
        let mapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return mapped ? Array(bytes[12...]) : bytes
    }

    /// True when every address of the other is one of this.
    public func contains(_ other: Network) -> Bool {
        guard bytes.count == other.bytes.count, prefix <= other.prefix else { return false }
        return Network(bytes: other.bytes, prefix: prefix) == self
    }

    /// `10.0.0.0/8`.
    public var description: String {
        let separator = bytes.count == 4 ? "." : ":"
        let text =
            bytes.count == 4
            ? bytes.map { String($0) }.joined(separator: separator)
            : stride(from: 0, to: 16, by: 2).map {
                String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16)
            }.joined(separator: separator)
        return "\(text)/\(prefix)"
    }
}
