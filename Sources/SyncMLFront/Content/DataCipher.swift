/// DES in ECB mode with PKCS#5 padding (FIPS 46-3, FIPS 81, RFC 8018 section 6.1.1): what Funambol clients call `des`.
///
/// It hides nothing from anybody today; it is here because those clients cannot be told to do without.
public struct DataCipher: Sendable {
    /// Octets of a block and of a key.
    public static let blockSize = 8

    /// One key of 48 bits a round.
    private let rounds: [UInt64]

    /// A cipher; of each octet of the key the lowest bit, a parity, says nothing. `.keyLength` for a key that is not of 8 octets.
    public init(key: [UInt8]) throws(CipherError) {
        guard key.count == Self.blockSize else { throw CipherError(.keyLength, "\(key.count) octets, not 8") }
        rounds = DESTables.roundKeys(DESTables.word(key[...]))
    }

    /// The octets under the cipher, padded to whole blocks: always longer than the text.
    public func encrypt(_ text: [UInt8]) -> [UInt8] {
        let padding = Self.blockSize - text.count % Self.blockSize
        let padded = text + [UInt8](repeating: UInt8(padding), count: padding)
        return transformed(padded, rounds)
    }

    /// The text behind `encrypt`. `.length` for octets that are no whole blocks, `.padding` for a wrong key or cut data.
    public func decrypt(_ octets: [UInt8]) throws(CipherError) -> [UInt8] {
        guard !octets.isEmpty, octets.count % Self.blockSize == 0 else {
            throw CipherError(.length, "\(octets.count) octets are no whole blocks of 8")
        }
        let padded = transformed(octets, rounds.reversed())
        guard let count = padded.last.map(Int.init), (1...Self.blockSize).contains(count),
            padded.suffix(count).allSatisfy({ $0 == UInt8(count) })
        else { throw CipherError(.padding, "the last block does not end in a padding") }
        return Array(padded.dropLast(count))
    }

    private func transformed(_ octets: [UInt8], _ keys: [UInt64]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(octets.count)
        for start in stride(from: 0, to: octets.count, by: Self.blockSize) {
            let block = DESTables.block(DESTables.word(octets[start..<start + Self.blockSize]), keys)
            for shift in stride(from: 56, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: block >> shift)) }
        }
        return out
    }
}

/// Why octets could not be brought under the cipher or out of it.
public struct CipherError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable kinds of failure.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// The key has another length than the cipher's.
        case keyLength
        /// The octets are no whole blocks.
        case length
        /// What was decrypted does not end in a padding: a wrong key, or cut data.
        case padding
    }

    /// The kind of failure.
    public let code: Code
    /// For people: what was met. Never a secret.
    public let reason: String

    /// A failure.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Code and reason.
    public var description: String { "\(code.rawValue): \(reason)" }
    /// Equal by code.
    public static func == (left: CipherError, right: CipherError) -> Bool { left.code == right.code }
    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
